from django.urls import path

from programmes.views import measures

urlpatterns = [
    path("tiltak/", measures.measure_list, name="measure-list"),
    path("tiltak/regneark/", measures.measure_export, name="measure-export"),
    path("tiltak/<int:pk>/", measures.measure, name="measure"),
    path("tiltak/<int:pk>/endre/", measures.measure_edit, name="measure-edit"),
    path("tiltak/<int:pk>/status/", measures.measure_move, name="measure-move"),
    path("deltakelser/<int:pk>/tiltak/nytt/", measures.measure_new, name="measure-new"),
]
