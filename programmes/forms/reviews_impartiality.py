from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from folkehelse.lib.identity import GuardedTextField
from programmes.forms.reviews_assign import shown

REASON_MISSING = _("Skriv kort hvorfor du ikke er habil")


def _reason(**kwargs):
    return GuardedTextField(
        max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}), **kwargs
    )


class ImpartialityForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Er du habil i denne saken?"),
        choices=[
            ("yes", _("Ja, jeg er habil. Ingen av punktene over gjelder meg.")),
            ("no", _("Nei, jeg er ikke habil.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg om du er habil eller ikke")},
    )
    reason = _reason(
        label=_("Hvorfor ikke?"),
        help_text=_("Fylles ut når du svarer nei. Skriv kort, uten private detaljer om andre."),
    )
    stand_in = forms.ModelChoiceField(
        label=_("Hvem kan vurdere søknaden i stedet?"),
        help_text=_("Du kan la dette stå åpent. Da får lederen beskjed og velger en annen."),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Lederen velger"),
    )

    def __init__(self, *args, stand_ins, may_say_yes=True, **kwargs):
        """`stand_ins` are loads of those who may take over; None when there is no review to take over."""
        super().__init__(*args, **kwargs)
        if stand_ins is None:
            del self.fields["stand_in"]
        else:
            self.fields["stand_in"].queryset = User.objects.filter(
                pk__in=[load.adviser.pk for load in stand_ins]
            )
            self.fields["stand_in"].choices = [
                ("", _("Lederen velger")),
                *((load.adviser.pk, shown(load)) for load in stand_ins),
            ]
        if not may_say_yes:
            self.fields["answer"].choices = self.fields["answer"].choices[1:]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == "no" and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", REASON_MISSING)
        return cleaned


class ImpartialManyForm(forms.Form):
    """Impartial in all the cases, but for those ticked, each with its reason."""

    all_optional = True
    use_required_attribute = False
    confirmed = forms.BooleanField(
        label=_("Jeg er habil i alle sakene som ikke er krysset av."),
        error_messages={"required": _("Bekreft at du er habil i de andre sakene")},
    )

    def __init__(self, *args, applications, **kwargs):
        super().__init__(*args, **kwargs)
        self.applications = list(applications)
        for one in self.applications:
            name = {"case": one.case, "who": one.who}
            self.fields[f"not-{one.pk}"] = forms.BooleanField(
                label=_("Jeg er ikke habil i %(case)s") % name, required=False
            )
            why = _reason(label=_("Hvorfor ikke habil i %(case)s?") % name)
            why.widget.attrs["placeholder"] = " "  # cases.css hides what is empty and not ticked
            self.fields[f"reason-{one.pk}"] = why

    @property
    def parts(self):
        return [(one, self[f"not-{one.pk}"], self[f"reason-{one.pk}"]) for one in self.applications]

    def clean(self):
        cleaned = super().clean()
        for one in self.applications:
            ticked, reason = cleaned.get(f"not-{one.pk}"), cleaned.get(f"reason-{one.pk}")
            if ticked and not reason and f"reason-{one.pk}" not in self.errors:
                self.add_error(f"reason-{one.pk}", REASON_MISSING)
            if reason and not ticked:
                self.add_error(
                    f"not-{one.pk}", _("Kryss av når du ikke er habil, eller ta bort begrunnelsen")
                )
        return cleaned

    @property
    def reasons(self):
        return {
            one.pk: self.cleaned_data[f"reason-{one.pk}"]
            for one in self.applications
            if self.cleaned_data[f"not-{one.pk}"]
        }
