from django.urls import path

from programmes.views import front, my_work

urlpatterns = [
    path("", front.front, name="front"),
    path("min-side/", my_work.my_work, name="my-work"),
]
