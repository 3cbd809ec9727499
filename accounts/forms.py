from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from folkehelse.lib.identity import GuardedTextField


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["full_name", "language"]
        field_classes = {"full_name": GuardedTextField}
        widgets = {"language": forms.RadioSelect}
        help_texts = {"language": _("Portalen og meldingene til deg skrives i denne målformen.")}
        error_messages = {"full_name": {"required": _("Skriv inn navnet ditt")}}
