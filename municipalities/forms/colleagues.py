from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from folkehelse.lib.identity import GuardedTextField
from municipalities.models import Membership
from municipalities.roles import MUNICIPAL_ROLES

CAN = {
    "contributor": _("fører logg og skriver i søknader"),
    "coordinator": _("leder arbeidet, sender søknader til godkjenning og inviterer kolleger"),
    "approver": _("godkjenner søknader på vegne av kommunen"),
}


class InviteForm(forms.Form):
    municipality = forms.ModelChoiceField(label=_("Kommune"), queryset=None, empty_label=_("Velg kommune"))
    email = forms.EmailField(
        label=_("E-postadressen til kollegaen"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Skriv e-postadressen"), "invalid": _("Skriv en gyldig e-postadresse")},
    )
    role = forms.ChoiceField(
        label=_("Rolle"), widget=forms.RadioSelect, error_messages={"required": _("Velg en rolle")}
    )
    next = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, data, *, municipalities, initial=None):
        super().__init__(data, initial=initial)
        self.municipalities = municipalities
        self.fields["municipality"].queryset = municipalities
        self.fields["role"].choices = [
            (role.value, f"{capfirst(role.label)}: {CAN[role.value]}") for role in MUNICIPAL_ROLES
        ]
        if len(municipalities) == 1:
            del self.fields["municipality"]

    def clean_next(self):
        """Where the colleague is led: a page of the portal, or nowhere in particular."""
        path = self.cleaned_data["next"]
        return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, None) else ""

    def clean(self):
        values = super().clean()
        if len(self.municipalities) == 1:
            values["municipality"] = self.municipalities[0]
        held = Membership.objects.current().filter(
            municipality=values.get("municipality"),
            role=values.get("role"),
            user__email__iexact=values.get("email"),
        )
        if {"email", "role", "municipality"} <= values.keys() and held.exists():
            self.add_error("email", _("Personen har allerede denne rollen i kommunen."))
        return values


class NewAccountForm(forms.Form):
    """A name and a password; the address is that of the invitation."""

    full_name = GuardedTextField(
        label=_("Navnet ditt"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Skriv navnet ditt")},
    )
    password = forms.CharField(
        label=_("Velg et passord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Velg et passord")},
    )

    def __init__(self, data, *, email):
        super().__init__(data)
        self.email = email
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self):
        values = super().clean()
        if password := values.get("password"):
            someone = User(email=self.email, full_name=values.get("full_name", ""))
            try:
                validate_password(password, someone)
            except ValidationError as error:
                self.add_error("password", error)
        return values
