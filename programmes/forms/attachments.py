from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkehelse.lib.uploads import MOST_BYTES, Refused, clean_name, inspect

NOT_TAKEN = gettext_lazy("«%(name)s» ble ikke lastet opp. %(why)s")


class AttachmentForm(forms.Form):
    """One file, looked through before it is anything else's; `cleaned_data["file"]` is an Upload."""

    key = forms.SlugField(max_length=40, required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label=gettext_lazy("Velg en fil"),
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": gettext_lazy("Velg en fil først.")},
    )

    def __init__(self, *args, too_big=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.too_big = too_big

    def clean(self):
        """A file that was stopped on its way in is not there; what was too big is told by name."""
        values = super().clean()
        if self.too_big and "file" in self.errors:
            del self.errors["file"]
            self.add_error("file", refusal(self.too_big[0], _too_big()))
        return values

    def clean_file(self):
        sent = self.cleaned_data["file"]
        try:
            if sent.size > MOST_BYTES:
                raise Refused(_too_big())
            return inspect(sent.name, sent.read())
        except Refused as refused:
            raise refusal(sent.name, refused.why) from refused


def refusal(name, why):
    return ValidationError(NOT_TAKEN, params={"name": clean_name(name), "why": why}, code="refused")


def _too_big():
    return _("Den er for stor. En fil kan være på %(most)d MB.") % {"most": MOST_BYTES // 1024**2}
