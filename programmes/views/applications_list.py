from django.shortcuts import render
from django.views.decorators.http import require_safe

from folkehelse.lib.paging import page_of
from municipalities.permissions import reach_of
from municipalities.roles import Permission
from programmes.queries.applications_list import GROUPS, own_applications


@require_safe
def application_list(request):
    """The applications of the reader's municipality, by how far they have come."""
    page = page_of(own_applications(request.user), request)
    groups = [
        (name, rows)
        for number, (name, _states) in enumerate(GROUPS)
        if (rows := [one for one in page.object_list if one.group == number])
    ]
    context = {
        "page": page,
        "groups": groups,
        "is_municipal": bool(reach_of(request.user, Permission.APPLICATION_VIEW)),
        "may_invite": bool(reach_of(request.user, Permission.MEMBER_INVITE)),
        "is_county": bool(reach_of(request.user, Permission.CASE_VIEW).counties),
    }
    return render(request, "programmes/attachments/application_list.html", context)
