"""How people are shown in the trail."""

from django.utils.translation import gettext as _

from accounts.models import User
from audit import presenters


def people(ids):
    named = dict(User.objects.filter(pk__in=ids).values_list("pk", "full_name"))
    return {pk: presenters.Shown(named.get(int(pk)) or _("tidligere bruker")) for pk in ids}


def machine(ids):
    return {pk: presenters.Shown(_("portalen")) for pk in ids}


def register():
    presenters.register("accounts.user", people)
    presenters.register("system", machine)
