from django.urls import path

from programmes.views import submissions, submissions_county, submissions_sent

urlpatterns = [
    path("soknader/<int:pk>/se-over/", submissions.application_check, name="application-check"),
    path("soknader/<int:pk>/til-godkjenning/", submissions.application_send, name="application-send"),
    path("soknader/<int:pk>/godkjenn/", submissions.application_sign, name="application-sign"),
    path("soknader/<int:pk>/hent-tilbake/", submissions.application_pull_back, name="application-pull-back"),
    path("soknader/<int:pk>/trekk/", submissions.application_withdraw, name="application-withdraw"),
    path(
        "soknader/<int:pk>/be-om-retting/", submissions_county.application_return, name="application-return"
    ),
    path(
        "soknader/<int:pk>/svar-pa-skisse/",
        submissions_county.application_feedback,
        name="application-feedback",
    ),
    path("innsendinger/<int:pk>/", submissions_sent.submission, name="submission"),
    path("innsendinger/<int:pk>/endringer/", submissions_sent.submission_diff, name="submission-diff"),
]
