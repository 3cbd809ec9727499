from django import forms
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.identity import GuardedTextField


class MoveForm(forms.Form):
    """The lawful moves in plain words, and why. Subclasses say what each move means."""

    EXPLANATIONS = {}

    to = forms.ChoiceField(
        label=_("Hva skal skje?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Velg hva som skal skje"),
            "invalid_choice": _("Velg et av alternativene. Statusen kan være endret av noen andre."),
        },
    )
    why = GuardedTextField(
        label=_("Hvorfor?"),
        help_text=_("Begrunnelsen står i historikken."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv hvorfor statusen endres")},
    )

    def __init__(self, *args, moves, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [
            (state.value, f"{name}. {what}")
            for state, (name, what) in self.EXPLANATIONS.items()
            if state in moves
        ]
