"""Forms for changes to an enrolment, payments and the year's end."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.dates import today
from folkehelse.lib.forms import KronerField, NorwegianDateField
from folkehelse.lib.identity import GuardedTextField
from folkehelse.lib.tags import day_short, kroner
from programmes.enums.money import Leftover, RequestKind
from programmes.forms.uploads import UploadField

YES, NO = "yes", "no"


def long_text(label, *, rows=4, **kwargs):
    return GuardedTextField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class ChangeForm(forms.Form):
    """Asks for one kind of change; what it needs besides a reason follows from the kind."""

    new_ends_on = NorwegianDateField(label=_("Ny siste dag"))
    change = long_text(
        _("Hva vil dere endre?"),
        help_text=_("For eksempel et tiltak som byttes ut, eller en ny samarbeidspartner."),
        max_length=4000,
        error_messages={"required": _("Skriv hva dere vil endre")},
    )
    reason = long_text(
        _("Hvorfor?"), max_length=4000, error_messages={"required": _("Skriv hvorfor dere ber om dette")}
    )

    def __init__(self, *args, enrolment, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.enrolment = enrolment
        if kind != RequestKind.EXTEND:
            del self.fields["new_ends_on"]
        if kind != RequestKind.CHANGE:
            del self.fields["change"]

    def clean_new_ends_on(self):
        day, last = self.cleaned_data["new_ends_on"], self.enrolment.ends_on
        if day <= last:
            text = _("Den nye dagen må være etter %(day)s, som er siste dag nå.")
            raise forms.ValidationError(text, params={"day": day_short(last)}, code="before")
        end = self.enrolment.area.ends_on
        if day > end:
            text = _("Programmet varer til %(day)s, så deltakelsen kan ikke vare lenger.")
            raise forms.ValidationError(text, params={"day": day_short(end)}, code="after")
        return day


class AnswerForm(forms.Form):
    """Yes or no, and why; a no always has its reason."""

    answer = forms.ChoiceField(
        label=_("Hva svarer dere?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva dere svarer"), "invalid_choice": _("Velg et av svarene")},
    )
    why = long_text(
        _("Begrunnelse"),
        required=False,
        max_length=4000,
        help_text=_("Må skrives når svaret er nei. Kommunen ser den."),
    )

    def __init__(self, *args, yes, no, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(YES, yes), (NO, no)]
        self.fields["answer"].choices = [(value, label) for value, label in choices if label]
        if not yes:
            self.initial["answer"] = NO

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == NO and not cleaned.get("why"):
            self.add_error("why", forms.ValidationError(_("Skriv hvorfor svaret er nei"), code="required"))
        return cleaned

    @property
    def is_yes(self):
        return self.cleaned_data["answer"] == YES


MEASURES_TOO = {
    RequestKind.PAUSE: _("Sett også tiltakene som er i gang, på pause"),
    RequestKind.WITHDRAW: _("Avslutt også tiltakene som ikke er ferdige"),
    RequestKind.EXTEND: _("Forleng også tiltakene som varer ut perioden"),
}


class ChangeAnswerForm(AnswerForm):
    with_measures = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, yes=_("Ja, vi sier ja til ønsket"), no=_("Nei"), **kwargs)
        if kind in MEASURES_TOO:
            self.fields["with_measures"].label = MEASURES_TOO[kind]
        else:
            del self.fields["with_measures"]


class PaymentForm(forms.Form):
    amount = KronerField(label=_("Beløp"), min_value=1)
    text = long_text(
        _("Hva gjelder det?"),
        max_length=2000,
        error_messages={"required": _("Skriv kort hva pengene skal dekke")},
    )
    file = UploadField(
        label=_("Vedlegg"),
        required=False,
        help_text=_("For eksempel et regnskap. PDF, Word, Excel eller bilde, høyst 20 MB."),
    )

    def __init__(self, *args, year, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = year
        self.initial.setdefault("amount", year.remaining)

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if amount > self.year.remaining:
            text = _("Dere kan be om inntil %(most)s for %(year)s.")
            params = {"most": kroner(self.year.remaining), "year": str(self.year.year)}
            raise forms.ValidationError(text, params=params, code="over")
        return amount


class PaidForm(forms.Form):
    """Which payments of those that were approved have been made, and when."""

    payment = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": _("Kryss av for det som er utbetalt"),
            "invalid_choice": _("Lista er endret av noen andre. Se gjennom den på nytt."),
        },
    )
    paid_on = NorwegianDateField(label=_("Utbetalt den"))

    def __init__(self, *args, payments, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_pk = {one.pk: one for one in payments}
        self.fields["payment"].choices = [(pk, str(pk)) for pk in self.by_pk]
        self.initial.setdefault("paid_on", today())

    def clean_paid_on(self):
        day = self.cleaned_data["paid_on"]
        if day > today():
            raise forms.ValidationError(_("Dagen kan ikke være fram i tid."), code="future")
        return day

    @property
    def chosen(self):
        return [self.by_pk[pk] for pk in self.cleaned_data["payment"]]


class SettlementForm(forms.Form):
    spent = KronerField(label=_("Hvor mye er brukt?"))
    leftover = forms.ChoiceField(
        label=_("Hva skal skje med resten?"),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Velg et av svarene")},
    )
    reason = long_text(
        _("Hvorfor er det penger igjen?"),
        required=False,
        max_length=4000,
        help_text=_("Må skrives når noe er igjen."),
    )

    def __init__(self, *args, year, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = year
        choices = [Leftover.REPAY] if year.is_last else [Leftover.CARRY_OVER, Leftover.REPAY]
        self.fields["leftover"].choices = [(one.value, capfirst(one.label)) for one in choices]
        if year.settlement:
            stored = year.settlement
            self.initial = {"spent": stored.spent, "leftover": stored.leftover, "reason": stored.reason}

    def clean_spent(self):
        spent = self.cleaned_data["spent"]
        if spent > self.year.available:
            text = _("Dere kan ikke ha brukt mer enn %(most)s, som var til rådighet.")
            raise forms.ValidationError(text, params={"most": kroner(self.year.available)}, code="over")
        return spent

    def clean(self):
        cleaned = super().clean()
        if "spent" not in cleaned:
            return cleaned
        if cleaned["spent"] == self.year.available:
            cleaned |= {"leftover": Leftover.NONE, "reason": cleaned.get("reason", "")}
            return cleaned
        if not cleaned.get("leftover") and "leftover" not in self.errors:
            text = _("Velg hva som skal skje med pengene som er igjen")
            self.add_error("leftover", forms.ValidationError(text, code="required"))
        if not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error(
                "reason", forms.ValidationError(_("Skriv hvorfor det er penger igjen"), code="required")
            )
        return cleaned
