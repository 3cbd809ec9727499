from django.urls import path

from programmes.views import enrolments

urlpatterns = [
    path("deltakelser/<int:pk>/", enrolments.enrolment, name="enrolment"),
    path("deltakelser/<int:pk>/status/", enrolments.enrolment_move, name="enrolment-move"),
]
