"""Two people changed the same thing: both texts are shown, and nothing that was written is lost."""

from django import forms
from django.utils.translation import gettext as _

from folkehelse.lib.forms import WholeNumberField
from folkehelse.lib.tags import day_short


def differences(form, stored):
    """(label, what is saved now, what the writer wrote) for each field where they are not the same."""
    pairs = []
    for name in filter(form.fields.get, form.Meta.fields):
        theirs = _shown(form.fields[name], _value(stored, name))
        ours = _shown(form.fields[name], form.cleaned_data[name])
        if theirs != ours:
            pairs.append((form.fields[name].label, theirs, ours))
    return pairs


def upon(form, stored):
    """The same form, as written, now upon what is saved (None: nothing): saving again is then a choice."""
    form.data = form.data.copy()
    form.data[form.add_prefix("version")] = stored.version if stored else ""
    return form


def _value(stored, name):
    value = getattr(stored, name)
    return list(value.all()) if stored._meta.get_field(name).many_to_many else value


def _shown(field, value):
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    if isinstance(field, WholeNumberField):
        return str(field.prepare_value(value))
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(sorted(field.label_from_instance(one) for one in value))
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value)
    if isinstance(field, forms.DateField):
        return day_short(value)
    if isinstance(field, forms.ChoiceField):
        names = dict(field.choices)
        return ", ".join(str(names.get(one, one)) for one in (value if isinstance(value, list) else [value]))
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    return str(value).replace(".", ",") if isinstance(field, forms.DecimalField) else str(value)
