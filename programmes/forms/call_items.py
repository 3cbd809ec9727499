"""Forms of what stands in the lists of a draft: sub-themes, criteria, questions, attachments, reminders."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.forms import WholeNumberField
from folkehelse.lib.identity import GuardedTextField
from programmes.enums.calls import CriterionKind, QuestionKind, ReminderAbout, Section
from programmes.forms.calls import PartForm
from programmes.models import Criterion, Question, Requirement, SubTheme

ANSWERED = (
    Section.ABOUT, Section.APPROACH, Section.NEED, Section.COOPERATION, Section.ANCHORING,
    Section.EVALUATION, Section.OWN,
)  # fmt: skip
WRITTEN = (QuestionKind.SHORT, QuestionKind.LONG)
LONGEST = {QuestionKind.SHORT: 300, QuestionKind.LONG: 10_000}


def area(rows):
    return forms.Textarea(attrs={"rows": rows})


class ItemForm(PartForm):
    """One of a list. `version` is the draft that it belongs to."""

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.version = version

    def _refuse_twin(self, name, text):
        """Two of the same name in one list would be told apart by nobody."""
        value = self.cleaned_data[name]
        rows = self._meta.model.objects.filter(version=self.version, **{f"{name}__iexact": value})
        if self.instance.pk and rows.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(text, code="twin")
        return value

    def clean_title(self):
        return self._refuse_twin("title", _("Det er allerede en med dette navnet i listen."))


class SubThemeForm(ItemForm):
    class Meta:
        model = SubTheme
        fields = ["title", "result_goal", "effect_goal"]
        field_classes = dict.fromkeys(fields, GuardedTextField)
        widgets = {"result_goal": area(3), "effect_goal": area(3)}
        labels = {"title": _("Hva heter deltemaet?")}
        help_texts = {
            "result_goal": _("Hva skal være gjort når prosjektet er over?"),
            "effect_goal": _("Hva skal det føre til for barn og unge?"),
        }


class CriterionForm(ItemForm):
    weight = WholeNumberField(
        label=_("Vekt"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=_("Fra 1 til 100. Andelen regnes ut av summen av alle vektene."),
    )
    scale = WholeNumberField(
        label=_("Høyeste poeng"),
        required=False,
        min_value=1,
        max_value=10,
        help_text=_("Poengene går fra 0 til dette."),
    )

    class Meta:
        model = Criterion
        fields = ["title", "kind", "help", "weight", "scale"]
        field_classes = dict.fromkeys(["title", "help"], GuardedTextField)
        widgets = {"kind": forms.RadioSelect, "help": area(3)}
        labels = {"title": _("Kriterium"), "kind": _("Hvordan brukes det?")}
        help_texts = {"help": _("Hva søkeren skal svare på, og hva dere ser etter.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = {
            CriterionKind.MUST: _("Må være oppfylt. Søkeren svarer ja eller nei."),
            CriterionKind.WEIGHED: _("Vektes. Søkeren skriver, og fylket gir poeng."),
        }
        self.fields["kind"].choices = [(kind.value, names[kind]) for kind in CriterionKind]
        if not self.instance.pk:
            self.initial = {"kind": CriterionKind.WEIGHED, "weight": 20, "scale": 5, **self.initial}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == CriterionKind.MUST:
            cleaned["weight"] = cleaned["scale"] = None
            return cleaned
        if not cleaned.get("weight") and "weight" not in self.errors:
            self.add_error("weight", _("Skriv hvor mye kriteriet vekter."))
        if not cleaned.get("scale") and "scale" not in self.errors:
            self.add_error("scale", _("Skriv hva som er høyeste poeng."))
        return cleaned


class ChoicesField(GuardedTextField):
    """One answer a line; empty lines and repetitions are dropped."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        lines = (" ".join(line.split()) for line in super().clean(value).splitlines())
        found = list(dict.fromkeys(line for line in lines if line))
        if any(len(line) > 120 for line in found):
            raise forms.ValidationError(_("Et svar kan være på høyst 120 tegn."), code="long")
        return found

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class QuestionForm(ItemForm):
    """A question of the county's own."""

    choices = ChoicesField(
        label=_("Svar å velge mellom"),
        required=False,
        max_length=4000,
        help_text=_("Ett svar på hver linje. Bare for spørsmål med valg."),
    )
    max_length = WholeNumberField(
        label=_("Største lengde"),
        required=False,
        min_value=50,
        max_value=10_000,
        help_text=_("Antall tegn. Bare for tekst."),
    )

    class Meta:
        model = Question
        fields = [
            "label_nb", "label_nn", "help_nb", "help_nn", "section", "kind", "choices", "max_length",
            "is_required", "in_sketch",
        ]  # fmt: skip
        field_classes = dict.fromkeys(["label_nb", "label_nn", "help_nb", "help_nn"], GuardedTextField)
        widgets = {"kind": forms.RadioSelect, "help_nb": area(2), "help_nn": area(2)}
        labels = {
            "section": _("I hvilket steg skal det stå?"),
            "kind": _("Hva slags svar?"),
            "is_required": _("Må besvares"),
            "in_sketch": _("Skal også besvares i skissen"),
        }
        help_texts = {"label_nb": _("Skriv spørsmålet i minst én av målformene. Da får alle den.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "section" in self.fields:
            self.fields["section"].choices = [(one.value, one.label) for one in ANSWERED]
            self.fields["kind"].choices = [(one.value, capfirst(one.label)) for one in QuestionKind]
            self.fields["label_nb"].required = False
        if not self.version.has_sketch:
            self.fields.pop("in_sketch", None)

    def clean(self):
        cleaned = super().clean()
        self._clean_label(cleaned)
        kind = cleaned.get("kind")
        if kind == QuestionKind.CHOICE:
            if len(cleaned.get("choices") or []) < 2 and "choices" not in self.errors:
                self.add_error("choices", _("Skriv minst to svar å velge mellom."))
        else:
            cleaned["choices"] = []
        limit = LONGEST.get(kind, 10_000)
        asked = cleaned.get("max_length") if kind in WRITTEN else None
        cleaned["max_length"] = min(asked or 4000, limit)
        return cleaned

    def _clean_label(self, cleaned):
        if not cleaned.get("label_nb"):
            if cleaned.get("label_nn"):
                cleaned["label_nb"] = cleaned["label_nn"]
            elif not {"label_nb", "label_nn"} & set(self.errors):
                self.add_error("label_nb", _("Skriv spørsmålet"))
                return
        rows = Question.objects.filter(version=self.version, label_nb__iexact=cleaned.get("label_nb") or "")
        if self.instance.pk and rows.exclude(pk=self.instance.pk).exists():
            self.add_error("label_nb", _("Dette spørsmålet er allerede stilt."))


class StandardQuestionForm(QuestionForm):
    """Of the programme's questions, the county may change the help and whether they must be answered."""

    choices = None
    max_length = None

    class Meta(QuestionForm.Meta):
        fields = ["help_nb", "help_nn", "is_required", "in_sketch"]

    def clean(self):
        return forms.ModelForm.clean(self)


class RequirementForm(ItemForm):
    class Meta:
        model = Requirement
        fields = ["title", "help", "is_required"]
        field_classes = dict.fromkeys(["title", "help"], GuardedTextField)
        widgets = {"help": area(3)}
        labels = {"title": _("Hvilket vedlegg?"), "is_required": _("Må være med")}
        help_texts = {"title": _("For eksempel «Vedtak i kommunestyret» eller «Samarbeidsavtale».")}


class ReminderForm(forms.Form):
    """«14 days before» is said with a number and a word, never a minus sign."""

    BEFORE, AFTER = "before", "after"
    about = forms.ChoiceField(label=_("Hvilken frist?"))
    number = WholeNumberField(label=_("Antall dager"), min_value=0, max_value=90)
    when = forms.ChoiceField(
        label=_("Før eller etter?"),
        choices=[(BEFORE, _("Før fristen")), (AFTER, _("Etter fristen"))],
        initial=BEFORE,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [(one.value, capfirst(one.label)) for one in ReminderAbout]

    @property
    def days(self):
        number = self.cleaned_data["number"]
        return -number if self.cleaned_data["when"] == self.BEFORE else number
