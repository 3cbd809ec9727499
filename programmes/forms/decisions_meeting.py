from django import forms
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.dates import today
from folkehelse.lib.forms import NorwegianDateField
from folkehelse.lib.identity import GuardedTextField, PlainTextField
from programmes.forms.uploads import UploadField
from programmes.models import Condition, Meeting

PDF = "application/pdf"


def not_later(day):
    if day > today():
        raise forms.ValidationError(_("Datoen kan ikke være fram i tid."), code="future")
    return day


class MeetingForm(forms.ModelForm):
    """What the body decided on one day; `chosen` are the recommended decisions that it made."""

    decided_on = NorwegianDateField(label=_("Dato for vedtaket"))
    chosen = forms.MultipleChoiceField(
        label=_("Hva ble vedtatt?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én søknad")},
    )

    class Meta:
        model = Meeting
        fields = ["body", "case_number", "decided_on"]
        field_classes = {"body": PlainTextField, "case_number": PlainTextField}
        labels = {"body": _("Hvem vedtok?")}
        help_texts = {"case_number": _("Saken i møtet eller i arkivet, for eksempel PS 12/27.")}
        error_messages = {
            "body": {"required": _("Skriv hvem som vedtok")},
            "case_number": {"required": _("Skriv saksnummeret")},
        }

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = choices
        self.initial.setdefault("chosen", [value for value, _label in choices])

    def clean_decided_on(self):
        return not_later(self.cleaned_data["decided_on"])


class AgreementForm(forms.Form):
    signed_on = NorwegianDateField(label=_("Dagen avtalen ble underskrevet"))
    file = UploadField(
        label=_("Avtalen som PDF"),
        required=False,
        help_text=_("De som kan lese vedtaket, kan åpne den."),
        widget=forms.FileInput(attrs={"accept": PDF}),
    )

    def __init__(self, *args, decided_on, **kwargs):
        super().__init__(*args, **kwargs)
        self.decided_on = decided_on

    def clean_signed_on(self):
        day = not_later(self.cleaned_data["signed_on"])
        if day < self.decided_on:
            raise forms.ValidationError(_("Avtalen kan ikke være underskrevet før vedtaket."), code="early")
        return day

    def clean_file(self):
        kept = self.cleaned_data["file"]
        if kept and kept.content_type != PDF:
            raise forms.ValidationError(_("Avtalen må være en PDF-fil."))
        return kept


class ConditionForm(forms.ModelForm):
    class Meta:
        model = Condition
        fields = ["text", "order", "is_active"]
        field_classes = {"text": GuardedTextField}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        labels = {"text": _("Vilkår"), "order": _("Plass i lista"), "is_active": _("I bruk")}
        help_texts = {"order": _("Lave tall kommer først.")}
        error_messages = {"text": {"required": _("Skriv vilkåret")}}

    def clean_text(self):
        text = " ".join(self.cleaned_data["text"].split())
        same = Condition.objects.filter(county=self.instance.county_id, text__iexact=text)
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Vilkåret står allerede i lista."), code="twin")
        return text
