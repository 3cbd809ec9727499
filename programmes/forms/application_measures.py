from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.forms import NorwegianDateField, WholeNumberField
from folkehelse.lib.identity import GuardedTextField
from municipalities.enums import Arena
from programmes.actions.proposed_measures import PARTS
from programmes.enums import MeasureLevel
from programmes.forms.applications import AnswerTextField, WritingForm

OLDEST = 24
LONGEST_NAME = 160


class MeasureNameForm(forms.Form):
    """A measure begins with its name; the rest is written on its own page."""

    name = GuardedTextField(
        label=_("Hva heter tiltaket?"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Skriv hva tiltaket heter")},
    )


class ProposedMeasureForm(WritingForm):
    """One measure, field by field; `key` of a field is measure-<pk>-<part>, as in PARTS."""

    name = AnswerTextField(
        label=_("Hva heter tiltaket?"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Skriv hva tiltaket heter")},
    )
    description = AnswerTextField(
        label=_("Hva vil dere gjøre?"),
        help_text=_("Hva gjør dere, for hvem og hvordan? Ikke skriv navn på barn eller foreldre."),
        max_length=4000,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    goals = AnswerTextField(
        label=_("Hva vil dere oppnå?"),
        max_length=4000,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    arenas = forms.MultipleChoiceField(
        label=_("Arenaer"), choices=[], required=False, widget=forms.CheckboxSelectMultiple
    )
    age_from = WholeNumberField(label=_("Fra alder"), max_value=OLDEST)
    age_to = WholeNumberField(label=_("Til alder"), max_value=OLDEST)
    themes = forms.ModelMultipleChoiceField(
        label=_("Temaer"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    level = forms.ChoiceField(label=_("Hvem er det for?"), choices=[], widget=forms.RadioSelect)
    starts_on = NorwegianDateField(label=_("Første dag"))
    ends_on = NorwegianDateField(label=_("Siste dag"))

    def __init__(self, data=None, *, measure, themes, only=None, **kwargs):
        super().__init__(data, **kwargs)
        self.measure = measure
        self.parts = {part: names for part, names in PARTS.items() if only in (None, part)}
        wanted = {name for names in self.parts.values() for name in names}
        for name in set(self.fields) - wanted:
            del self.fields[name]
        for name, field in self.fields.items():
            field.is_asked_for = name not in ("description", "goals", "themes")
            self.initial[name] = getattr(measure, name)
        if "arenas" in self.fields:
            self.fields["arenas"].choices = [(one.value, capfirst(one.label)) for one in Arena]
        if "level" in self.fields:
            self.fields["level"].choices = [(one.value, capfirst(one.label)) for one in MeasureLevel]
        if "themes" in self.fields:
            self.fields["themes"].queryset = themes
            self.initial["themes"] = [theme.pk for theme in measure.themes.all()]
            if not themes:
                del self.fields["themes"], self.parts["themes"]

    def key(self, part):
        return f"measure-{self.measure.pk}-{part}"

    def written(self):
        return [self.key(part) for part in self.parts]

    def part(self, key):
        return key.rsplit("-", 1)[1]

    def is_right(self, key):
        return not set(self.parts[self.part(key)]) & set(self.errors)

    def version(self, key):
        return self.data.get(f"version-{key}", "")[:16]

    def values(self, key):
        values = {name: self.cleaned_data[name] for name in self.parts[self.part(key)]}
        if "themes" in values:
            values["themes"] = sorted(values["themes"], key=lambda theme: theme.pk)
        return values

    def clean_name(self):
        name = self.cleaned_data["name"]
        twins = self.measure.application.proposed.filter(name__iexact=name).exclude(pk=self.measure.pk)
        if twins.exists():
            raise forms.ValidationError(_("Dere har allerede foreslått et tiltak med dette navnet."))
        return name

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("age_from"), cleaned.get("age_to")
        if first is not None and last is not None and first > last:
            self.add_error("age_to", _("«Til alder» kan ikke være lavere enn «Fra alder»."))
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and starts > ends:
            self.add_error("ends_on", _("Siste dag kan ikke være før første dag."))
        return cleaned
