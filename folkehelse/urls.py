"""Every address of the portal. Public pages say so on the view; the rest asks for sign-in."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from folkehelse import views
from folkehelse.lib.http import public

urlpatterns = [
    path("", include("programmes.urls")),
    path("", include("municipalities.urls")),
    path("smart/", include("smart.urls")),
    path("konto/", include("accounts.urls")),
    path("sprak/", public(set_language), name="set_language"),
    path("om/", views.about, name="about"),
    path("personvern/", views.privacy, name="privacy"),
    path("tilgjengelighet/", views.accessibility, name="accessibility"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]

if settings.ADMIN:
    urlpatterns.append(path("teknisk/", admin.site.urls))

if settings.DEBUG:
    urlpatterns.append(path("galleri/", views.gallery, name="gallery"))

handler400 = "folkehelse.views.bad_request"
handler403 = "folkehelse.views.forbidden"
handler404 = "folkehelse.views.not_found"
handler500 = "folkehelse.views.server_error"
