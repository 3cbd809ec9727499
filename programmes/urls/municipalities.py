from django.urls import path

from programmes.views import municipalities

urlpatterns = [
    path("kommuner/", municipalities.municipality_list, name="municipality-list"),
    path("kommuner/<slug:code>/", municipalities.municipality, name="municipality"),
]
