from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.enums import ALWAYS, Digest, MessageKind
from accounts.models import User
from folkehelse.lib.identity import GuardedTextField

MAY_MUTE = [kind for kind in MessageKind if kind not in ALWAYS]


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["full_name", "language"]
        field_classes = {"full_name": GuardedTextField}
        widgets = {"language": forms.RadioSelect}
        help_texts = {"language": _("Portalen og meldingene til deg skrives i denne målformen.")}
        error_messages = {"full_name": {"required": _("Skriv inn navnet ditt")}}


class MailForm(forms.Form):
    """When mail is wanted, and which; what is needed to sign in and letters always come."""

    digest = forms.ChoiceField(
        label=_("Når vil du ha e-post?"),
        choices=[],
        widget=forms.RadioSelect,
        help_text=_(
            "Samlet e-post sendes klokka 7, og ukas samling på mandager. "
            "Innlogging, invitasjoner og brev til kommunen sendes alltid med en gang."
        ),
        error_messages={"required": _("Velg når du vil ha e-post")},
    )
    wanted = forms.MultipleChoiceField(
        label=_("Hva vil du ha e-post om?"),
        choices=[],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Alt vises på Min side uansett hva du velger."),
    )
    all_optional = True

    def __init__(self, *args, user, **kwargs):
        initial = {
            "digest": user.digest,
            "wanted": [kind for kind in MAY_MUTE if kind not in user.muted],
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["digest"].choices = [(one.value, capfirst(one.label)) for one in Digest]
        self.fields["wanted"].choices = [(kind.value, capfirst(kind.label)) for kind in MAY_MUTE]

    @property
    def choices(self):
        wanted = self.cleaned_data["wanted"]
        return {
            "digest": self.cleaned_data["digest"],
            "muted": [kind.value for kind in MAY_MUTE if kind not in wanted],
        }
