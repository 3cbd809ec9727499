"""The CSV files, column by column; a cell that cannot be read is told by file and line."""

import csv
import datetime as dt
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

from django.utils.translation import gettext as _
from stdnum.no import orgnr

from municipalities.enums import LanguageForm, SuccessionKind

FOLDER = Path(__file__).resolve().parent.parent / "data"
START = dt.date(2017, 1, 1)  # what was over before this day is not in the files


class Problem(NamedTuple):
    at: str
    what: str

    def __str__(self):
        return f"{self.at}: {self.what}"


class BadSource(Exception):
    """The files cannot be loaded; nothing was written."""

    SHOWN = 20

    def __init__(self, problems):
        self.problems = problems
        lines = [str(problem) for problem in problems[: self.SHOWN]]
        if hidden := len(problems) - len(lines):
            lines.append(_("… og %(count)s til") % {"count": hidden})
        super().__init__("\n".join(lines))


class Span(NamedTuple):
    """Days from `lower` up to, not including, `upper`; None is open."""

    lower: dt.date | None
    upper: dt.date | None

    def holds(self, day):
        return (self.lower is None or self.lower <= day) and (self.upper is None or day < self.upper)

    def overlaps(self, other):
        first, second = sorted([self, other], key=lambda span: span.lower or dt.date.min)
        return first.upper is None or (second.lower or dt.date.min) < first.upper

    @property
    def eve(self):
        """The last day; far ahead while it runs."""
        return self.upper - dt.timedelta(days=1) if self.upper else dt.date.max


class Dated:
    """Rows with a code and a span, looked up by code and day."""

    def __init__(self, rows):
        self.rows_of = defaultdict(list)
        for row in sorted(rows, key=start):
            self.rows_of[row.code].append(row)

    def on(self, code, day):
        return next((row for row in self.rows_of.get(code, ()) if row.valid.holds(day)), None)

    def within(self, code, span):
        return [row for row in self.rows_of.get(code, ()) if row.valid.overlaps(span)]

    def newest(self, code):
        return self.rows_of[code][-1] if code in self.rows_of else None


def start(row):
    return row.valid.lower or dt.date.min


def latest(rows, day):
    """The one that holds on the day; in a gap or after the end the one before; else the first to come."""
    rows = sorted(rows, key=start)
    begun = [row for row in rows if start(row) <= day]
    return begun[-1] if begun else rows[0]


# --- cells: each returns the value or raises ValueError with the reason -------------------------------


def text(longest, *, blank=False):
    def read(cell):
        if not cell and not blank:
            raise ValueError(_("mangler"))
        if len(cell) > longest:
            raise ValueError(_("er lengre enn %(longest)s tegn") % {"longest": longest})
        return cell

    return read


def digits(count):
    def read(cell):
        if not (len(cell) == count and cell.isascii() and cell.isdigit()):
            raise ValueError(_("skal ha %(count)s sifre") % {"count": count})
        return cell

    return read


def number(cell):
    if not (cell.isascii() and cell.isdigit()):
        raise ValueError(_("er ikke et helt tall"))
    return int(cell)


def day(cell):
    try:
        return dt.date.fromisoformat(cell)
    except ValueError:
        raise ValueError(_("er ikke en dato (ÅÅÅÅ-MM-DD)")) from None


def open_day(cell):
    return day(cell) if cell else None


def word(meanings):
    def read(cell):
        if cell not in meanings:
            raise ValueError(_("skal være en av: %(words)s") % {"words": ", ".join(meanings)})
        return meanings[cell]

    return read


def organisation_number(cell):
    if cell and not orgnr.is_valid(cell):
        raise ValueError(_("er ikke et gyldig organisasjonsnummer"))
    return cell


# --- files --------------------------------------------------------------------------------------------

YES_NO = word({"yes": True, "no": False})
SAMI_LANGUAGE = word({"": "", "se": "se", "smj": "smj", "sma": "sma"})
NAMES = {
    "name": text(60),
    "full_name": text(120),
    "sami_name": text(60, blank=True),
    "sami_language": SAMI_LANGUAGE,
    "kven_name": text(60, blank=True),
}
SPAN = {"valid_from": open_day, "valid_to": open_day}
MOVE = {
    "on": day,
    "old_code": digits(4),
    "old_name": text(60),
    "new_code": digits(4),
    "new_name": text(60),
    "note": text(1000, blank=True),
    "source": text(200),
}
FILES = {
    "counties": {
        "code": digits(2),
        **NAMES,
        **SPAN,
        "sami_area": YES_NO,
        "organisation_number": organisation_number,
        "note": text(1000, blank=True),
    },
    "municipalities": {"code": digits(4), "name": text(60), **SPAN},
    "municipality_names": {"code": digits(4), **NAMES, **SPAN},
    "successions": {"kind": word({kind: kind for kind in SuccessionKind.values}), **MOVE},
    "border_moves": MOVE,
    "population": {"year": number, "code": digits(4), "total": number, "aged_0_24": number},
    "facts": {
        "code": digits(4),
        "name": text(60),
        "language_form": word(
            {
                "bokmål": LanguageForm.BOKMAL.value,
                "nynorsk": LanguageForm.NYNORSK.value,
                "nøytral": LanguageForm.NEUTRAL.value,
            }
        ),
        "sami_area": YES_NO,
        "sami_language": SAMI_LANGUAGE,
        "organisation_number": organisation_number,
    },
    "districts": {"code": digits(6), "name": text(60), "municipality_code": digits(4)},
}


def read(folder):
    """All files as lists of rows, or BadSource with everything that is wrong in them."""
    problems = []
    tables = {
        name: list(_rows(Path(folder) / f"{name}.csv", columns, problems)) for name, columns in FILES.items()
    }
    if problems:
        raise BadSource(problems)
    return SimpleNamespace(**tables)


def _rows(path, columns, problems):
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(path.name, _("kan ikke leses: %(error)s") % {"error": error}))
        return
    reader = csv.DictReader(lines, restkey="", strict=True)
    if wrong := set(reader.fieldnames or ()) ^ set(columns):
        what = _("manglende eller ukjente kolonner: %(names)s") % {"names": ", ".join(sorted(wrong))}
        problems.append(Problem(_at(path, 1), what))
        return
    try:
        for cells in reader:
            if row := _row(cells, columns, _at(path, reader.line_num), problems):
                yield row
    except csv.Error as error:
        problems.append(Problem(_at(path, reader.line_num), str(error)))


def _at(path, line):
    return _("%(file)s, linje %(line)s") % {"file": path.name, "line": line}


def _row(cells, columns, at, problems):
    if "" in cells or None in cells.values():
        problems.append(Problem(at, _("har feil antall felter")))
        return None
    row = SimpleNamespace(at=at)
    for name, parse in columns.items():
        try:
            setattr(row, name, parse(cells[name].strip()))
        except ValueError as error:
            what = _("%(column)s «%(cell)s» %(error)s")
            problems.append(Problem(at, what % {"column": name, "cell": cells[name], "error": error}))
            return None
    return _spanned(row, problems)


def _spanned(row, problems):
    if hasattr(row, "valid_from"):
        row.valid = Span(row.valid_from, row.valid_to)
        if row.valid.upper and start(row) >= row.valid.upper:
            problems.append(Problem(row.at, _("valid_to må være etter valid_from")))
            return None
    return row
