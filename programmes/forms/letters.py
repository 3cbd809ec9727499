from django import forms
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.forms import NorwegianDateField
from folkehelse.lib.identity import GuardedTextField
from programmes.models import Letter, LetterTemplate
from programmes.queries.letter_words import known, missing, unknown

MARKUP = _(
    "La det være en tom linje mellom avsnittene. "
    "Begynn en overskrift med «# » og et punkt i en liste med «– »."
)


def tags(names):
    return ", ".join(f"[{name}]" for name in names)


class VersionedForm(forms.ModelForm):
    """Tells which version the writer saw, so that two writers see each other."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class LetterForm(VersionedForm):
    class Meta:
        model = Letter
        fields = ["subject", "body"]
        field_classes = dict.fromkeys(["subject", "body"], GuardedTextField)
        widgets = {"body": forms.Textarea(attrs={"rows": 24})}
        help_texts = {"body": MARKUP}
        error_messages = {
            "subject": {"required": _("Skriv en overskrift")},
            "body": {"required": _("Skriv teksten i brevet")},
        }

    def clean_body(self):
        return without_placeholders(self.cleaned_data["body"], self.instance.kind)

    def clean_subject(self):
        return without_placeholders(" ".join(self.cleaned_data["subject"].split()), self.instance.kind)


def without_placeholders(text, kind):
    """A placeholder written in a finished letter would be sent as it stands."""
    if found := known(text, kind):
        raise forms.ValidationError(
            _("%(names)s fylles bare ut i malen. Skriv det som skal stå i brevet."),
            code="placeholder",
            params={"names": tags(found)},
        )
    return text


class LetterTemplateForm(VersionedForm):
    class Meta:
        model = LetterTemplate
        fields = ["subject", "body"]
        field_classes = dict.fromkeys(["subject", "body"], GuardedTextField)
        widgets = {"body": forms.Textarea(attrs={"rows": 24})}
        help_texts = {"body": MARKUP}
        error_messages = LetterForm.Meta.error_messages

    def clean_subject(self):
        return self._known(" ".join(self.cleaned_data["subject"].split()))

    def clean_body(self):
        body = self._known(self.cleaned_data["body"])
        if lacking := missing(body, self.instance.kind):
            raise forms.ValidationError(
                _("Brevet må ha med %(names)s."), code="missing", params={"names": tags(lacking)}
            )
        return body

    def _known(self, text):
        if strange := unknown(text, self.instance.kind):
            raise forms.ValidationError(
                _("%(names)s finnes ikke i denne typen brev. Bruk feltene i lista."),
                code="unknown",
                params={"names": tags(strange)},
            )
        return text


class MoreInformationForm(forms.Form):
    """What the county asks an applicant for, in a letter."""

    text = GuardedTextField(
        label=_("Hva trenger dere?"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Teksten settes inn i brevmalen. Dere kan rette hele brevet før det sendes."),
        error_messages={"required": _("Skriv hva dere trenger")},
    )
    due_on = NorwegianDateField(label=_("Frist for svar"), required=False)


class ChosenLettersForm(forms.Form):
    """Letters ticked in the list, each with the version that was seen: «12.3»."""

    letter = forms.MultipleChoiceField(
        label=_("Brev"), choices=[], error_messages={"required": _("Velg minst ett brev")}
    )

    def __init__(self, data, *, letters):
        super().__init__(data)
        self.letters = {f"{one.pk}.{one.version}": one for one in letters}
        self.fields["letter"].choices = [(key, one.subject) for key, one in self.letters.items()]
        self.fields["letter"].error_messages["invalid_choice"] = _(
            "Noen av brevene er endret eller sendt av andre. Se gjennom lista og velg på nytt."
        )

    @property
    def chosen(self):
        return [self.letters[key] for key in self.cleaned_data["letter"]]
