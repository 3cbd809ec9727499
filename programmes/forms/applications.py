"""The answers of one step as a form. Nothing is asked for here: a draft may be half written."""

from django import forms
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.forms import DsBoundField, KronerField, NorwegianDateField, WholeNumberField
from folkehelse.lib.identity import GuardedTextField
from programmes.enums.applications import BudgetLine
from programmes.enums.calls import QuestionKind
from programmes.queries.application_form import TITLE

MANY = 6  # choices beyond this are a list to open
LONG_TEXT = 1500
READY, VERSION, CONFIRM = "ready-", "version-", "confirm-"
MOST_MONEY = 1_000_000_000


class AnswerBoundField(DsBoundField):
    """A field that may be empty in a draft, and says so only when the application may leave it out."""

    @property
    def is_optional(self):
        return not getattr(self.field, "is_asked_for", True)


class AnswerTextField(GuardedTextField):
    """Without maxlength: a browser would cut what is pasted, and say nothing."""

    def widget_attrs(self, widget):
        return {}


def field_for(asked):
    """The form field of one thing that is asked; None for a file, which is uploaded by itself."""
    if asked.kind == QuestionKind.FILE:
        return None
    field = MAKERS[asked.kind](asked, {"label": asked.label, "help_text": asked.help, "required": False})
    field.is_asked_for = asked.is_required
    return field


def _short(asked, said):
    return AnswerTextField(max_length=asked.max_length, **said)


def _long(asked, said):
    rows = 10 if asked.max_length > LONG_TEXT else 4
    return AnswerTextField(
        max_length=asked.max_length, widget=forms.Textarea(attrs={"rows": rows}), strip=False, **said
    )


def _number(asked, said):
    return WholeNumberField(max_value=10**15 - 1, **said)


def _choice(asked, said):
    if len(asked.choices) > MANY:
        return forms.ChoiceField(choices=[("", _("Velg")), *asked.choices], **said)
    return forms.ChoiceField(choices=asked.choices, widget=forms.RadioSelect, **said)


MAKERS = {
    QuestionKind.SHORT: _short,
    QuestionKind.LONG: _long,
    QuestionKind.NUMBER: _number,
    QuestionKind.CHOICE: _choice,
    QuestionKind.YES_NO: _choice,
}


class WritingForm(forms.Form):
    """Fields that are saved one by one, each with the version that the writer read.

    `conflicts` and `kept` are filled by the view: what others wrote meanwhile, and what is not saved yet.
    """

    bound_field_class = AnswerBoundField
    use_required_attribute = False

    def __init__(self, data=None, *, stored, **kwargs):
        super().__init__(data, **kwargs)
        self.stored = stored
        self.conflicts = {}
        self.kept = set()

    def posted(self):
        """Keys of the fields that were in the page that is posted, and are right."""
        self.full_clean()
        return [key for key in self.written() if f"{VERSION}{key}" in self.data and self.is_right(key)]

    def is_right(self, key):
        return key not in self.errors and f"{READY}{key}" not in self.errors

    def version(self, key):
        """The version that the writer read, as the page told it."""
        told = self.data.get(f"{VERSION}{key}", "")
        return int(told) if told.isdecimal() and len(told) < 10 else 0

    def confirms(self, key):
        return bool(self.data.get(f"{CONFIRM}{key}"))


class SectionForm(WritingForm):
    """`asked` are the fields of the step; `stored` the answers, by key."""

    def __init__(self, data=None, *, asked, stored, **kwargs):
        super().__init__(data, stored=stored, **kwargs)
        self.asked = {one.key: one for one in asked}
        for one in asked:
            field = field_for(one)
            if field is None:
                continue
            answer = stored.get(one.key)
            text = answer.text if answer else ""
            self.fields[one.key] = field
            self.initial[one.key] = (
                int(text) if one.kind == QuestionKind.NUMBER and text.isdecimal() else text
            )
            if one.can_wait:
                self._add_ready(one.key, answer)

    def _add_ready(self, key, answer):
        help_text = _("Er dette ikke klart ennå, kan dere skrive når det blir gjort ferdig.")
        label = _("Blir gjort ferdig innen")
        field = NorwegianDateField(label=label, help_text=help_text, required=False)
        field.is_asked_for = True
        self.fields[f"{READY}{key}"] = field
        self.initial[f"{READY}{key}"] = answer.ready_by if answer else None

    def written(self):
        return [key for key in self.fields if not key.startswith(READY)]

    def values(self, key):
        """What save_answer takes: the text as it is kept, and the day."""
        value = self.cleaned_data.get(key)
        text = "" if value is None else str(value)
        if key == TITLE:
            text = " ".join(text.split())
        return text, self.cleaned_data.get(f"{READY}{key}")


class BudgetForm(WritingForm):
    """One field per year and line; empty and 0 are not the same."""

    def __init__(self, data=None, *, years, stored, only=None, **kwargs):
        super().__init__(data, stored=stored, **kwargs)
        self.cells = {}
        for line in BudgetLine:
            for year in years:
                key = f"budget-{year}-{line}"
                if only is None or key == only:
                    self._add(key, year, line)

    def _add(self, key, year, line):
        made = WholeNumberField if line == BudgetLine.OWN_HOURS else KronerField
        field = made(label=f"{line.label} {year}", required=False, max_value=MOST_MONEY)
        field.widget.attrs["data-amount"] = line
        field.widget.attrs["data-year"] = year
        self.fields[key] = field
        cell = self.stored.get(key)
        self.initial[key] = cell.amount if cell else None
        self.cells[key] = (year, line.value)

    def written(self):
        return list(self.fields)
