"""What recommending and deciding have in common: the locks in their order, and the two refusals."""

from django.utils.translation import gettext as _

from folkehelse.lib.tags import kroner
from programmes.actions.refusals import Refused
from programmes.enums.decisions import COMMITTED, GRANTED
from programmes.models import Application, Call, Decision
from programmes.queries.decision_problems import problems_of
from programmes.queries.frame import frame_from


def locked(decisions) -> tuple[Call, list[Decision]]:
    """The call first, so that of two deciders one waits; then its applications; then the decisions."""
    ids = [one.pk for one in decisions]
    calls = set(Decision.objects.filter(pk__in=ids).values_list("application__call", flat=True))
    if len(calls) != 1:
        raise Refused(_("Velg minst én søknad.") if not calls else _("Velg søknader fra én utlysning."))
    calls_locked = Call.objects.select_for_update(of=("self",), no_key=True).select_related("current")
    call = calls_locked.get(pk=calls.pop())
    held = Application.objects.filter(pk__in=Decision.objects.filter(pk__in=ids).values("application"))
    list(held.order_by("pk").select_for_update(of=("self",), no_key=True))
    rows = (
        Decision.objects.filter(pk__in=ids)
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
        .select_related("application__municipality__county", "application__version", "application__district")
        .select_related("replaces")
    )
    return call, list(rows)


def refuse_problems(rows, *, state) -> None:
    if problems := problems_of(rows, state=state):
        raise Refused(_("Ingenting er gjort ennå. Rett opp dette først, eller velg bort søknaden."), problems)


def keep_frame(call, chosen) -> None:
    """Refused, in figures, when the chosen ones would bind more than the frame. The call is locked."""
    new = sum(one.total for one in chosen if one.outcome in GRANTED)
    if not new:
        return
    ids = {one.pk for one in chosen}
    committed = Decision.objects.filter(application__call=call, state__in=COMMITTED)
    rows = list(committed.exclude(pk__in=ids).values_list("application", "state", "outcome", "total"))
    picked = [(one.application_id, COMMITTED[0], one.outcome, one.total) for one in chosen]
    before, after = frame_from(call.current.frame, rows), frame_from(call.current.frame, [*rows, *picked])
    if after.committed > after.total:
        raise Refused(
            _(
                "Rammen er %(frame)s. %(bound)s er bundet fra før, og de valgte er på %(new)s. "
                "Det er %(over)s for mye. Sett ned beløp, eller velg bort noen."
            )
            % {
                "frame": kroner(after.total),
                "bound": kroner(before.committed),
                "new": kroner(new),
                "over": kroner(after.committed - after.total),
            }
        )
