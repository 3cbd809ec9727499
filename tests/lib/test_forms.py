import datetime as dt
import re

import pytest
from django import forms
from django.template import engines

from folkehelse.gallery import Example
from folkehelse.lib.forms import FilterForm, KronerField, NorwegianDateField, WholeNumberField

SPACE = "\xa0"


def html_of(form, name):
    return form[name].as_field_group()


def render(source, **context):
    return engines["django"].from_string(source).render(context)


def refusal(field, text):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(text)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    "text",
    [
        "4.10.2026",
        "04.10.26",
        "4/10-2026",
        "4 10 2026",
        "2026-10-04",
        "4. oktober 2026",
        "4 okt. 2026",
        " 4.10.2026 ",
    ],
)
def test_a_date_is_read_as_norwegians_write_it(text):
    assert NorwegianDateField().clean(text) == dt.date(2026, 10, 4)


@pytest.mark.parametrize(
    "text", ["31.2.2026", "10/2026", "i går", "4.10.0026", "4.10.1826", "٤.١٠.٢٠٢٦", "2026-13-01", "1" * 5000]
)
def test_what_is_no_date_is_refused_with_an_example(text):
    with pytest.raises(forms.ValidationError, match="for eksempel"):
        NorwegianDateField().clean(text)


def test_a_date_is_shown_as_it_is_written():
    class Form(forms.Form):
        day = NorwegianDateField(initial=dt.date(2026, 10, 4))

    assert 'value="04.10.2026"' in str(Form()["day"])
    assert not Form({"day": "4.10.2026"}, initial={"day": dt.date(2026, 10, 4)}).has_changed()


@pytest.mark.parametrize("text", ["12500", "12 500", f"12{SPACE}500", "12.500", "12 500 kr", "12 500,-"])
def test_a_whole_number_may_be_written_with_spaces(text):
    assert WholeNumberField().clean(text) == 12500


@pytest.mark.parametrize("text", ["12,5", "1.5", "1e5", "tolv", "1.2500", "١٢", "9" * 5000, "--1", "0x10"])
def test_what_is_no_whole_number_is_refused_and_not_guessed_at(text):
    with pytest.raises(forms.ValidationError):
        WholeNumberField().clean(text)


def test_a_number_too_large_for_the_database_is_refused_in_words():
    assert refusal(WholeNumberField(), "9999999999") == (
        f"Tallet kan ikke være høyere enn 2{SPACE}147{SPACE}483{SPACE}647"
    )
    assert refusal(KronerField(max_value=4_000_000), "4 000 001") == (
        f"Beløpet kan ikke være høyere enn 4{SPACE}000{SPACE}000 kroner"
    )
    assert refusal(KronerField(), "-1") == "Beløpet kan ikke være lavere enn 0 kroner"


def test_an_amount_is_shown_with_spaces_and_read_back_unchanged():
    class Form(forms.Form):
        amount = KronerField(initial=1_200_000)

    shown = str(Form()["amount"])
    assert f'value="1{SPACE}200{SPACE}000"' in shown
    assert 'inputmode="numeric"' in shown
    assert "max=" not in shown
    assert not Form({"amount": f"1{SPACE}200{SPACE}000"}, initial={"amount": 1_200_000}).has_changed()


def test_a_field_joins_its_label_help_and_error():
    html = html_of(Example({"day": "i går"}), "day")

    assert '<label class="ds-label" data-weight="medium" for="id_day">' in html
    assert 'aria-describedby="id_day_helptext id_day_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_day_helptext"' in html
    assert 'id="id_day_error"' in html
    assert 'class="ds-input"' in html


def test_a_group_is_a_fieldset_with_its_legend_help_and_error():
    html = html_of(Example({}), "kind")

    assert '<fieldset class="ds-fieldset" aria-describedby="id_kind_error">' in html
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert '<label class="ds-label" data-weight="regular" for="id_kind_0">' in html


def test_choices_keep_the_headings_that_they_came_with():
    groups = Example()["arenas"].choice_groups

    assert [(heading, [choice.choice_label for choice in choices]) for heading, choices in groups] == [
        ("Skole og barnehage", ["Barnehage", "Grunnskole"]),
        ("Fritid", ["Fritid og møteplass"]),
    ]
    assert "<optgroup" in html_of(Example(), "county")


def test_what_may_be_left_out_says_so_except_in_filters():
    class Filter(FilterForm):
        q = forms.CharField(label="Søk", required=False)

    assert "valgfritt" in html_of(Example(), "participants")
    assert "valgfritt" not in html_of(Example(), "day")
    assert "valgfritt" not in html_of(Filter(), "q")


def test_a_text_box_counts_down_until_there_is_an_error_to_show():
    assert 'data-field="counter"' in html_of(Example(), "text")
    assert 'data-limit="1000"' in html_of(Example(), "text")
    assert 'data-field="counter"' not in html_of(Example({}), "text")
    assert "cols=" not in html_of(Example(), "text")


def test_hidden_fields_are_drawn_bare_and_values_are_escaped():
    class Form(forms.Form):
        name = forms.CharField(label="<b>Navn</b>", initial='"><script>')
        token = forms.CharField(widget=forms.HiddenInput, initial="x")

    html = str(Form())
    assert '<input type="hidden" name="token" value="x" id="id_token">' in html
    assert "<script>" not in html
    assert "<b>Navn" not in html


def test_the_error_summary_leads_to_what_can_take_focus():
    form = Example({"day": "i går"})
    html = render("{% error_summary form %}", form=form)
    anchors = re.findall(r'href="#([^"]+)"', html)

    assert anchors == ["id_day", "id_kind_0", "id_text", "id_amount"]
    assert all(f'id="{anchor}"' in str(form) for anchor in anchors)
    assert " autofocus" in html
    assert 'tabindex="-1"' in html


def test_the_error_summary_is_silent_when_all_is_well():
    assert render("{% error_summary form %}", form=Example()).strip() == ""
    assert render("{% error_summary form %}", form=None).strip() == ""


def test_the_error_summary_takes_formsets_and_errors_of_the_whole_form():
    class Row(forms.Form):
        amount = KronerField()

        def clean(self):
            raise forms.ValidationError("Raden henger ikke sammen.")

    rows = forms.formset_factory(Row, extra=1, min_num=1, validate_min=True)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-amount": "x"}
    )
    html = render("{% error_summary rows heading='Se over budsjettet' %}", rows=rows)

    assert "Se over budsjettet" in html
    assert "Raden henger ikke sammen." in html
    assert 'href="#id_form-0-amount"' in html
