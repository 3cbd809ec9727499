"""The library of strength-based practice: open to all; those who are signed in see what they have tried."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from smart import queries
from smart.forms import PracticeFilter
from smart.models import Framework, Practice, Principle
from smart.usage import tried_by


@require_safe
@login_not_required
def practice_list(request):
    """The principles and the practices, narrowed by the address line."""
    form = PracticeFilter(request.GET)
    practices = list(queries.practices(**form.chosen()))
    context = {
        "form": form,
        "practices": with_tried(request.user, practices),
        "is_narrowed": bool(form.chosen()),
        "frameworks": Framework.objects.prefetch_related("principles"),
    }
    partial = request.htmx.target == "praksiser"
    return render(request, "smart/_practices.html" if partial else "smart/practice_list.html", context)


@require_safe
@login_not_required
def principle(request, slug):
    found = get_object_or_404(Principle.objects.select_related("framework"), slug=slug)
    practices = list(queries.practices(prinsipp=found))
    context = {"principle": found, "practices": with_tried(request.user, practices)}
    return render(request, "smart/principle.html", context)


@require_safe
@login_not_required
def practice(request, slug):
    found = get_object_or_404(
        Practice.objects.select_related("principle__framework").prefetch_related("also", "tools"), slug=slug
    )
    context = {
        "practice": found,
        "principles": [found.principle, *found.also.all()],
        "tried": tried_by(request.user, [found.pk]).get(found.pk),
    }
    return render(request, "smart/practice.html", context)


def with_tried(user, practices):
    """Each practice with `tried`: how often and when last in the reader's own municipality, or None."""
    tried = tried_by(user, [one.pk for one in practices])
    for one in practices:
        one.tried = tried.get(one.pk)
        one.all_principles = [one.principle, *one.also.all()]
    return practices
