from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.dates import today
from folkehelse.lib.forms import NorwegianDateField
from folkehelse.lib.identity import GuardedTextField
from programmes.enums.calls import Section
from programmes.queries.application_form import sections_of


class CommentForm(forms.Form):
    """The approver's words to those who wrote it."""

    comment = GuardedTextField(
        label=_("Hva må endres?"),
        help_text=_("Kommentaren vises til dem som skriver søknaden."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv hva som må endres før du kan godkjenne")},
    )


class WithdrawForm(forms.Form):
    why = GuardedTextField(
        label=_("Hvorfor trekker dere søknaden?"),
        help_text=_("Begrunnelsen vises i historikken. Er søknaden sendt, får fylket den også."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv hvorfor søknaden trekkes")},
    )


class ReturnForm(forms.Form):
    """The county names the sections that open again."""

    sections = forms.MultipleChoiceField(
        label=_("Hvilke steg skal kommunen rette?"),
        help_text=_("Bare disse blir åpnet. Resten av søknaden står som den ble sendt."),
        choices=[],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst ett steg som kommunen skal rette")},
    )
    reason = GuardedTextField(
        label=_("Hva må rettes, og hvorfor?"),
        help_text=_("Kommunen ser dette."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Skriv hva som må rettes, og hvorfor")},
    )
    due_on = NorwegianDateField(
        label=_("Frist"),
        help_text=_("Til og med denne dagen. Kommer rettingen senere, blir den merket som for sen."),
        error_messages={"required": _("Skriv inn en frist")},
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        keys = sections_of(application.version, application.phase)
        self.fields["sections"].choices = [(key, Section(key).label) for key in keys]

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on < today():
            raise ValidationError(_("Fristen kan ikke være før i dag."))
        return due_on


class FeedbackForm(forms.Form):
    text = GuardedTextField(
        label=_("Svaret fra fylket"),
        help_text=_("Skriv hva som er godt, og hva dere vil se mer av i den fulle søknaden."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Skriv et svar på skissen")},
    )
