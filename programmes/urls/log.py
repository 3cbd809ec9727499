from django.urls import path

from programmes.views import log

urlpatterns = [
    path("logg/ny/", log.log_new, name="log-new"),
    path("logg/<int:pk>/", log.log_entry, name="log-entry"),
    path("logg/<int:pk>/endre/", log.log_edit, name="log-edit"),
    path("logg/<int:pk>/trekk/", log.log_withdraw, name="log-withdraw"),
]
