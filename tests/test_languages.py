"""Nynorsk is whole and is nynorsk; nothing is shown in English in either form."""

import ast
import re
from pathlib import Path

import allauth
import django
import import_export
import polib
import pytest
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent
DJANGO = Path(django.__file__).parent
ALLAUTH, IMPORT_EXPORT = (Path(package.__file__).parent for package in (allauth, import_export))

# Words that are bokmål and never nynorsk.
BOKMAAL = (
    "ansatt ansatte avsluttet begrunnelse begrunnelsen begynner begynte beskrivelse bidragsyter ble "
    "brukere bydeler bytter deltakelse deltakelsen deltakelser deltakere dere deres disse egen eget "
    "eiere endret endringen endringer ennå ett fikk finnes fjernet flere forsiden fra fylkene fylker "
    "fylkesrådgiver ganger gjelder gjør gjøre godkjennere grafer hele hjem hjemme hun hva "
    "hvem hver hverandre hvert hvilke hvilken hvilket hvis hvor hvordan hvorfor høyere høyst ikke "
    "innbyggere innhold jeg kilde kilder kommer kommunene kommuner koordinatorer lages lagret lavere "
    "lenken listen logget loggføringen loggføringer mangler meldinger mens mer mye måned måneden "
    "måneder navn navnet nettleser noe noen numre nåværende opplysninger opprettet partnere passer "
    "praksiser prinsippene prinsipper programmene programmer rapportene rapporter rettigheter rollen "
    "sammen se siden skole skolen skrevet skriver slettet sluttet sted søke søker tegn temaer tidligere "
    "tilskudd tilskuddet tiltakene timer trukket uke uker uten velg velge virker vises være vært "
    "øyeblikk"
)
# Kinds of columns and names of languages, which no page of the portal shows.
NOT_SHOWN = {"String (unlimited)", "IPv4", "IPv6", "IPv4 or IPv6", "Central Kurdish (Sorani)", "Uyghur"}


def catalogue(locale):
    return polib.pofile(str(ROOT / "locale" / locale / "LC_MESSAGES" / "django.po"))


def pairs(locale):
    """Every translated text with its source; of a plural, both forms."""
    for entry in catalogue(locale).translated_entries():
        if entry.msgid_plural:
            yield entry.msgid, entry.msgstr_plural[0]
            yield entry.msgid_plural, entry.msgstr_plural[1]
        else:
            yield entry.msgid, entry.msgstr


def placeholders(text):
    return sorted(re.findall(r"%\(\w+\)[srd]|%%|%[sd]|\{\w*\}|</?\w+[^>]*>|\xad|\xa0|\n", text))


def edges(text):
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def translated(file):
    return {
        (entry.msgctxt, entry.msgid, entry.msgid_plural)
        for entry in polib.pofile(str(file)).translated_entries()
        if not entry.fuzzy
    }


def test_the_catalogues_are_of_today():
    call_command("check_translations")


@pytest.mark.parametrize("locale", ["nb", "nn"])
def test_placeholders_are_the_same(locale):
    wrong = [pair for pair in pairs(locale) if placeholders(pair[0]) != placeholders(pair[1])]
    ragged = [pair for pair in pairs(locale) if edges(pair[0]) != edges(pair[1])]

    assert wrong == ragged == []


@pytest.mark.parametrize("locale", ["nb", "nn"])
def test_heads_are_tidy(locale):
    kept = catalogue(locale)

    assert kept.metadata["Language"] == locale
    assert kept.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    assert not {"Last-Translator", "Language-Team"} & set(kept.metadata)
    assert not kept.metadata_is_fuzzy


def test_nynorsk_is_nynorsk():
    bokmål, found = set(BOKMAAL.split()), {}
    for _source, text in pairs("nn"):
        plain = re.sub(r"%\(\w+\)[srd]|<[^>]*>", " ", text)
        if words := bokmål & set(re.findall(r"\w+", plain.replace("\xad", "").lower())):
            found[text] = words

    assert found == {}


@pytest.mark.parametrize("locale", ["nb", "nn"])
@pytest.mark.parametrize("area", ["conf", "contrib/auth", "contrib/admin", "contrib/postgres"])
def test_django_speaks_norwegian(locale, area):
    """What Django lacks is in our catalogues; an upgrade that brings new texts is noticed here."""
    folder = DJANGO / area / "locale"
    known = translated(folder / locale / "LC_MESSAGES/django.po") | translated(
        ROOT / f"locale/{locale}/LC_MESSAGES/django.po"
    )
    texts = {
        (entry.msgctxt, entry.msgid, entry.msgid_plural)
        for entry in polib.pofile(str(folder / "en/LC_MESSAGES/django.po"))
        if not entry.obsolete and entry.msgid not in NOT_SHOWN
    }

    assert texts - known == set()


def test_import_export_speaks_norwegian():
    texts = {
        entry.msgid
        for entry in polib.pofile(str(IMPORT_EXPORT / "locale/pl/LC_MESSAGES/django.po"))
        if not entry.obsolete
    }

    for locale in ("nb", "nn"):
        assert texts - {entry.msgid for entry in catalogue(locale).translated_entries()} == set()


def test_package_texts_are_still_in_the_packages():
    """Every English text in our list is one that a package has."""
    tree = ast.parse((ROOT / "folkehelse/lib/package_texts.py").read_text())
    listed = {text.value for call in ast.walk(tree) if isinstance(call, ast.Call) for text in call.args}
    files = [*DJANGO.rglob("locale/en/**/django.po"), ALLAUTH / "locale/nb/LC_MESSAGES/django.po"]
    files.append(IMPORT_EXPORT / "locale/pl/LC_MESSAGES/django.po")
    entries = [entry for file in files for entry in polib.pofile(str(file))]

    assert listed - {text for entry in entries for text in (entry.msgid, entry.msgid_plural)} == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("about", "Ingen treng å skrive det same ein gong til."),
        ("privacy", "Ingen opplysningar om barn"),
        ("account_login", "Har du ikkje brukar? Spør programkoordinatoren"),
        ("account_login", "Har du gløymt passordet?"),  # allauth's own
        ("account_request_login_code", "Få ein eingongskode"),
        ("account_reset_password", "E-post"),
    ],
)
def test_pages_in_nynorsk(client, page, sentence):
    client.cookies["django_language"] = "nn"

    response = client.get(reverse(page))

    assert response.headers["Content-Language"] == "nn"
    assert 'lang="nn"' in response.text
    assert sentence in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "answer"),
    [("nb", "E-postadressen eller passordet er feil."), ("nn", "E-postadressa eller passordet er feil.")],
)
def test_a_wrong_password_is_answered_in_the_same_form(client, language, answer):
    client.cookies["django_language"] = language

    response = client.post(reverse("account_login"), {"login": "ingen@kommune.test", "password": "feil"})

    assert answer in response.text


@pytest.mark.parametrize(
    ("language", "required", "short"),
    [
        ("nb", "Feltet er påkrevet.", "Passordet er for kort. Det må ha minst 12 tegn."),
        ("nn", "Feltet er påkravd.", "Passordet er for kort. Det må ha minst 12 teikn."),
    ],
)
def test_django_s_own_messages(language, required, short):
    with translation.override(language):
        with pytest.raises(ValidationError) as missing:
            forms.CharField().clean("")
        with pytest.raises(ValidationError) as refused:
            validate_password("kvi9xtr")

        assert missing.value.messages == [required]
        assert refused.value.messages == [short]


def test_what_nynorsk_lacks_would_be_bokmål_and_never_english():
    with translation.override("nn"):
        assert translation.gettext("Sign Up") == "Registrer deg"  # not in our list
