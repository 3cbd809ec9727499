"""A version of a call in the words that its page uses; for the public, the preview and old versions alike."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkehelse.lib.tags import kroner
from programmes.enums.calls import CriterionKind
from programmes.queries.calls import shares


def shown(version):
    """The context of calls/_text.html."""
    criteria = list(version.criteria.all())
    return {
        "version": version,
        "facts": facts_of(version),
        "deadlines": deadlines_of(version),
        "sub_themes": list(version.sub_themes.all()),
        "must": [one for one in criteria if one.kind == CriterionKind.MUST],
        "weighed": shares(criteria),
        "requirements": list(version.requirements.all()),
    }


def deadlines_of(version):
    """(what, day, up to and including): every day that the call names, in their order."""
    found = [(_("Åpner"), version.opens_on, False)]
    if version.has_sketch:
        found.append((_("Frist for skisse"), version.sketch_closes_on, True))
    found.append((_("Søknadsfrist"), version.closes_on, True))
    if version.reports_due_on:
        found.append((_("Frist for første årsrapport"), version.reports_due_on, True))
    return found


def facts_of(version):
    found = [
        (_("Fylke"), version.call.county.name),
        (_("Program"), str(version.call.area)),
        (_("Hvem kan søke"), who_may_apply(version)),
        (_("Søke sammen"), capfirst(version.get_joint_bids_display())),
        (_("Økonomisk ramme"), kroner(version.frame)),
        (_("Beløp det kan søkes om"), amounts(version)),
        (_("År"), years(version)),
        (_("Egenandel"), own_contribution(version)),
    ]
    if version.auditor_threshold:
        text = _("Fra og med %(amount)s") % {"amount": kroner(version.auditor_threshold)}
        found.append((_("Revisorbekreftelse"), text))
    if version.deciding_body:
        found.append((_("Vedtas av"), version.deciding_body))
    return [*found, (_("Klage"), appeal(version))]


def who_may_apply(version):
    if version.for_municipalities and version.for_districts:
        return _("Kommuner, og bydeler og etater i Oslo")
    return _("Kommuner") if version.for_municipalities else _("Bydeler og etater i Oslo")


def amounts(version):
    low, high = version.min_amount, version.max_amount
    if low and high:
        return _("Fra %(low)s til %(high)s") % {"low": kroner(low), "high": kroner(high)}
    if high:
        return _("Høyst %(high)s") % {"high": kroner(high)}
    return _("Minst %(low)s") % {"low": kroner(low)} if low else _("Ingen grenser")


def years(version):
    first, last = version.years[0], version.years[-1]
    span = str(first) if first == last else f"{first}–{last}"
    few, many = version.years_min, version.years_max
    if few == many:
        words = _("1 år") if many == 1 else _("%(count)d år") % {"count": many}
    else:
        words = _("%(few)d til %(many)d år") % {"few": few, "many": many}
    return f"{span} ({words})"


def own_contribution(version):
    if version.own_contribution_percent is None:
        return _("Kreves ikke")
    return _("Minst %(percent)d prosent") % {"percent": version.own_contribution_percent}


def appeal(version):
    if not version.has_appeal:
        return _("Vedtaket kan ikke påklages")
    text = _("Vedtaket kan påklages til %(instance)s innen %(weeks)d uker")
    return text % {"instance": version.appeal_instance, "weeks": version.appeal_weeks}
