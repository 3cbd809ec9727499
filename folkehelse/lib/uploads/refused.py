from django.utils.translation import gettext as _


class Refused(Exception):
    """The file is not taken in; the text says why to the person who sent it, and what to do."""

    def __init__(self, why):
        super().__init__(why)
        self.why = why


def has_macros():
    return Refused(_("Den har makroer. Lagre den uten makroer, eller som PDF."))


def has_password():
    return Refused(_("Den har passord. Ta bort passordet, og last den opp på nytt."))


def has_files_inside():
    return Refused(_("Den har andre filer lagt inn i seg. Ta dem bort, eller lagre den som PDF."))


def fetches():
    return Refused(_("Den henter innhold fra et annet sted. Bryt koblingene, eller lagre den som PDF."))
