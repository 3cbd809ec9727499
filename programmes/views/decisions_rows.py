"""A row of the decision table with its small form: what was typed, and what became of it."""

from dataclasses import replace

from django.utils.translation import gettext as _

from folkehelse.lib.tags import kroner
from programmes.actions.decisions import discard_draft, try_decision
from programmes.actions.refusals import Refused
from programmes.actions.versions import Outdated
from programmes.enums.decisions import OPEN_DECISION, DecisionState
from programmes.forms.decisions import TrialForm
from programmes.models import WrongState
from programmes.queries import decisions as queries
from programmes.views.conflicts import upon


class Line:
    """`note` says what was saved, `trouble` why it was not; both stand beside the row."""

    def __init__(self, row, form=None):
        self.row, self.form = row, form
        self.key = str(row.application.pk)
        self.draft = row.tried
        self.is_saved, self.note, self.trouble = True, "", ""
        self.problems, self.is_chosen = [], False

    @property
    def decision_id(self):
        return self.draft.pk if self.draft else None

    @property
    def is_recommended(self):
        return bool(self.draft) and self.draft.state == DecisionState.RECOMMENDED

    def anew(self):
        """The row's form as it would be drawn now, to put in the page what the writer did not type."""
        form = TrialForm(row=replace(self.row, tried=self.draft))
        for field in form.fields.values():
            field.widget.attrs["hx-swap-oob"] = "true"
        return form

    @property
    def sum_is_new(self):
        """Whether the server made another sum than the one that was typed: all that was asked, or none."""
        if not self.is_saved:
            return False
        made = self.draft.total if self.draft and self.draft.is_grant else None
        return self.form["total"].field.clean(self.form["total"].value()) != made

    def refuse(self, text):
        self.is_saved, self.trouble = False, str(text)


def lines_of(user, call, *, sort, data=None):
    rows = queries.rows_of(user, call, sort=sort)
    return [Line(row, TrialForm(data, row=row) if row.is_open else None) for row in rows]


def save_lines(lines, *, by):
    """Those that the writer changed; the number of them."""
    changed = [line for line in lines if line.form and line.form.is_touched]
    for line in changed:
        save_line(line, by=by)
    return len(changed)


def save_line(line, *, by):
    form, application = line.form, line.row.application
    if not form.is_valid():
        line.refuse(" ".join(text for texts in form.errors.values() for text in texts))
        return
    try:
        if form.cleaned_data["outcome"]:
            _try(line, form, application, by=by)
        elif line.draft:
            discard_draft(line.draft, by=by)
            line.draft = None
            upon(form, None)
            line.note = _("Tatt bort")
    except Outdated:
        line.refuse(_theirs(line, form))
    except WrongState:
        line.refuse(_("Saken er innstilt eller avgjort av noen andre. Last siden på nytt."))
    except Refused as refused:
        line.refuse(refused.why)


def _try(line, form, application, *, by):
    values = form.values(free_rank=lambda: queries.next_rank(application.call))
    line.draft = try_decision(application, values, version=form.cleaned_data["version"], by=by)
    line.note = _("Lagret")
    upon(form, line.draft)


def _theirs(line, form):
    """Both are shown, and the next save is upon the new version: the writer's choice."""
    stored = line.draft = line.row.application.decisions.filter(state__in=OPEN_DECISION).first()
    upon(form, stored)
    texts = {
        "saved": _said(stored.get_outcome_display(), stored.total) if stored else _("ikke prøvd"),
        "own": _said(
            dict(form.fields["outcome"].choices)[form.cleaned_data["outcome"]], form.cleaned_data["total"]
        ),
    }
    return (
        _(
            "Noen andre har endret raden. Lagret nå: %(saved)s. Du skrev: %(own)s. "
            "Lagre igjen for å la ditt gjelde."
        )
        % texts
    )


def _said(outcome, total):
    return f"{outcome}, {kroner(total)}" if total else str(outcome)
