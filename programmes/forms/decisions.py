"""Trying an outcome in the table, and writing the whole decision on its own page."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.forms import KronerField, WholeNumberField
from folkehelse.lib.identity import GuardedTextField
from folkehelse.lib.tags import kroner
from programmes.enums.decisions import GRANTED, Outcome
from programmes.queries.asked import spread
from programmes.queries.decision_problems import amount_problems

LONGEST_CONDITION = 500
MOST_CONDITIONS = 30


def outcomes():
    return [(one.value, capfirst(one.label)) for one in Outcome]


class TrialForm(forms.Form):
    """One row of the table: the outcome and the whole amount, which is spread over the years as asked."""

    use_required_attribute = False

    outcome = forms.ChoiceField(label=_("Utfall"), required=False, show_hidden_initial=True)
    total = KronerField(label=_("Beløp i alt"), required=False, show_hidden_initial=True)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, row, **kwargs):
        self.row, self.draft = row, row.tried
        draft = self.draft
        initial = {
            "outcome": draft.outcome if draft else "",
            "total": draft.total if draft and draft.is_grant else None,
            "version": draft.version if draft else None,
        }
        super().__init__(*args, prefix=f"s{row.application.pk}", initial=initial, **kwargs)
        who = row.application.who
        self.fields["outcome"].choices = [("", _("Ikke prøvd")), *outcomes()]
        self.fields["outcome"].widget.attrs |= {
            "class": "tries",  # what saves the row by htmx
            "aria-label": _("Utfall for %(who)s") % {"who": who},
            "autocomplete": "off",
        }
        self.fields["total"].widget.attrs |= {
            "class": "tries",
            "aria-label": _("Beløp i alt for %(who)s") % {"who": who},
            "size": "10",
        }

    @property
    def is_touched(self):
        """Whether the writer changed the row, whatever others did to it meanwhile."""
        return not {"outcome", "total"}.isdisjoint(self.changed_data)

    def clean(self):
        cleaned = super().clean()
        outcome, asked = cleaned.get("outcome"), self.row.asked_sum
        if self.errors or outcome not in GRANTED:
            return cleaned | {"total": 0}
        was_full = bool(self.draft) and self.draft.outcome == Outcome.FULL
        is_new = not was_full and outcome == Outcome.FULL
        if outcome == Outcome.FULL and asked and (is_new or cleaned.get("total") is None):
            cleaned["total"] = asked
        if was_full and outcome == Outcome.PARTIAL and cleaned.get("total") == asked:
            self.add_error("total", _("Skriv hvor mye som innvilges."))
            return cleaned
        for text in amount_problems(outcome, cleaned.get("total") or 0, asked):
            self.add_error("total", text)
        return cleaned

    def amounts(self):
        """What the years were set to stands as long as the sum does."""
        total, draft = self.cleaned_data["total"], self.draft
        if draft and draft.is_grant and draft.total == total:
            return dict(draft.amounts.values_list("year", "amount"))
        years = self.row.asked or dict.fromkeys(self.row.years, 0)
        return spread(total, years) if total else {}

    def values(self, *, free_rank):
        """What actions.decisions.try_decision writes; the reason and the conditions are kept.

        A change of what is decided begins with the words of the decision that stands.
        """
        old = self.draft or self.row.stands
        rank = old.reserve_rank if old else None
        is_reserve = self.cleaned_data["outcome"] == Outcome.RESERVE
        return {
            "outcome": self.cleaned_data["outcome"],
            "amounts": self.amounts(),
            "reserve_rank": (rank or free_rank()) if is_reserve else None,
            "reason": old.reason if old else "",
            "conditions": old.conditions if old else [],
        }


class DecisionForm(forms.Form):
    """The whole of a decision, as a draft. `amount_2027` and so on are made of the years."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("Utfall"), widget=forms.RadioSelect, error_messages={"required": _("Velg et utfall")}
    )
    reserve_rank = WholeNumberField(
        label=_("Plass på ventelista"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("Bare når søknaden settes på venteliste."),
    )
    reason = GuardedTextField(
        label=_("Begrunnelse"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Kommunen leser dette i brevet. Si hva som veide mest, og hva som trakk ned. Du kan begynne med "
            "«Søknaden svarer på utlysningen ved …», «Det som veide mest, var …» eller «Beløpet er satt ned "
            "fordi …»."
        ),
        error_messages={"required": _("Skriv en begrunnelse. Alle vedtak skal ha det.")},
    )
    conditions = forms.MultipleChoiceField(
        label=_("Vilkår fra lista"), required=False, widget=forms.CheckboxSelectMultiple
    )
    own_conditions = GuardedTextField(
        label=_("Andre vilkår"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ett vilkår på hver linje."),
    )

    def __init__(self, *args, decision=None, years, asked, listed, **kwargs):
        """`decision` is the draft, or the one that is to be changed; `listed` the county's conditions."""
        self.asked, self.years, self.listed = asked, years, list(listed)
        super().__init__(*args, initial=self._initial(decision), **kwargs)
        self.fields["outcome"].choices = outcomes()
        self.fields["conditions"].choices = [(text, text) for text in self.listed]
        for year in years:
            sought = asked.get(year)
            self.fields[f"amount_{year}"] = KronerField(
                label=str(year),
                required=False,
                help_text=_("Søkt om %(amount)s") % {"amount": kroner(sought)} if sought else "",
            )
            self.fields[f"amount_{year}"].needed_later = True  # by a grant

    def _initial(self, decision):
        if decision is None:
            return {}
        amounts = dict(decision.amounts.values_list("year", "amount"))
        return {
            "outcome": decision.outcome,
            "reserve_rank": decision.reserve_rank,
            "reason": decision.reason,
            "conditions": [text for text in decision.conditions if text in self.listed],
            "own_conditions": "\n".join(text for text in decision.conditions if text not in self.listed),
            **{f"amount_{year}": amounts.get(year) for year in self.years},
        }

    def amount_fields(self):
        return [self[f"amount_{year}"] for year in self.years]

    def clean_own_conditions(self):
        lines = [line.strip() for line in self.cleaned_data["own_conditions"].splitlines()]
        lines = [line for line in lines if line]
        if any(len(line) > LONGEST_CONDITION for line in lines):
            raise ValidationError(_("Et vilkår kan ikke være lengre enn 500 tegn."))
        if len(lines) > MOST_CONDITIONS:
            raise ValidationError(_("Det kan ikke være mer enn 30 vilkår."))
        return lines

    def clean(self):
        cleaned = super().clean()
        outcome = cleaned.get("outcome")
        if outcome in GRANTED and not any(f"amount_{year}" in self.errors for year in self.years):
            total = sum(self._amounts().values())
            for text in amount_problems(outcome, total, sum(self.asked.values())):
                self.add_error(f"amount_{self.years[0]}", text)
        has_rank = cleaned.get("reserve_rank") or "reserve_rank" in self.errors
        if outcome == Outcome.RESERVE and not has_rank:
            self.add_error("reserve_rank", _("Skriv hvilken plass søknaden har på ventelista."))
        return cleaned

    def _amounts(self):
        return {year: self.cleaned_data.get(f"amount_{year}") or 0 for year in self.years}

    def values(self):
        """What actions.decisions.try_decision writes."""
        chosen = [*self.cleaned_data["conditions"], *self.cleaned_data["own_conditions"]]
        return {
            "outcome": self.cleaned_data["outcome"],
            "amounts": self._amounts(),
            "reserve_rank": self.cleaned_data["reserve_rank"],
            "reason": self.cleaned_data["reason"],
            "conditions": list(dict.fromkeys(chosen)),
        }
