from django.db.models import Q

from smart.models import Practice


def practices(*, q="", prinsipp=None, arena="", alder=None, tid=""):
    """The practices that fit, by principle. Every word of `q` must be somewhere in the text."""
    found = Practice.objects.for_list()
    for word in q.split():
        found = found.filter(
            Q(title_nb__icontains=word)
            | Q(title_nn__icontains=word)
            | Q(summary_nb__icontains=word)
            | Q(summary_nn__icontains=word)
            | Q(material_nb__icontains=word)
            | Q(material_nn__icontains=word)
        )
    if prinsipp:
        also = Practice.also.through.objects.filter(principle=prinsipp).values("practice")
        found = found.filter(Q(principle=prinsipp) | Q(pk__in=also))
    if arena:
        found = found.filter(settings__contains=[arena])
    if alder is not None:
        found = found.filter(age_from__lte=alder, age_to__gte=alder)
    if tid:
        found = found.filter(minutes__lte=int(tid))
    return found
