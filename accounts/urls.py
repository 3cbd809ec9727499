"""Sign-in by allauth, its few pages that the portal uses, under plain Norwegian addresses."""

from allauth.account import views as allauth
from django.urls import path, re_path

from accounts.views import mail, profile

urlpatterns = [
    path("logg-inn/", allauth.login, name="account_login"),
    path("logg-ut/", allauth.logout, name="account_logout"),
    path("registrering/", allauth.signup, name="account_signup"),
    path("kode/", allauth.request_login_code, name="account_request_login_code"),
    path("kode/bekreft/", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("passord/endre/", allauth.password_change, name="account_change_password"),
    path("passord/velg/", allauth.password_set, name="account_set_password"),
    path("passord/nytt/", allauth.password_reset, name="account_reset_password"),
    path("passord/nytt/sendt/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^passord/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",  # the key has hyphens of its own
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "passord/nytt/ferdig/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("stengt/", allauth.account_inactive, name="account_inactive"),
    path("bekreft-deg/", allauth.reauthenticate, name="account_reauthenticate"),
    path("profil/", profile.profile, name="profile"),
    path("profil/e-post/", profile.mail_choices, name="mail-choices"),
    path("e-post/<str:token>/", mail.unsubscribe, name="unsubscribe"),
]
