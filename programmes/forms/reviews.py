"""The form of a review: what the call's criteria ask, then the advice. A draft may lack anything."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.forms import KronerField
from folkehelse.lib.identity import GuardedTextField
from folkehelse.lib.tags import kroner
from programmes.actions.reviews import EMPTY, FIELDS
from programmes.enums.calls import CriterionKind
from programmes.enums.reviews import Advice

MET = (("yes", _("Oppfylt")), ("no", _("Ikke oppfylt")))
MET_VALUES = {"yes": True, "no": False, "": None}


class ReviewForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    advice = forms.ChoiceField(
        label=_("Hva tilrår du?"),
        choices=[(one.value, capfirst(one.label)) for one in Advice],
        widget=forms.RadioSelect,
        required=False,
    )
    amount = KronerField(label=_("Hvor mye foreslår du i alt?"), required=False)
    summary = GuardedTextField(
        label=_("Samlet vurdering"),
        help_text=_("Kan bli vist til kommunen."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=8000,
        required=False,
    )
    internal_note = GuardedTextField(
        label=_("Internt notat"),
        help_text=_("Bare for fylkeskommunen. Vises aldri til kommunen."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=8000,
        required=False,
    )
    # What is empty is told when the review is sent, not while it is being written.
    all_optional = True
    use_required_attribute = False

    def __init__(self, *args, criteria, **kwargs):
        self.criteria = list(criteria)
        super().__init__(*args, **kwargs)
        for one in self.criteria:
            self.fields[f"score-{one.key}"] = _must() if _is_must(one) else _points(one)
            self.fields[f"reason-{one.key}"] = GuardedTextField(
                label=_("Begrunnelse"),
                widget=forms.Textarea(attrs={"rows": 3, "aria-label": _reason_label(one)}),
                max_length=4000,
                required=False,
            )
        asked = [name for one in self.criteria for name in (f"score-{one.key}", f"reason-{one.key}")]
        self.order_fields(["version", *asked])  # as on the page, so that errors are told in its order

    @property
    def parts(self):
        """(criterion, field of the score, field of the reason) in the order of the call."""
        return [(one, self[f"score-{one.key}"], self[f"reason-{one.key}"]) for one in self.criteria]

    @property
    def last_part(self):
        return [self["advice"], self["amount"], self["summary"], self["internal_note"]]

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def scores(self):
        found = {}
        for one in self.criteria:
            given = self.cleaned_data[f"score-{one.key}"]
            found[one.key] = EMPTY | {"reason": self.cleaned_data[f"reason-{one.key}"]}
            if _is_must(one):
                found[one.key]["is_met"] = MET_VALUES[given]
            elif given != "":
                found[one.key]["points"] = int(given)
        return found

    def tell_missing(self, names):
        """Errors on what must be there before the review is sent."""
        plain = {
            "advice": _("Velg hva du tilrår"),
            "summary": _("Skriv en samlet vurdering"),
        }
        for name in names:
            if name in plain:
                self.add_error(name, plain[name])
                continue
            title = next(one.title for one in self.criteria if one.key == name)
            if self.cleaned_data.get(f"score-{name}", "") == "":
                self.add_error(f"score-{name}", _("Ta stilling til «%(title)s»") % {"title": title})
            if not self.cleaned_data.get(f"reason-{name}"):
                self.add_error(f"reason-{name}", _("Begrunn «%(title)s»") % {"title": title})

    def differences(self, stored, stored_scores):
        """(label, what is saved now, what the writer wrote) for each field where they are not the same."""
        theirs = initial_of(stored, stored_scores, self.criteria)
        pairs = []
        for name in self.fields:
            if name == "version":
                continue
            saved, own = theirs.get(name), self.cleaned_data[name]
            if (saved if saved is not None else "") != (own if own is not None else ""):
                pairs.append((self._label(name), self._shown(name, saved), self._shown(name, own)))
        return pairs

    def _label(self, name):
        kind, _dash, key = name.partition("-")
        criterion = next((one for one in self.criteria if one.key == key), None)
        if criterion is None:
            return self.fields[name].label
        return criterion.title if kind == "score" else _reason_label(criterion)

    def _shown(self, name, value):
        if value in (None, ""):
            return ""
        if name == "amount":
            return kroner(value)
        return str(dict(getattr(self.fields[name], "choices", ())).get(value, value))


def initial_of(review, scores, criteria):
    """What the form begins with."""
    names = {True: "yes", False: "no", None: ""}
    initial = {name: getattr(review, name) for name in FIELDS} | {"version": review.version}
    for one in criteria:
        given = scores.get(one.key, EMPTY)
        points = "" if given["points"] is None else str(given["points"])
        initial[f"score-{one.key}"] = names[given["is_met"]] if _is_must(one) else points
        initial[f"reason-{one.key}"] = given["reason"]
    return initial


def _is_must(criterion):
    return criterion.kind == CriterionKind.MUST


def _reason_label(criterion):
    return _("Begrunnelse for «%(title)s»") % {"title": criterion.title}


def _must():
    return forms.ChoiceField(
        label=_("Er det oppfylt?"), choices=MET, widget=forms.RadioSelect, required=False
    )


def _points(criterion):
    numbers = [(str(n), str(n)) for n in range(criterion.scale + 1)]
    label = _("Poeng fra 0 til %(scale)d") % {"scale": criterion.scale}
    return forms.ChoiceField(label=label, choices=numbers, widget=forms.RadioSelect, required=False)


class ReasonForm(forms.Form):
    """Why a review is opened again, or taken from its reviewer."""

    why = GuardedTextField(
        label=_("Hvorfor?"),
        help_text=_("Rådgiveren kan se begrunnelsen."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv hvorfor")},
    )
