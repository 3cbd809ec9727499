from django import forms
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.identity import GuardedTextField

YES, NO = "yes", "no"


class PartnerForm(forms.Form):
    municipality = forms.ModelChoiceField(
        label=_("Kommune"),
        queryset=None,
        empty_label=_("Velg kommune"),
        error_messages={"required": _("Velg en kommune")},
    )
    role = GuardedTextField(
        label=_("Hva skal kommunen bidra med?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data, *, municipalities):
        super().__init__(data)
        field = self.fields["municipality"]
        field.queryset = municipalities
        field.label_from_instance = lambda one: f"{one.name} ({one.county.name})"


class PartnerAnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Vil kommunen være med?"),
        choices=[(YES, _("Ja, vi er med")), (NO, _("Nei, vi er ikke med"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg ja eller nei")},
    )
    comment = GuardedTextField(
        label=_("Kommentar til søkeren"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
