"""The measures that an application proposes: add one by its name, write it field by field, take it out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.kept import keeps_what_was_posted, kept_for
from programmes.actions.answers import FieldOutdated
from programmes.actions.proposed_measures import (
    PARTS,
    propose_measure,
    remove_measure,
    save_part,
    told_part,
    values_of,
    version_of,
)
from programmes.enums.calls import Section
from programmes.forms.application_measures import MeasureNameForm, ProposedMeasureForm
from programmes.models import WrongState
from programmes.permissions.applications import can_write_section
from programmes.queries.application_form import sections_of
from programmes.views.writing import Writing, address_of, written_application


class MeasureWriting(Writing):
    """The fields of one measure, or the part with `only` as its name."""

    section = Section.MEASURES

    def __init__(self, application, measure, data=None, only=None):
        super().__init__(application)
        measure.application = application
        self.measure = measure
        themes = application.call.area.programme.themes.all()
        keys = [f"measure-{measure.pk}-{part}" for part in PARTS]
        stored = dict.fromkeys(keys, measure)
        self.form = ProposedMeasureForm(data, measure=measure, themes=themes, only=only, stored=stored)

    @classmethod
    def of_key(cls, application, key, data):
        _word, pk, part = key.split("-", 2)
        measure = application.proposed.select_related("changed_by").filter(pk=pk).first()
        if measure is None or part not in PARTS:
            raise Http404
        writing = cls(application, measure, data, only=part)
        if part not in writing.form.parts:
            raise Http404
        return writing

    def save(self, key, *, by):
        form = self.form
        version, confirm = form.version(key), form.confirms(key)
        return save_part(
            self.measure, form.part(key), form.values(key), version=version, by=by, confirm=confirm
        )

    def version(self, key):
        if self.form.is_bound and (key in self.form.kept or not self.form.is_right(key)):
            return self.form.version(key)
        return version_of(self.form.stored[key], self.form.part(key))

    def told(self, key, stored):
        part = self.form.part(key)
        values = values_of(stored, part)
        if part == "themes":
            values = {"themes": [str(theme.pk) for theme in values["themes"]]}
        listed = {
            name: [str(one) for one in value] if isinstance(value, list) else [self._one(value)]
            for name, value in values.items()
        }
        return told_part(stored, part), listed

    @staticmethod
    def _one(value):
        return f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else str(value)

    def names(self, key):
        return self.form.parts[self.form.part(key)]

    def rows(self):
        for key in self.form.written():
            row = self.row(key, [self.form[name] for name in self.names(key)])
            row.is_copied = False  # the measure is confirmed as a whole
            yield row


def open_measures(request, pk):
    """The application, its measures open to the writer; anything else is refused with its reason."""
    application = written_application(request, pk)
    if Section.MEASURES not in sections_of(application.version, application.phase):
        raise Http404
    if not (answer := can_write_section(request.user, application, Section.MEASURES)):
        raise PermissionDenied(answer.why)
    return application


def measures_context(application):
    """For the step's page: every measure, and what is still to be confirmed."""
    return {"measures": list(application.proposed.all()), "name_form": MeasureNameForm()}


def step(application):
    return address_of(application, Section.MEASURES)


@require_http_methods(["GET", "HEAD", "POST"])
def proposed_measure_new(request, pk):
    application = open_measures(request, pk)
    form = MeasureNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_measure(application, form.cleaned_data["name"], by=request.user)
        except WrongState:
            return closed(request, application)
        return redirect("proposed-measure-edit", application.pk, made.pk)
    context = {"application": application, "form": form, "back": step(application)}
    status = 422 if form.errors else 200
    return render(request, "programmes/applications/measure_new.html", context, status=status)


def closed(request, application):
    messages.warning(request, _("Søknaden er sendt og kan ikke endres."))
    return redirect(application)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_posted
def proposed_measure_edit(request, pk, measure):
    application = open_measures(request, pk)
    rows = application.proposed.select_related("changed_by")
    if request.method == "POST":
        return save_measure(request, application, get_object_or_404(rows, pk=measure))
    found = get_object_or_404(rows.prefetch_related("themes"), pk=measure)
    kept = kept_for(request)
    writing = MeasureWriting(application, found, kept)
    if kept is not None:
        writing.keep()
    return measure_page(request, writing)


def save_measure(request, application, found):
    data = request.POST.copy()
    if taken := data.get("take"):
        data.pop(f"version-{taken}", None)
    writing = MeasureWriting(application, found, data)
    try:
        writing.save_all(by=request.user)
        if "confirm" in data:
            confirm_measure(found, by=request.user)
    except WrongState:
        return closed(request, application)
    kept_for(request, forget=True)
    if not taken and (writing.form.errors or writing.form.conflicts):
        return measure_page(request, writing)
    messages.success(request, _("Tiltaket er lagret."))
    here = reverse("proposed-measure-edit", args=[application.pk, found.pk])
    return redirect(here if taken else step(application))


def confirm_measure(found, *, by):
    """The writer has looked over what was copied, and stands by it as it is."""
    try:
        save_part(
            found, "name", values_of(found, "name"), version=version_of(found, "name"), by=by, confirm=True
        )
    except FieldOutdated:
        return  # somebody has just written in it, which confirms it too


def measure_page(request, writing):
    form = writing.form
    context = {
        "application": writing.application,
        "measure": writing.measure,
        "form": form,
        "rows": list(writing.rows()),
        "kept": bool(form.kept),
        "conflicts": len(form.conflicts),
        "back": step(writing.application),
    }
    status = 409 if form.conflicts else 422 if form.errors and not form.kept else 200
    return render(request, "programmes/applications/measure.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def proposed_measure_remove(request, pk, measure):
    application = open_measures(request, pk)
    found = get_object_or_404(application.proposed, pk=measure)
    if request.method == "POST":
        try:
            remove_measure(found, by=request.user)
        except WrongState:
            return closed(request, application)
        messages.success(request, _("Tiltaket er tatt ut av søknaden."))
        return redirect(step(application))
    context = {"application": application, "measure": found, "back": step(application)}
    return render(request, "programmes/applications/measure_remove.html", context)
