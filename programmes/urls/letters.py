from django.urls import path

from programmes.views import letter_templates, letters, letters_bulk, letters_mail

urlpatterns: list = [
    path("utlysninger/<int:pk>/brev/", letters_bulk.letter_list, name="letter-list"),
    path("utlysninger/<int:pk>/brev/send/", letters_bulk.letter_send, name="letter-send"),
    path("utlysninger/<int:pk>/brev/lag/", letters_bulk.letter_draft_missing, name="letter-draft-missing"),
    path("utlysninger/<int:pk>/brev/lag-pa-nytt/", letters_bulk.letter_remake_all, name="letter-remake-all"),
    path("soknader/<int:pk>/brev/nytt/", letters.letter_new, name="letter-new"),
    path("brev/<int:pk>/", letters.letter, name="letter"),
    path("brev/<int:pk>/rediger/", letters.letter_edit, name="letter-edit"),
    path("brev/<int:pk>/lag-pa-nytt/", letters.letter_remake, name="letter-remake"),
    path("brev/<int:pk>/forkast/", letters.letter_discard, name="letter-discard"),
    path("brev/<int:pk>/utkast.pdf", letters.letter_preview, name="letter-preview"),
    path("brevmaler/", letter_templates.letter_template_list, name="letter-template-list"),
    path("brevmaler/<int:pk>/", letter_templates.letter_template, name="letter-template"),
    path("e-post/", letters_mail.mail_list, name="mail-list"),
    path("e-post/<int:pk>/igjen/", letters_mail.mail_retry, name="mail-retry"),
]
