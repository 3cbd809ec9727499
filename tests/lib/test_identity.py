import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from stdnum.no import fodselsnummer

from folkehelse.lib.identity import (
    GuardedTextField,
    PlainTextField,
    clean_text,
    has_identity_number,
    is_identity_number,
    refuse_identity_numbers,
)

WEIGHTS_1, WEIGHTS_2 = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
SEPARATORS = st.sampled_from(["", " ", ".", "-", "\u00a0", " - ", "–", "\u200b", "\u00ad", "\t", "/", ". "])


def weighed(weights, digits):
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))


@st.composite
def identity_numbers(draw, remainders=(0, 1, 2, 3), days=(0, 40), months=(0, 40, 65, 80)):
    """Numbers by the rule of 2032 (any of the remainders) or today's (0), real and synthetic."""
    born = draw(
        st.dates(dt.date(1900, 1, 1), dt.date(2039, 12, 31)).filter(lambda d: (d.month, d.day) != (2, 29))
    )
    day, month = born.day + draw(st.sampled_from(days)), born.month + draw(st.sampled_from(months))
    for serial in range(draw(st.integers(0, 899)), 1000):
        digits = f"{day:02}{month:02}{born.year % 100:02}{serial:03}"
        first = (draw(st.sampled_from(remainders)) - weighed(WEIGHTS_1, digits)) % 11
        second = -weighed(WEIGHTS_2, f"{digits}{first}") % 11 if first < 10 else 10
        if first < 10 and second < 10:
            return f"{digits}{first}{second}"
    raise AssertionError("no number on that day")


@given(identity_numbers(), st.data())
def test_every_number_is_found_with_any_separators_between(number, data):
    written = "".join(digit + data.draw(SEPARATORS) for digit in number[:-1]) + number[-1]

    assert has_identity_number(f"Hun heter Kari ({written}), og kom sent.")


@given(identity_numbers(remainders=(0,), days=(0, 40), months=(0,)))
def test_numbers_of_today_are_those_that_stdnum_knows(number):
    if fodselsnummer.is_valid(number):
        assert is_identity_number(number)


@given(st.from_regex(r"[0-9]{11}", fullmatch=True))
def test_what_stdnum_takes_for_valid_is_never_let_through(digits):
    assert is_identity_number(digits) or not fodselsnummer.is_valid(digits)


@pytest.mark.parametrize(
    "written",
    ["17912099997", "١٧٩١٢٠٩٩٩٩٧", "１７９１２０９９９９７", "1791 2099997", "17.91.20-99997", "①7912099997"],
)
def test_numbers_are_found_in_other_scripts_and_shapes(written):
    assert has_identity_number(f"Barnet {written} var med")


@given(st.text(alphabet=st.characters(blacklist_categories=["Nd", "No"]), max_size=300))
def test_text_without_digits_is_never_refused(text):
    assert not has_identity_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ring 22 12 34 56 eller 901 23 456.",
        "90123456 91234567",
        "18 av 22 møtte 15.03.2024 kl. 12.30, de andre 22.03.2024",
        "Org.nr. 974 760 673, konto oppgis senere",
        "2019 2020 2021 2022: 12, 14, 15 og 123 barn",
        "17912099997123 er et saksnummer",
        "17912099998",
        "32932099997",
        "",
    ],
)
def test_ordinary_numbers_are_let_through(text):
    assert not has_identity_number(text)


def test_the_refusal_says_what_to_do_and_repeats_no_number():
    with pytest.raises(ValidationError) as refused:
        refuse_identity_numbers("Kari 17912099997 var med")

    assert "Ta det bort" in str(refused.value)
    assert "17912099997" not in str(refused.value)


@pytest.mark.parametrize("text", ["1 " * 1_000_000, "10 " * 60_000, "1" * 2_000_000, "a1. " * 500_000])
def test_long_texts_cost_little(text):
    begun = dt.datetime.now()

    has_identity_number(text)

    assert dt.datetime.now() - begun < dt.timedelta(seconds=1)


def test_text_is_composed_and_rid_of_what_cannot_be_seen():
    assert clean_text("A\u030angstro\u0308m\0\x07\u202e\r\nto\rtre\tfire\ud800") == "Ångström\nto\ntre\tfire"
    assert PlainTextField(required=False).clean(None) == ""


def test_a_guarded_field_cleans_before_it_looks():
    field = GuardedTextField()

    assert field.clean(" Hei\0 ") == "Hei"
    with pytest.raises(ValidationError):
        field.clean("1791\x002099997")
