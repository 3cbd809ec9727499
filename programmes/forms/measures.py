from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.forms import FilterForm, NorwegianDateField, WholeNumberField
from folkehelse.lib.identity import GuardedTextField, PlainTextField
from folkehelse.lib.tags import day_short
from municipalities.enums import Arena
from programmes.enums import MeasureLevel, MeasureState
from programmes.forms.moves import MoveForm
from programmes.models import Measure
from programmes.permissions.measures import moves_of
from programmes.queries.measures import filter_choices
from smart.models import Principle

OLDEST = 24


class MeasureFilter(FilterForm):
    """Narrows the list by the address line; what is not understood narrows nothing."""

    q = PlainTextField(label=_("Søk i tiltak"), required=False, max_length=100)
    fylke = forms.ChoiceField(label=_("Fylke"), required=False)
    kommune = forms.ChoiceField(label=_("Kommune"), required=False)
    tema = forms.ChoiceField(label=_("Tema"), required=False)
    arena = forms.ChoiceField(label=_("Arena"), required=False)
    alder = forms.IntegerField(label=_("Alder"), required=False, min_value=0, max_value=OLDEST)
    prinsipp = forms.ChoiceField(label=_("SMART-prinsipp i loggen"), required=False)
    status = forms.MultipleChoiceField(label=_("Status"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data, *, user):
        super().__init__(data)
        self.fields["q"].widget.attrs |= {"type": "search", "autocomplete": "off"}
        self.fields["alder"].widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 4})
        choices = filter_choices(user) | {
            "arena": [(arena.value, capfirst(arena.label)) for arena in Arena],
            "prinsipp": [(one.slug, one.name) for one in Principle.objects.select_related("framework")],
        }
        nothing = {"fylke": _("Alle fylker"), "kommune": _("Alle kommuner")}
        for name, values in choices.items():
            self.fields[name].choices = [("", nothing.get(name, _("Alle"))), *values]
        self.fields["status"].choices = [(state.value, capfirst(state.label)) for state in MeasureState]
        self.forget_what_is_wrong()

    def chosen(self):
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}

    def chips(self):
        """(label, parameter, value) for each chosen filter, as the reader would say it."""
        for name, value in self.chosen().items():
            for one in value if isinstance(value, list) else [value]:
                yield self._chip_label(name, one), name, one

    def _chip_label(self, name, value):
        if name == "q":
            return f"«{value}»"
        if name == "alder":
            return _("%(age)d år") % {"age": value}
        return str(dict(self.fields[name].choices).get(value, value))


class MeasureForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    arenas = forms.MultipleChoiceField(
        label=_("Arenaer"),
        choices=[],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én arena")},
    )
    age_from = WholeNumberField(label=_("Fra alder"))
    age_to = WholeNumberField(label=_("Til alder"))
    starts_on = NorwegianDateField(label=_("Første dag"))
    ends_on = NorwegianDateField(label=_("Siste dag"))

    class Meta:
        model = Measure
        fields = [
            "name",
            "description",
            "goals",
            "arenas",
            "age_from",
            "age_to",
            "themes",
            "level",
            "starts_on",
            "ends_on",
            "partners",
            "evaluation_partner",
        ]
        field_classes = dict.fromkeys(
            ["name", "description", "goals", "partners", "evaluation_partner"], GuardedTextField
        )
        widgets = {
            "themes": forms.CheckboxSelectMultiple,
            "level": forms.RadioSelect,
            "description": forms.Textarea(attrs={"rows": 5}),
            "goals": forms.Textarea(attrs={"rows": 4}),
            "partners": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {
            "name": _("Hva heter tiltaket?"),
            "goals": _("Hva vil dere oppnå?"),
            "level": _("Hvem er det for?"),
        }
        help_texts = {
            "description": _("Hva gjør dere, for hvem og hvordan? Ikke skriv navn på barn eller foreldre."),
            "partners": _("For eksempel frivillige lag, NAV eller helsestasjonen."),
            "evaluation_partner": _("Den som hjelper dere å evaluere, for eksempel et universitet."),
        }
        error_messages = {
            "name": {"required": _("Skriv hva tiltaket heter")},
            "level": {"required": _("Velg hvem tiltaket er for")},
        }

    def __init__(self, *args, enrolment, **kwargs):
        super().__init__(*args, **kwargs)
        self.enrolment = enrolment
        self.fields["arenas"].choices = [(arena.value, capfirst(arena.label)) for arena in Arena]
        self.fields["level"].choices = [(level.value, capfirst(level.label)) for level in MeasureLevel]
        self.fields["themes"].queryset = enrolment.area.programme.themes.all()
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        else:
            period = {"starts_on": enrolment.starts_on, "ends_on": enrolment.ends_on}
            self.initial = {
                "age_from": 0,
                "age_to": OLDEST,
                "level": MeasureLevel.UNIVERSAL,
                **period,
                **self.initial,
            }

    def clean_name(self):
        name = self.cleaned_data["name"]
        if self.enrolment.measures.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            text = _("Dere har allerede et tiltak med dette navnet. Gi det et annet navn.")
            raise forms.ValidationError(text, code="twin")
        return name

    def clean(self):
        cleaned = super().clean()
        for name in ("age_from", "age_to"):
            if (cleaned.get(name) or 0) > OLDEST:
                self.add_error(name, _("Alderen må være fra 0 til 24 år."))
        if "age_from" in cleaned and "age_to" in cleaned and cleaned["age_from"] > cleaned["age_to"]:
            self.add_error("age_to", _("«Til alder» kan ikke være lavere enn «Fra alder»."))
        self._check_period(cleaned.get("starts_on"), cleaned.get("ends_on"))
        return cleaned

    def _check_period(self, first, last):
        """Within the enrolment, unless the day stood so before: old data can then still be put right."""
        edges = self.enrolment.starts_on, self.enrolment.ends_on
        text = _("Dagen må være mens kommunen er med i programmet: fra %(first)s til %(last)s.") % {
            "first": day_short(edges[0]),
            "last": day_short(edges[1]),
        }
        for name, day in (("starts_on", first), ("ends_on", last)):
            if day and name in self.changed_data and not edges[0] <= day <= edges[1]:
                self.add_error(name, forms.ValidationError(text, code="outside"))
        if first and last and first > last:
            self.add_error("ends_on", _("Siste dag kan ikke være før første dag."))

    @property
    def measure_values(self):
        """What the actions write."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class MeasureMoveForm(MoveForm):
    EXPLANATIONS = {
        MeasureState.ACTIVE: (_("Sett i gang"), _("Tiltaket er i gang, og dere kan loggføre på det.")),
        MeasureState.PAUSED: (_("Sett på pause"), _("Arbeidet hviler en stund. Dere kan fortsatt loggføre.")),
        MeasureState.ENDING: (
            _("Begynn å avslutte"),
            _("Tiltaket er i siste fase. Dere kan fortsatt loggføre."),
        ),
        MeasureState.ORDINARY: (
            _("Over i ordinær drift"),
            _("Arbeidet går videre uten programmet. Dette kan ikke gjøres om."),
        ),
        MeasureState.CLOSED: (_("Avslutt"), _("Tiltaket er ferdig. Dette kan ikke gjøres om.")),
        MeasureState.WITHDRAWN: (_("Trekk"), _("Tiltaket ble ikke noe av. Dette kan ikke gjøres om.")),
    }

    def __init__(self, *args, measure, **kwargs):
        super().__init__(*args, moves=moves_of(measure), **kwargs)
