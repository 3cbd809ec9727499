from django.urls import path

from programmes.views import application_start, applications_list, attachments, partners

urlpatterns = [
    path("soknader/", applications_list.application_list, name="application-list"),
    path("utlysninger/<int:pk>/sok/", application_start.application_new, name="application-new"),
    path("soknader/<int:pk>/bruk-igjen/", application_start.application_copy, name="application-copy"),
    path("soknader/<int:pk>/vedlegg/", attachments.attachment_upload, name="attachment-upload"),
    path("vedlegg/<int:pk>/", attachments.attachment_file, name="attachment-file"),
    path("vedlegg/<int:pk>/fjern/", attachments.attachment_remove, name="attachment-remove"),
    path("soknader/<int:pk>/partnere/ny/", partners.partner_add, name="partner-add"),
    path("partnere/<int:pk>/svar/", partners.partner_answer, name="partner-answer"),
    path("partnere/<int:pk>/fjern/", partners.partner_remove, name="partner-remove"),
    path("partnere/<int:pk>/spor-igjen/", partners.partner_ask_again, name="partner-ask-again"),
    path("soknader/<int:pk>/kontakt/", partners.application_contact, name="application-contact"),
]
