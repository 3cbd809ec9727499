"""Placeholders: a fixed list, filled once, and nothing else in a text means anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.enums.decisions import LetterKind
from programmes.queries.letter_words import (
    PLACEHOLDER,
    PLACEHOLDERS,
    blocks,
    default_text,
    examples,
    fill,
    missing,
    placeholders_of,
    unknown,
)

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("[]{}%$#–\n"), max_size=200)
VALUES = {one.name: "verdi" for one in PLACEHOLDERS}


@given(TEXT)
def test_a_text_without_placeholders_comes_back_unchanged(text):
    if not PLACEHOLDER.search(text):
        assert fill(text, VALUES) == text


@given(TEXT, st.sampled_from(PLACEHOLDERS), TEXT)
def test_what_is_filled_in_is_never_read_again(before, one, value):
    before = before.replace("[", "").replace("]", "")
    value = f"[kommune]{value}[beløp]"

    assert fill(f"{before} {one.tag}", {"kommune": "FEIL"} | {one.name: value}) == f"{before} {value}"


@given(st.from_regex(r"[a-zæøå][a-zæøå_]{0,20}", fullmatch=True))
def test_a_name_that_is_not_in_the_list_is_named(name):
    known = {one.name for one in placeholders_of(LetterKind.AWARD)}

    assert unknown(f"a [{name}] b [{name}]", LetterKind.AWARD) == ([] if name in known else [name])


@pytest.mark.parametrize("kind", LetterKind.values)
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_texts_we_begin_with_are_whole(kind, language):
    subject, body = default_text(kind, language)

    assert unknown(subject + body, kind) == []
    assert missing(body, kind) == []
    assert not PLACEHOLDER.search(fill(subject + body, examples(kind)))


def test_a_line_without_a_value_goes_and_its_gap_with_it():
    text = "[vilkår]\n\nFørst.\n\n[vilkår]\n\nSå [frist] slutt.\n\n[vilkår]"

    assert fill(text, {"vilkår": "", "frist": ""}) == "Først.\n\nSå  slutt."


def test_what_the_signs_mean():
    text = "Hei\nder\n\n# Overskrift\nTekst\n– en\n- to\n\n– tre\n\n{{ kode }} {% kode %}"

    assert blocks(text) == [
        ("text", "Hei\nder"),
        ("heading", "Overskrift"),
        ("text", "Tekst"),
        ("list", ["en", "to"]),
        ("list", ["tre"]),
        ("text", "{{ kode }} {% kode %}"),
    ]
