from django.urls import path

from smart import views

urlpatterns = [
    path("", views.practice_list, name="practice-list"),
    path("prinsipper/<slug:slug>/", views.principle, name="principle"),
    path("praksiser/<slug:slug>/", views.practice, name="practice"),
]
