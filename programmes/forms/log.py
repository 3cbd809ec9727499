import uuid

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.dates import today
from folkehelse.lib.forms import NorwegianDateField, WholeNumberField
from folkehelse.lib.identity import GuardedTextField
from folkehelse.lib.tags import day_short
from municipalities.enums import Arena
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.enums import LogKind, Visibility
from programmes.models import PARTICIPANT_GROUPS, LogEntry
from smart.models import Practice, Principle

VISIBILITY = [
    (Visibility.MUNICIPALITY, _("Bare vår egen kommune. Fylket ser det ikke.")),
    (Visibility.PROGRAMME, _("Alle i programmet: andre kommuner, fylkene og de nasjonale partnerne.")),
    (Visibility.PUBLIC, _("Alle, også de som ikke er logget inn.")),
]
MOST_PEOPLE = 99_999


class MeasureField(forms.ModelChoiceField):
    several_places = False

    def label_from_instance(self, measure):
        return f"{measure.name} – {measure.enrolment.who}" if self.several_places else measure.name


class HoursField(forms.DecimalField):
    """Reads 1,5 as Norwegians write it."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": "12"})
    default_error_messages = {
        "invalid": _("Skriv antall timer med sifre, for eksempel 1,5"),
        "min_value": _("Timene kan ikke være under null"),
        "max_decimal_places": _("Skriv høyst ett siffer etter komma"),
        "max_digits": _("Skriv et tall under en million"),
        "max_whole_digits": _("Skriv et tall under en million"),
    }

    def to_python(self, value):
        return super().to_python(
            value.replace(",", ".").replace(" ", "") if isinstance(value, str) else value
        )

    def prepare_value(self, value):
        return str(value).replace(".", ",") if value is not None and not isinstance(value, str) else value

    def widget_attrs(self, widget):
        return {}  # step and min belong to type=number


def choices(field, rows):
    """Rows as choices, without asking the database for them again at each drawing."""
    as_choice = ModelChoiceIterator(field).choice
    return [as_choice(row) for row in rows]


def by_principle(field):
    """Practices under the principle that they train."""
    groups = {}
    for practice, choice in zip(rows := list(field.queryset), choices(field, rows), strict=True):
        groups.setdefault(practice.principle.name, []).append(choice)
    return list(groups.items())


def people_field(label):
    return WholeNumberField(
        label=label,
        required=False,
        max_value=MOST_PEOPLE,
        error_messages={"min_value": _("Antallet kan ikke være under null")},
    )


class LogEntryForm(forms.ModelForm):
    """An entry of today, on the measure that was used last: most of it is filled in already."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    measure = MeasureField(
        queryset=None,
        label=_("Tiltak"),
        empty_label=None,
        error_messages={
            "required": _("Velg tiltaket loggføringen gjelder"),
            "invalid_choice": _("Velg et av tiltakene i listen"),
        },
    )
    happened_on = NorwegianDateField(label=_("Dato"))
    principles = forms.ModelMultipleChoiceField(
        queryset=None,
        label=_("SMART-prinsipper dere brukte"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Velg blant prinsippene i listen")},
    )
    children = people_field(_("Barn og unge"))
    parents = people_field(_("Foreldre"))
    staff = people_field(_("Ansatte"))
    volunteers = people_field(_("Frivillige"))
    arena = forms.ChoiceField(label=_("Arena"), required=False)
    sessions = people_field(_("Antall ganger"))
    own_hours = HoursField(
        label=_("Egeninnsats"),
        help_text=_("Timer som kommunen selv har lagt ned."),
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=1,
    )
    practices = forms.ModelMultipleChoiceField(
        queryset=None,
        label=_("Praksiser dere brukte"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Velg blant praksisene i listen")},
    )
    visibility = forms.ChoiceField(
        label=_("Hvem kan lese dette?"),
        choices=VISIBILITY,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvem som kan lese dette")},
    )

    class Meta:
        model = LogEntry
        fields = [
            "measure",
            "happened_on",
            "kind",
            "what_happened",
            "what_learned",
            "principles",
            *PARTICIPANT_GROUPS,
            "arena",
            "sessions",
            "own_hours",
            "practices",
            "visibility",
        ]
        field_classes = {"what_happened": GuardedTextField, "what_learned": GuardedTextField}
        widgets = {
            "kind": forms.RadioSelect,
            "what_happened": forms.Textarea(attrs={"rows": 4}),
            "what_learned": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {
            "kind": _("Hva gjelder det?"),
            "what_happened": _("Hva skjedde?"),
            "what_learned": _("Hva lærte dere?"),
        }
        help_texts = {"what_happened": _("Skriv hva dere gjorde. Ikke skriv navn på barn eller foreldre.")}
        error_messages = {
            "kind": {"required": _("Velg hva loggføringen gjelder")},
            "what_happened": {"required": _("Skriv hva som skjedde")},
        }

    def __init__(self, *args, user, measures, measure=None, principles=None, **kwargs):
        """`measures` are those that may be chosen; `measure` is the only one, where the page is about it."""
        super().__init__(*args, **kwargs)
        fields = self.fields
        fields["measure"].queryset = measures
        fields["measure"].several_places = len(reach_of(user, Permission.LOG_WRITE).municipalities) > 1
        if measure:
            fields["measure"].widget = forms.HiddenInput()
            self.initial["measure"] = measure.pk
        else:
            fields["measure"].choices = choices(fields["measure"], measures)
        fields["kind"].choices = [(kind.value, capfirst(kind.label)) for kind in LogKind]
        fields["arena"].choices = [
            ("", _("Ikke oppgitt")),
            *[(one.value, capfirst(one.label)) for one in Arena],
        ]
        fields["principles"].queryset = Principle.objects.select_related("framework")
        if principles is not None:  # the page has fetched them already
            fields["principles"].choices = choices(fields["principles"], principles)
        fields["practices"].queryset = Practice.objects.for_list().prefetch_related(None)
        fields["practices"].choices = by_principle(fields["practices"])
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        else:
            self.initial = self.for_today() | self.initial

    def for_today(self):
        return {
            "token": uuid.uuid4(),
            "happened_on": today(),
            "kind": LogKind.CARRIED_OUT,
            "visibility": Visibility.PROGRAMME,
        }

    def clean_token(self):
        return self.cleaned_data["token"] or uuid.uuid4()

    def clean_happened_on(self):
        day = self.cleaned_data["happened_on"]
        if day > today():
            raise forms.ValidationError(
                _("Datoen kan ikke være fram i tid. Skriv datoen i dag eller en dag som har vært."),
                code="future",
            )
        return day

    def clean(self):
        cleaned = super().clean()
        measure, day = cleaned.get("measure"), cleaned.get("happened_on")
        if measure and day:
            self._refuse_outside(measure.enrolment, day)
        return cleaned

    def _refuse_outside(self, enrolment, day):
        last = enrolment.ended_on or enrolment.ends_on
        if not enrolment.starts_on <= day <= last:
            period = {"first": day_short(enrolment.starts_on), "last": day_short(last)}
            text = _("Datoen må være mens kommunen er med i programmet: fra %(first)s til %(last)s.") % period
            self.add_error("happened_on", forms.ValidationError(text, code="outside"))

    @property
    def entry_values(self):
        """What the actions write."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def people(self):
        return [self[group] for group in PARTICIPANT_GROUPS]

    @property
    def has_more(self):
        """Whether the folded part must stand open: something in it is wrong, or was chosen for the writer."""
        folded = ("arena", "sessions", "own_hours", "practices", "visibility")
        return any(self[name].errors for name in folded) or bool(self["practices"].value())


class WithdrawForm(forms.Form):
    why = GuardedTextField(
        label=_("Hvorfor trekkes den tilbake?"),
        help_text=_("Begrunnelsen står sammen med loggføringen for dere i kommunen."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv hvorfor loggføringen trekkes tilbake")},
    )
