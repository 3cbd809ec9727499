"""Forms of a call's own fields: a new one, and each part of a draft. Lists of parts are in call_items."""

import datetime as dt

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.dates import today
from folkehelse.lib.forms import KronerField, NorwegianDateField, WholeNumberField
from folkehelse.lib.identity import GuardedTextField
from programmes.actions.call_parts import fingerprint
from programmes.actions.calls import a_year_on
from programmes.enums.calls import JointBids
from programmes.models import CallVersion

OPENS_IN = dt.timedelta(days=14)
STANDS = dt.timedelta(days=60)
LARGEST_FRAME = 1_000_000_000


class YearField(WholeNumberField):
    """A year is a number that is never parted by a space."""

    def __init__(self, **kwargs):
        super().__init__(min_value=2017, max_value=2100, **kwargs)

    def prepare_value(self, value):
        return value


class NewCallForm(forms.ModelForm):
    """What a call must have from the first moment; the rest is filled in afterwards, in parts."""

    area = forms.ModelChoiceField(label=_("Område"), queryset=None, empty_label=None)
    opens_on = NorwegianDateField(label=_("Åpner"), help_text=_("Den første dagen det går an å søke."))
    closes_on = NorwegianDateField(
        label=_("Søknadsfrist"), help_text=_("Til og med denne dagen, til midnatt norsk tid.")
    )
    first_year = YearField(label=_("Første år med tilskudd"))

    class Meta:
        model = CallVersion
        fields = ["title", "language", "opens_on", "closes_on", "first_year"]
        field_classes = {"title": GuardedTextField}
        widgets = {"language": forms.RadioSelect}
        labels = {"title": _("Hva heter utlysningen?"), "language": _("Hvilken målform skriver dere i?")}
        error_messages = {"title": {"required": _("Skriv hva utlysningen heter")}}

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas
        if len(areas) == 1:
            self.fields["area"].initial = areas[0]
            self.fields["area"].widget = forms.HiddenInput()
        opens = today() + OPENS_IN
        usual = {"opens_on": opens, "closes_on": opens + STANDS, "first_year": opens.year + 1}
        self.initial = {"language": "nb", **usual, **self.initial}

    def clean(self):
        cleaned = super().clean()
        check_period(self, cleaned)
        return cleaned

    @property
    def version_values(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class CopyCallForm(NewCallForm):
    """The days are those of the earlier call, one year on."""

    area = None

    def __init__(self, *args, source, **kwargs):
        forms.ModelForm.__init__(self, *args, **kwargs)
        later = a_year_on(source.shown)
        own = {"title": source.shown.title, "language": source.shown.language}
        self.source = source
        self.initial = own | {name: later[name] for name in ("opens_on", "closes_on", "first_year")}

    def clean(self):
        cleaned = super().clean()
        sketch = a_year_on(self.source.shown)["sketch_closes_on"]
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if sketch and opens and closes and not opens <= sketch < closes:
            self.cleaned_data["sketch_closes_on"] = opens + (closes - opens) / 2
        return cleaned

    @property
    def version_values(self):
        moved = {name: value for name, value in self.cleaned_data.items() if name == "sketch_closes_on"}
        return super().version_values | moved


def check_period(form, cleaned):
    opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
    if opens and closes and closes < opens:
        form.add_error("closes_on", _("Søknadsfristen kan ikke være før utlysningen åpner."))


class PartForm(forms.ModelForm):
    """A part of a draft. `seen` tells what the writer had before them, so that nothing is overwritten."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    needed_later = ()  # names of fields that may be empty only until the call is published

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.needed_later:
            self.fields[name].needed_later = True
        if self.instance.pk:
            # asked for when the page is drawn: a subclass may have left fields out by then
            self.initial["seen"] = lambda: fingerprint(self.instance, self.written)

    @property
    def written(self):
        """Names of the fields that the form writes."""
        return [name for name in self.Meta.fields if name in self.fields]

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in self.written}

    def upon(self, stored):
        """The same form, as written, now upon the saved text: saving again is then a choice."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = fingerprint(stored, self.written)
        return self


class BasicsForm(PartForm):
    needed_later = ("text",)

    opens_on = NorwegianDateField(label=_("Åpner"), help_text=_("Den første dagen det går an å søke."))
    sketch_closes_on = NorwegianDateField(
        label=_("Frist for skisse"), required=False, help_text=_("Til og med denne dagen. Bare med skisse.")
    )
    closes_on = NorwegianDateField(
        label=_("Søknadsfrist"), help_text=_("Til og med denne dagen, til midnatt norsk tid.")
    )
    reports_due_on = NorwegianDateField(label=_("Frist for første årsrapport"), required=False)

    class Meta:
        model = CallVersion
        fields = [
            "title", "language", "text", "opens_on", "has_sketch", "sketch_closes_on", "closes_on",
            "reports_due_on",
        ]  # fmt: skip
        field_classes = dict.fromkeys(["title", "text"], GuardedTextField)
        widgets = {"language": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 14})}
        labels = {
            "title": _("Hva heter utlysningen?"),
            "language": _("Hvilken målform skriver dere i?"),
            "text": _("Teksten i utlysningen"),
            "has_sketch": _("Kommunene sender en skisse først, og får tilbakemelding før de søker"),
        }
        help_texts = {
            "text": _(
                "Hva er formålet, hva kan det søkes om, og hva legger dere vekt på? Beløp, frister, "
                "deltemaer og kriterier kommer av seg selv. En tom linje gir et nytt avsnitt. Må være med "
                "før dere publiserer."
            ),
        }

    def clean(self):
        cleaned = super().clean()
        check_period(self, cleaned)
        self._check_sketch(cleaned)
        return cleaned

    def _check_sketch(self, cleaned):
        day = cleaned.get("sketch_closes_on")
        if not cleaned.get("has_sketch"):
            if day:
                self.add_error("sketch_closes_on", _("Kryss av for skisse, eller ta bort denne fristen."))
            return
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if not day:
            if "sketch_closes_on" not in self.errors:
                self.add_error("sketch_closes_on", _("Skriv fristen for skissen."))
        elif opens and closes and not opens <= day < closes:
            text = _("Fristen for skissen må være etter åpningen og før søknadsfristen.")
            self.add_error("sketch_closes_on", text)


class MoneyForm(PartForm):
    frame = KronerField(
        label=_("Økonomisk ramme"),
        max_value=LARGEST_FRAME,
        help_text=_("Alle årene til sammen. Det går ikke an å vedta mer enn dette."),
    )
    min_amount = KronerField(label=_("Minste beløp det kan søkes om"), required=False)
    max_amount = KronerField(label=_("Største beløp det kan søkes om"), required=False)
    own_contribution_percent = WholeNumberField(
        label=_("Egenandel i prosent"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=_(
            "Hvor mye av kostnadene kommunen selv skal dekke. La feltet stå tomt når det ikke kreves."
        ),
    )
    auditor_threshold = KronerField(
        label=_("Revisorbekreftelse fra og med"),
        required=False,
        help_text=_("Får kommunen dette beløpet eller mer, skal revisor bekrefte regnskapet."),
    )
    first_year = YearField(label=_("Første år med tilskudd"))
    years_min = WholeNumberField(label=_("Færrest år"), min_value=1, max_value=5)
    years_max = WholeNumberField(label=_("Flest år"), min_value=1, max_value=5)

    class Meta:
        model = CallVersion
        fields = [
            "frame", "min_amount", "max_amount", "own_contribution_percent", "auditor_threshold",
            "first_year", "years_min", "years_max",
        ]  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        low, high = cleaned.get("min_amount"), cleaned.get("max_amount")
        if low is not None and high is not None and low > high:
            self.add_error("max_amount", _("Det største beløpet kan ikke være under det minste."))
        few, many = cleaned.get("years_min"), cleaned.get("years_max")
        if few and many and few > many:
            self.add_error("years_max", _("«Flest år» kan ikke være under «Færrest år»."))
        return cleaned


class WhoForm(PartForm):
    needed_later = ("deciding_body",)
    appeal_weeks = WholeNumberField(label=_("Klagefrist i uker"), required=False, min_value=1, max_value=52)

    class Meta:
        model = CallVersion
        fields = [
            "for_municipalities", "for_districts", "joint_bids", "deciding_body", "has_appeal",
            "appeal_instance", "appeal_weeks",
        ]  # fmt: skip
        field_classes = dict.fromkeys(["deciding_body", "appeal_instance"], GuardedTextField)
        widgets = {"joint_bids": forms.RadioSelect}
        labels = {"deciding_body": _("Hvem vedtar?"), "joint_bids": _("Kan flere kommuner søke sammen?")}
        help_texts = {
            "deciding_body": _(
                "For eksempel «Hovedutvalg for kultur og folkehelse». Må være med før dere publiserer."
            ),
            "has_appeal": _(
                "Tilskudd til kommuner regnes ofte ikke som enkeltvedtak, og da er det ingen klagerett. "
                "Kryss av bare når det er klagerett her."
            ),
            "appeal_instance": _("Hvem som avgjør klagen, for eksempel «fylkestingets klagenemnd»."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["joint_bids"].choices = [(one.value, capfirst(one.label)) for one in JointBids]
        self.fields["appeal_instance"].required = False

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("for_municipalities") and not cleaned.get("for_districts"):
            self.add_error("for_municipalities", _("Velg minst én som kan søke."))
        if not cleaned.get("has_appeal"):
            cleaned["appeal_instance"], cleaned["appeal_weeks"] = "", None
            return cleaned
        if not cleaned.get("appeal_instance") and "appeal_instance" not in self.errors:
            self.add_error("appeal_instance", _("Skriv hvem som avgjør klagen."))
        if not cleaned.get("appeal_weeks") and "appeal_weeks" not in self.errors:
            self.add_error("appeal_weeks", _("Skriv hvor mange uker klagefristen er."))
        return cleaned


class PublishForm(forms.Form):
    """`seen` is the number of saves that the publisher has looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = GuardedTextField(
        label=_("Hva er endret, og hvorfor?"),
        help_text=_("Står på siden til utlysningen og i e-posten til dem som skriver en søknad."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv hva som er endret")},
    )

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = version.changed
        if version.number == 1:
            del self.fields["note"]


class CancelForm(forms.Form):
    why = GuardedTextField(
        label=_("Hvorfor avlyser dere utlysningen?"),
        help_text=_("Begrunnelsen blir synlig for alle."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv hvorfor utlysningen er avlyst")},
    )
