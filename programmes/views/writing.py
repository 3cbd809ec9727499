"""What the pages of an application share: who sees it, its steps, and fields that are saved one by one."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Case, Value, When, prefetch_related_objects
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from folkehelse.lib.tags import day_short, kroner, n
from programmes.actions.answers import FieldOutdated, save_answer, save_cell
from programmes.enums.applications import BudgetLine
from programmes.enums.calls import QuestionKind, Section
from programmes.forms.applications import READY, BudgetForm, SectionForm
from programmes.models import Application
from programmes.queries.application_form import (
    FORM,
    budget_years,
    fields_of,
    sections_of,
    with_promise,
)


def application_for(request, pk, *, answers=True):
    """The application as its form is drawn; `is_own` for those on the applicant's side, and for a trial."""
    own = Case(
        When(Application.objects.of(request.user), then=Value(True)),
        When(Application.objects.trials_of(request.user), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    found = get_object_or_404(
        Application.objects.visible_to(request.user).for_list().annotate(is_own=own), pk=pk
    )
    if found.is_own:  # a case is read as it was sent: nothing that is being written is fetched for it
        prefetch_related_objects([found], *FORM, *(["answers"] if answers else []))
    return found


def written_application(request, pk):
    """The same, for the pages where it is written. What is being written is the applicant's own."""
    found = application_for(request, pk)
    if not found.is_own:
        raise PermissionDenied(_("Fylkeskommunen leser søknaden slik den ble sendt."))
    return found


def address_of(application, section, key=""):
    """Where something of the application is written: the step, and the field in it."""
    if section == Section.MEASURES and key.startswith("measure-"):
        measure = key.split("-")[1]
        return reverse("proposed-measure-edit", args=[application.pk, measure])
    address = reverse("application-section", args=[application.pk, section])
    return f"{address}#felt-{key}" if key else address


def steps_of(application, standing, now=""):
    """The steps for components/steps.html: done is what has no problems left."""
    lacking = {problem.section for problem in standing.problems}
    return [
        {
            "section": section,
            "name": Section(section).label,
            "href": address_of(application, section),
            "done": section not in lacking and (section in standing.begun or section == Section.ATTACHMENTS),
            "now": section == now,
        }
        for section in sections_of(application.version, application.phase)
    ]


@dataclass
class Row:
    """One field as _field.html draws it: its controls, and what is to be said beside them."""

    key: str
    url: str = ""
    version: object = 0
    controls: list = field(default_factory=list)
    is_copied: bool = False
    is_kept: bool = False
    conflict: object = None
    is_file: bool = False
    label: str = ""
    help: str = ""
    shown: str = ""
    year: str = ""


@dataclass(frozen=True)
class Conflict:
    """What somebody else saved in a field meanwhile: as it is shown, and as the controls take it."""

    shown: str
    values: dict
    by: str
    at: object


class Writing:
    """A form whose fields are saved one by one. Subclasses say how a field is saved and shown."""

    section = ""

    def __init__(self, application):
        self.application = application

    def save(self, key, *, by):
        raise NotImplementedError

    def save_all(self, *, by):
        """Save what is right; what others changed meanwhile is left, and told. The number of fields saved."""
        saved = 0
        for key in self.form.posted():
            try:
                self.form.stored[key] = self.save(key, by=by)
                saved += 1
            except FieldOutdated as outdated:
                self.form.stored[key] = outdated.stored
                self.form.conflicts[key] = self.conflict(key, outdated.stored)
        return saved

    def conflict(self, key, stored):
        shown, values = self.told(key, stored)
        return Conflict(shown, values, stored.changed_by.full_name, stored.changed_at)

    def version(self, key):
        """The version that the next save stands upon. What the writer has not seen is not stood upon."""
        if self.form.is_bound and not self.form.is_right(key):
            return self.form.version(key)
        if key in self.form.kept:
            return self.form.version(key)
        stored = self.form.stored.get(key)
        return stored.version if stored else 0

    def row(self, key, controls):
        stored = self.form.stored.get(key)
        return Row(
            key=key,
            url=reverse("application-field", args=[self.application.pk, key]),
            version=self.version(key),
            controls=controls,
            is_copied=bool(stored and stored.is_copied),
            is_kept=key in self.form.kept,
            conflict=self.form.conflicts.get(key),
            shown=self.told(key, stored)[0] if stored else "",
        )

    def keep(self):
        """Mark what the writer had not saved when they were signed out."""
        for key in self.form.written():
            stored = self.form.stored.get(key)
            before = self.told(key, stored)[1] if stored else {}
            if any(_plain(before.get(name, [])) != self._typed(name) for name in self.names(key)):
                self.form.kept.add(key)

    def _typed(self, name):
        return _plain(self.form.data.getlist(name))

    def names(self, key):
        return [key]


def _plain(values):
    """As a browser posts them and as they are stored, alike."""
    return sorted(value.replace("\r\n", "\n") for value in values if value)


class AnswerWriting(Writing):
    """Answers: the fields of one step, or the one with `only` as its key."""

    def __init__(self, application, section, data=None, only=None):
        super().__init__(application)
        self.section = section
        asked = [
            one
            for one in fields_of(application.version, application.phase)
            if one.section == section and only in (None, one.key)
        ]
        stored = {answer.key: answer for answer in application.answers.all()}
        self.form = SectionForm(data, asked=asked, stored=stored)

    def save(self, key, *, by):
        text, ready_by = self.form.values(key)
        return save_answer(
            self.application,
            key,
            text,
            version=self.form.version(key),
            by=by,
            ready_by=ready_by,
            confirm=self.form.confirms(key),
        )

    def told(self, key, stored):
        asked = self.form.asked[key]
        ready = day_short(stored.ready_by) if stored.ready_by else ""
        shown = with_promise(dict(asked.choices).get(stored.text, stored.text), ready)
        typed = n(int(stored.text)) if asked.kind == QuestionKind.NUMBER and stored.text else stored.text
        return shown, {key: [typed], f"{READY}{key}": [ready]}

    def names(self, key):
        return [key, f"{READY}{key}"] if self.form.asked[key].can_wait else [key]

    def rows(self):
        for asked in self.form.asked.values():
            if asked.kind == QuestionKind.FILE:
                yield Row(key=asked.key, is_file=True, label=asked.label, help=asked.help)
                continue
            row = self.row(asked.key, [self.form[name] for name in self.names(asked.key)])
            row.label = asked.label
            yield row


class BudgetWriting(Writing):
    """Amounts per year and line, or the one with `only` as its key."""

    section = Section.BUDGET

    def __init__(self, application, data=None, only=None):
        super().__init__(application)
        answers = {answer.key: answer.text for answer in application.answers.all()}
        self.years = budget_years(application.version, answers)
        cells = application.budget.filter(year__in=self.years).select_related("changed_by")
        self.form = BudgetForm(data, years=self.years, stored={cell.key: cell for cell in cells}, only=only)

    def save(self, key, *, by):
        year, line = self.form.cells[key]
        amount = self.form.cleaned_data.get(key)
        version, confirm = self.form.version(key), self.form.confirms(key)
        return save_cell(self.application, year, line, amount, version=version, by=by, confirm=confirm)

    def told(self, key, stored):
        hours = stored.line == BudgetLine.OWN_HOURS
        shown = n(stored.amount) if hours else kroner(stored.amount)
        return shown, {key: ["" if stored.amount is None else n(stored.amount)]}

    def lines(self, lines):
        """(name of the line, its fields from the first year to the last)."""
        for line in lines:
            keys = [f"budget-{year}-{line}" for year in self.years]
            rows = [self.row(key, [self.form[key]]) for key in keys]
            for row, year in zip(rows, self.years, strict=True):
                row.label, row.year = line.label, str(year)
            yield line, rows
