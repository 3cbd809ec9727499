from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from folkehelse.lib.dates import today
from folkehelse.lib.forms import FilterForm, NorwegianDateField
from folkehelse.lib.identity import PlainTextField
from folkehelse.lib.tags import day_short
from programmes.enums.applications import ApplicationState
from programmes.queries import cases

A = ApplicationState
EACH, EVEN = "each", "even"


class PeopleField(forms.ModelMultipleChoiceField):
    """Advisers with what each has to do already."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(User.objects.none(), **kwargs)

    def show(self, loads):
        self.queryset = User.objects.filter(pk__in=[load.adviser.pk for load in loads])
        self.choices = [(load.adviser.pk, shown(load)) for load in loads]


def shown(load):
    """«Kari Nordmann – 4 å vurdere, neste frist 12.01.2027, 1 over fristen»"""
    parts = [ngettext("%(n)d å vurdere", "%(n)d å vurdere", load.waiting) % {"n": load.waiting}]
    if load.due_on:
        parts.append(_("neste frist %(day)s") % {"day": day_short(load.due_on)})
    if load.overdue:
        parts.append(_("%(n)d over fristen") % {"n": load.overdue})
    return f"{load.adviser.full_name} – {', '.join(map(str, parts))}"


class AssignForm(forms.Form):
    people = PeopleField(
        label=_("Hvem skal vurdere?"), error_messages={"required": _("Velg minst én rådgiver")}
    )
    due_on = NorwegianDateField(
        label=_("Frist"), error_messages={"required": _("Skriv når vurderingen skal være levert")}
    )

    def __init__(self, *args, loads, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].show(loads)

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on < today():
            raise forms.ValidationError(_("Fristen kan ikke være før i dag."))
        return due_on


class AssignManyForm(AssignForm):
    how = forms.ChoiceField(
        label=_("Hvordan?"),
        choices=[
            (EVEN, _("Fordel jevnt: de som har minst å gjøre, får flest")),
            (EACH, _("Alle du velger, vurderer alle søknadene")),
        ],
        initial=EVEN,
        widget=forms.RadioSelect,
    )
    per_case = forms.ChoiceField(
        label=_("Hvor mange skal vurdere hver søknad når du fordeler jevnt?"),
        choices=[(str(n), str(n)) for n in (1, 2, 3)],
        initial="2",
    )
    field_order = ("how", "people", "per_case", "due_on")


class CaseFilter(FilterForm):
    """Narrows the cases of a call by the address line; what is not understood narrows nothing."""

    STATES = {
        "ny": (A.SUBMITTED,),
        "vurdering": (A.IN_REVIEW,),
        "rettes": (A.RETURNED, A.SIGNING),
        "plan": (A.DRAFT,),
        "avgjort": (A.DECIDED,),
        "trukket": (A.WITHDRAWN,),
    }
    q = PlainTextField(label=_("Søk"), required=False, max_length=100)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("Alle")),
            ("ny", _("Ny")),
            ("vurdering", _("Til vurdering")),
            ("rettes", _("Rettes av kommunen")),
            ("plan", _("Plan skrives")),
            ("avgjort", _("Avgjort")),
            ("trukket", _("Trukket av kommunen")),
        ],
    )
    meg = forms.ChoiceField(
        label=_("Min del"),
        required=False,
        choices=[
            ("", _("Alle")),
            (cases.TO_DECLARE, _("Må erklære")),
            (cases.TO_REVIEW, _("Skal vurdere")),
            (cases.SENT, _("Levert")),
            (cases.CONFLICTED, _("Inhabil")),
        ],
    )

    def __init__(self, data, *, with_own):
        super().__init__(data)
        self.fields["q"].widget.attrs |= {"type": "search", "autocomplete": "off"}
        if not with_own:
            del self.fields["meg"]
        self.forget_what_is_wrong()

    def chosen(self):
        """What queries.cases.listed takes."""
        return {
            "q": self.cleaned_data["q"],
            "states": self.STATES.get(self.cleaned_data["status"], ()),
            "mine": self.cleaned_data.get("meg") or None,
        }

    def chips(self):
        for name, value in self.cleaned_data.items():
            if value:
                choices = dict(getattr(self.fields[name], "choices", ()))
                yield str(choices.get(value, f"«{value}»")), name, value
