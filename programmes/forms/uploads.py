from django import forms
from django.utils.translation import gettext_lazy as _

from folkehelse.lib import uploads


class UploadField(forms.FileField):
    """Cleans to an uploads.Upload: looked through, and without what tells of its maker."""

    default_error_messages = {"empty": _("Fila er tom."), "invalid": _("Velg fila på nytt.")}

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return uploads.inspect(file.name, file.read())
        except uploads.Refused as refused:
            text = _("«%(name)s» kan ikke tas imot. %(why)s")
            params = {"name": uploads.clean_name(file.name), "why": refused.why}
            raise forms.ValidationError(text, params=params, code="refused") from refused
