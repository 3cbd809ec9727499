import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.identity import GuardedTextField
from municipalities.models import District
from programmes.models import Application
from programmes.queries.applications_list import is_source_for

DISTRICT, AGENCY, WHOLE = "district", "agency", "whole"


class StartForm(forms.Form):
    """Who applies, and what the application begins with. Only what there is a choice of is asked."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    municipality = forms.ModelChoiceField(
        label=_("Hvilken kommune søker?"), queryset=None, empty_label=_("Velg kommune")
    )
    unit = forms.ChoiceField(label=_("Hvem i Oslo søker?"), widget=forms.RadioSelect)
    district = forms.ModelChoiceField(
        label=_("Bydel"), queryset=District.objects.none(), required=False, empty_label=_("Velg bydel")
    )
    agency = GuardedTextField(label=_("Etat"), max_length=120, required=False)
    source = forms.ChoiceField(
        label=_("Hva vil dere begynne med?"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Fra en tidligere søknad kommer svar, budsjett og tiltak med, flyttet til de nye årene. "
            "Dere ser over og bekrefter hvert av dem. Vedlegg følger ikke med."
        ),
    )

    def __init__(self, data, *, user, call, municipalities, sources, chosen=None):
        super().__init__(data, initial={"token": uuid.uuid4(), "source": chosen})
        self.user, self.call, self.municipalities = user, call, municipalities
        self.fields["municipality"].queryset = municipalities
        self._only_what_there_is_a_choice_of(sources)

    def _only_what_there_is_a_choice_of(self, sources):
        if len(self.municipalities) == 1:
            del self.fields["municipality"]
        version = self.call.current
        districts = District.objects.filter(municipality__in=self.municipalities)
        if version.for_districts and districts.exists():
            whole = [(WHOLE, _("Kommunen selv"))] if version.for_municipalities else []
            self.fields["unit"].choices = [*whole, (DISTRICT, _("En bydel")), (AGENCY, _("En etat"))]
            self.fields["unit"].required = len(self.municipalities) == 1
            self.fields["district"].queryset = districts
        else:
            for name in ("unit", "district", "agency"):
                del self.fields[name]
        self.sources = {str(one.pk): one for one in sources}
        if self.sources:
            labels = [(key, _source_label(one)) for key, one in self.sources.items()]
            self.fields["source"].choices = [("", _("Et tomt skjema")), *labels]
        else:
            del self.fields["source"]

    def clean_token(self):
        """The form's own application, when it was sent before; nobody else's, and of no other call."""
        token = self.cleaned_data["token"]
        used = Application.objects.filter(token=token).exclude(created_by=self.user, call=self.call)
        if used.exists():
            raise ValidationError(_("Skjemaet er brukt fra før. Last siden på nytt."))
        return token

    def clean(self):
        values = super().clean()
        if len(self.municipalities) == 1:
            values["municipality"] = self.municipalities[0]
        source = values["source"] = self.sources.get(values.get("source"))
        if municipality := values.get("municipality"):
            self._clean_unit(values, municipality)
            if source and not is_source_for(self.user, source, municipality):
                self.add_error("source", _("Velg en søknad fra den samme kommunen."))
        return values

    def _clean_unit(self, values, municipality):
        """A district or an agency, where the call takes those; the fields that were not chosen are let go."""
        unit = values.get("unit") or WHOLE
        has_districts = "unit" in self.fields and municipality.districts.exists()
        if not has_districts:
            unit = WHOLE
        elif unit == WHOLE and not self.call.current.for_municipalities and "unit" not in self.errors:
            self.add_error("unit", _("Velg hvem som søker."))
        if unit == DISTRICT:
            district = values.get("district")
            if district is None or district.municipality_id != municipality.pk:
                self.add_error("district", _("Velg bydelen som søker."))
        if unit == AGENCY and not values.get("agency"):
            self.add_error("agency", _("Skriv navnet på etaten som søker."))
        values["district"] = values.get("district") if unit == DISTRICT else None
        values["agency"] = values.get("agency", "") if unit == AGENCY else ""


def _source_label(application):
    names = {"title": application, "who": application.who, "call": application.version.title}
    return _("%(title)s, %(who)s, søkt på «%(call)s»") % names
