"""Forms as Designsystemet draws them, and fields that read what Norwegians write."""

import datetime as dt
import re

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from folkehelse.lib.numbers import number

MONTHS = ["jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des"]
LARGEST_INTEGER = 2_147_483_647  # what the database's integer column holds


class DsBoundField(BoundField):
    """Adds what is Designsystemet's; Django itself writes aria-invalid and aria-describedby."""

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if not widget.is_hidden:
            attrs["class"] = f"{widget.attrs.get('class', '')} ds-input".strip()
            if isinstance(widget, forms.Textarea):
                attrs["cols"] = False  # .ds-input[cols] has a fixed width and runs off a phone
        return attrs

    @property
    def error_anchor(self):
        """Where the error summary links: in a group, the first choice is what can take focus."""
        if self.use_fieldset and self.subwidgets:
            return self.subwidgets[0].id_for_label
        return self.id_for_label or self.auto_id

    @property
    def kind(self):
        """Which of the drawings in forms/field.html: group, checkbox or text."""
        widget = self.field.widget
        if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
            return "group"
        return "checkbox" if isinstance(widget, forms.CheckboxInput) else "text"

    @property
    def choice_groups(self):
        """[(heading or "", [choice, …]), …]: choices under the headings that they came with."""
        grouped = any("_" in choice.data["index"] for choice in self.subwidgets)
        headings = [name for name, _choices in self.field.widget.choices] if grouped else []
        groups = []
        for choice in self.subwidgets:
            group, _sign, place = choice.data["index"].partition("_")
            heading = headings[int(group)] if place else ""
            if not groups or groups[-1][0] != heading:
                groups.append((heading, []))
            groups[-1][1].append(choice)
        return groups

    @property
    def is_optional(self):
        """Marked «valgfritt», except in forms where nothing is asked for, such as filters.

        A field that the draft may lack and the finished thing must have is not called optional either.
        """
        is_asked = self.field.required or getattr(self.field, "needed_later", False)
        return not is_asked and not getattr(self.form, "all_optional", False)

    @property
    def counts_down(self):
        """The counter takes aria-invalid away again, so it is left out when there is an error to show."""
        counted = isinstance(self.field.widget, forms.Textarea) and self.field.max_length
        return bool(counted) and not self.errors

    @property
    def suffix(self):
        return getattr(self.field, "suffix", "")


class DsRenderer(TemplatesSetting):
    """FORM_RENDERER in settings: {{ form }} and {{ field.as_field_group }} draw templates/forms/."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = DsBoundField


class FilterForm(forms.Form):
    """Narrows a list by GET: every field may be left out, and none says so."""

    all_optional = True
    use_required_attribute = False

    def forget_what_is_wrong(self):
        """What is not understood narrows nothing."""
        if not self.is_valid():
            self.data = self.data.copy()
            for name in self.errors:
                self.data.pop(name, None)
            self.full_clean()


class NorwegianDateInput(forms.DateInput):
    """A text field: the browser's own date field follows the machine's language, not the page's."""

    def __init__(self, attrs=None):
        super().__init__({"autocomplete": "off", "size": "12", **(attrs or {})}, "%d.%m.%Y")


class NorwegianDateField(forms.DateField):
    """Reads 4.10.2026, 04.10.26, 4/10-2026, 2026-10-04 and «4. oktober 2026»."""

    widget = NorwegianDateInput
    default_error_messages = {
        "required": _("Skriv inn datoen"),
        "invalid": _("Skriv datoen som dag, måned og år, for eksempel 04.10.2026"),
    }

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return super().to_python(value)
        try:
            return read_date(str(value).strip())
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


def read_date(text):
    """The date that a Norwegian meant by the text, or ValueError."""
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text):
        year, month, day = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"([0-9]{1,2})[./ -]+([0-9]{1,2})[./ -]+([0-9]{4}|[0-9]{2})", text):
        day, month, year = (int(part) for part in found.groups())
        year += 2000 if len(found[3]) == 2 else 0
    elif found := re.fullmatch(r"([0-9]{1,2})\.?\s*([a-zA-Z]{3})[a-z]*\.?\s*([0-9]{4})", text):
        day, year = int(found[1]), int(found[3])
        month = MONTHS.index(found[2].lower()) + 1
    else:
        raise ValueError(text)
    if not 1900 <= year <= 2100:
        raise ValueError(text)
    return dt.date(year, month, day)


class Readable(int):
    """A limit that reads «4 000 000» in an error message."""

    def __str__(self):
        return number(int(self))


class WholeNumberField(forms.IntegerField):
    """Reads «12 500», «12.500» and «12 500 kr»; shows the number with spaces."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "12"})
    default_error_messages = {
        "required": _("Skriv inn et tall"),
        "invalid": _("Skriv et helt tall med bare sifre, for eksempel 12 500"),
        "max_value": _("Tallet kan ikke være høyere enn %(limit_value)s"),
        "min_value": _("Tallet kan ikke være lavere enn %(limit_value)s"),
    }

    def __init__(self, *, max_value=LARGEST_INTEGER, min_value=0, **kwargs):
        limits = {
            name: None if limit is None else Readable(limit)
            for name, limit in (("max_value", max_value), ("min_value", min_value))
        }
        super().__init__(**limits, **kwargs)

    def to_python(self, value):
        if isinstance(value, str):
            value = self._bare(value)
        return super().to_python(value)

    def _bare(self, text):
        """The digits alone; anything that is not one whole number is refused, not guessed at."""
        text = re.sub(r"\s+|kr\.?|,-$", "", text, flags=re.IGNORECASE).replace("\N{MINUS SIGN}", "-")
        if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+", text):
            text = text.replace(".", "")
        if text and not re.fullmatch(r"-?[0-9]{1,15}", text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return text

    def prepare_value(self, value):
        return number(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def widget_attrs(self, widget):
        return {}  # min and max belong to type=number; in a text field they are nothing


class KronerField(WholeNumberField):
    """An amount in whole kroner."""

    suffix = "kr"
    default_error_messages = {
        "required": _("Skriv inn et beløp"),
        "invalid": _("Skriv beløpet i hele kroner, for eksempel 12 500"),
        "max_value": _("Beløpet kan ikke være høyere enn %(limit_value)s kroner"),
        "min_value": _("Beløpet kan ikke være lavere enn %(limit_value)s kroner"),
    }
