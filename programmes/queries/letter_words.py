"""The words of letters: a fixed list of placeholders like [kommune], and how a text is filled with them.

Nothing else in a text means anything to the machine: no code, no template engine.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programmes.enums.decisions import LetterKind

FILE = Path(__file__).resolve().parents[1] / "data" / "letter_templates.json"
PLACEHOLDER = re.compile(r"\[([^\W\d][\w-]*)\]")
ALONE = re.compile(r"\n*^[ \t]*\[([^\W\d][\w-]*)\][ \t]*$", re.MULTILINE)

K = LetterKind
GRANTS = (K.AWARD, K.PARTIAL)
DECIDED = (K.AWARD, K.PARTIAL, K.REFUSAL, K.RESERVE)
ALL = (*DECIDED, K.MORE_INFORMATION)


@dataclass(frozen=True)
class Placeholder:
    name: str
    text: str | Promise  # what it stands for
    example: str | Promise
    kinds: tuple
    required: tuple = ()  # kinds that must have it

    @property
    def tag(self):
        return f"[{self.name}]"


_FIRST_YEARS = _("– 2027: 400 000 kr\n– 2028: 400 000 kr, med forbehold om Stortingets budsjettvedtak")
PLACEHOLDERS = (
    Placeholder("kommune", _("den som søkte"), "Gulen", ALL),
    Placeholder("saksnummer", _("fylkets saksnummer"), "2026/114", ALL),
    Placeholder("tittel", _("søknadens tittel"), _("Ute sammen"), ALL),
    Placeholder("utlysning", _("utlysningens tittel"), _("Folkehelse for barn og unge 2027"), ALL),
    Placeholder("program", _("programmets navn"), _("Program for folkehelsearbeid i kommunene"), ALL),
    Placeholder("fylke", _("avsenderen"), "Vestland fylkeskommune", ALL),
    Placeholder("organ", _("hvem som vedtok"), _("Hovedutvalg for kultur og folkehelse"), DECIDED),
    Placeholder("vedtakssak", _("saksnummeret i møtet"), "26/18", DECIDED),
    Placeholder("vedtaksdato", _("dagen det ble vedtatt"), _("4. desember 2026"), DECIDED),
    Placeholder(
        "begrunnelse",
        _("begrunnelsen i vedtaket"),
        _("Tiltaket svarer godt på utlysningen."),
        DECIDED,
        DECIDED,
    ),
    Placeholder("søkt_beløp", _("det de søkte om i alt"), "1 200 000 kr", DECIDED),
    Placeholder("beløp", _("tilskuddet i alt"), "800 000 kr", GRANTS, GRANTS),
    Placeholder(
        "beløp_per_år",
        _("tilskuddet år for år; senere år med forbehold om Stortingets budsjettvedtak"),
        _FIRST_YEARS,
        GRANTS,
        GRANTS,
    ),
    Placeholder(
        "vilkår",
        _("vilkårene med overskrift; ingenting når det ikke er noen"),
        _("# Vilkår\n\nTilskuddet er gitt på disse vilkårene:\n\n– Planen er politisk vedtatt."),
        GRANTS,
        GRANTS,
    ),
    Placeholder("plass", _("plassen på ventelista"), "2", (K.RESERVE,)),
    Placeholder(
        "klage",
        _("klageadgangen med overskrift og frist; ingenting når utlysningen ikke har klageadgang"),
        _("# Dere kan klage\n\nDere kan klage på vedtaket. Klagen må være sendt innen 3 uker …"),
        DECIDED,
        DECIDED,
    ),
    Placeholder(
        "opplysninger",
        _("det dere ber om"),
        _("Hvem har ansvaret for evalueringen?"),
        (K.MORE_INFORMATION,),
        (K.MORE_INFORMATION,),
    ),
    Placeholder(
        "frist",
        _("en setning med fristen; ingenting når det ikke er noen"),
        _("Fristen for å svare er 4. desember 2026."),
        (K.MORE_INFORMATION,),
        (K.MORE_INFORMATION,),
    ),
)


def placeholders_of(kind) -> list[Placeholder]:
    return [one for one in PLACEHOLDERS if kind in one.kinds]


def unknown(text: str, kind) -> list[str]:
    """Placeholders in the text that this kind of letter does not have, in their order, each once."""
    named = {one.name for one in placeholders_of(kind)}
    return list(dict.fromkeys(name for name in PLACEHOLDER.findall(text) if name not in named))


def known(text: str, kind) -> list[str]:
    strange = unknown(text, kind)
    return [name for name in dict.fromkeys(PLACEHOLDER.findall(text)) if name not in strange]


def missing(body: str, kind) -> list[str]:
    """Placeholders that the law or the sum of the letter needs, and the text has not."""
    found = set(PLACEHOLDER.findall(body))
    return [one.name for one in PLACEHOLDERS if kind in one.required and one.name not in found]


def fill(text: str, values: dict[str, str]) -> str:
    """The text with each placeholder replaced once; what was filled in is not read again.

    A line that has only a placeholder without a value goes, with the empty lines before it.
    """

    def alone(found):
        return "" if values.get(found[1]) == "" else found[0]

    shorter = ALONE.sub(alone, text)
    if shorter != text and not text.startswith("\n"):
        shorter = shorter.lstrip("\n")
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), shorter)


def examples(kind) -> dict[str, str]:
    return {one.name: str(one.example) for one in placeholders_of(kind)}


def blocks(body: str) -> list[tuple]:
    """The text as ("heading" or "text", line) and ("list", [line, …]): what «# » and «– » mean."""
    found: list[tuple] = []
    for paragraph in re.split(r"\n[ \t]*\n", body.strip()):
        for line in paragraph.split("\n"):
            _add(found, line.strip(), is_first=line is paragraph.split("\n")[0])
        found.append(("end", ""))
    return [one for one in found if one[0] != "end"]


def _add(found, line, *, is_first):
    last = found[-1] if found else ("end", "")
    if line.startswith("# "):
        found.append(("heading", line[2:].strip()))
    elif re.match(r"[–*-] ", line):
        if last[0] == "list":
            last[1].append(line[2:].strip())
        else:
            found.append(("list", [line[2:].strip()]))
    elif not line:
        return
    elif last[0] == "text":
        found[-1] = ("text", f"{last[1]}\n{line}")
    else:
        found.append(("text", line))


@cache
def _texts():
    return json.loads(FILE.read_text())


def default_text(kind, language) -> tuple[str, str]:
    """(subject, body) that a county begins with."""
    text = _texts()[language][str(kind)]
    return text["subject"], "\n\n".join(text["body"])


def part(name, language, **values) -> str:
    """A piece of text that the portal writes itself, in the letter's written form."""
    return _texts()["parts"][language][name].format(**values)
