"""What the component gallery (templates/gallery.html) is filled with; shown only when DEBUG is on."""

import datetime as dt
from types import SimpleNamespace as Thing

from django import forms
from django.core.paginator import Paginator

from folkehelse.lib import charts
from folkehelse.lib.charts.tilemap import places
from folkehelse.lib.forms import FilterForm, KronerField, NorwegianDateField, WholeNumberField

DAY = dt.date(2026, 10, 4)
YEARS = list(range(2014, 2027))
STATES = ["planned", "active", "paused", "ending", "ordinary", "closed", "withdrawn", "running", "failed"]
KEYS = [
    charts.Key("active", "Med nå", "c1", "full"),
    charts.Key("planned", "På vei inn", "c1", "half"),
    charts.Key("over", "Har vært med", "c2", "dot"),
    charts.Key("none", "Ikke med", "c4", "ring"),
]


class Example(forms.Form):
    day = NorwegianDateField(label="Dato", help_text="Dag, måned og år, for eksempel 04.10.2026")
    kind = forms.ChoiceField(
        label="Hva gjelder det?",
        widget=forms.RadioSelect,
        choices=[("carried_out", "Gjennomføring"), ("evaluation", "Evaluering")],
    )
    text = forms.CharField(label="Hva skjedde?", widget=forms.Textarea({"rows": 4}), max_length=1000)
    amount = KronerField(label="Beløp", max_value=4_000_000, help_text="Hele kroner.")
    participants = WholeNumberField(label="Antall deltakere", required=False)
    county = forms.ChoiceField(
        label="Fylke",
        required=False,
        choices=[("", "Velg"), ("Sør", [("40", "Telemark"), ("42", "Agder")]), ("Nord", [("55", "Troms")])],
    )
    arenas = forms.MultipleChoiceField(
        label="Arenaer",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("Skole og barnehage", [("kindergarten", "Barnehage"), ("school", "Grunnskole")]),
            ("Fritid", [("leisure", "Fritid og møteplass")]),
        ],
    )
    attachment = forms.FileField(label="Vedlegg", required=False, help_text="PDF, høyst 10 MB.")
    fixed = forms.CharField(
        label="Kommune", required=False, initial="Nordvik", widget=forms.TextInput({"readonly": True})
    )
    shared = forms.BooleanField(label="Vis for andre kommuner i programmet", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class ExampleFilter(FilterForm):
    q = forms.CharField(label="Søk", required=False, widget=forms.TextInput({"type": "search"}))
    state = forms.MultipleChoiceField(
        label="Status",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("active", "I gang"), ("closed", "Avsluttet")],
    )


def gallery_context():
    """Everything that the gallery shows, made up."""
    return {
        "blank": Example(auto_id="id_blank_%s"),
        "form": Example({"day": "i går", "amount": "12,50", "kind": "", "text": ""}),
        "filter": ExampleFilter(),
        "page": Paginator(range(200), 12).get_page(4),
        "figures": _figures(),
        "map": charts.figure("kart", "357 kommuner", _map(), desc="Ett kvadrat for hver kommune."),
        "sparkline": charts.sparkline(
            "gnist", "Loggføringer de siste tolv månedene", [3, 5, 2, None, 6, 8, 7]
        ),
        "key_figures": [
            Thing(value="215", note="av 357", label="kommuner er med"),
            Thing(value="1 284", label="tiltak siden 2017"),
            Thing(value="21 870", label="loggføringer"),
        ],
        "principles": [
            Thing(letter=letter, order=i, name=name, get_absolute_url="#")
            for i, (letter, name) in enumerate(
                zip(
                    "SMART", ["Styrker", "Medvirkning", "Anerkjennelse", "Relasjoner", "Trening"], strict=True
                ),
                1,
            )
        ],
        "states": STATES,
        "day": DAY,
        "files": [Thing(name="Program samling 3.pdf", href="#", size=84_000)],
        "facts": [("Periode", "2024–2028"), ("Tema", "Livsmestring"), ("Tilskudd", "2 500 000 kr")],
        "chips": [("Vestland", "?"), ("I gang", "?")],
        "subnav": [("Logg", "/galleri/"), ("Utvikling", "#utvikling"), ("Dokumenter", "#dokumenter")],
        "steps": [
            Thing(name="Om kommunen", href="#", done=True, now=False),
            Thing(name="Utfordring og mål", href="#", done=False, now=True),
            Thing(name="Se over og send", href="", done=False, now=False),
        ],
        "events": _events(),
        "progress": Thing(
            uid="framdrift",
            label="Framdriftsrapport for landet",
            value=3,
            max=15,
            text="3 av 15 fylker",
            poll="",
        ),
    }


def _figures():
    share = [None, None, 13.2, 14.1, 14.1, 14.4, 15.4, 16.6, 16.8, 17.2, 16.8, None, 17.7]
    county = [12.8, 13.2, 13.1, 13.5, 14.2, 14.5, 14.8, 15.0, 15.5, 15.9, 16.2, 16.4, 16.9]
    nation = [12.8, 13.3, 13.5, 13.9, 14.3, 14.5, 14.8, 15.4, 15.6, 15.9, 16.4, 16.6, 17.1]
    series = [
        charts.Series(*one) for one in [("Nordvik", share), ("Møre og Romsdal", county), ("Norge", nation)]
    ]
    months = [f"{month:02d}.{year}" for year in (25, 26) for month in range(1, 13)]
    logs = [(7 * i * i) % 43 + 5 for i in range(24)]
    stacked = [
        charts.Series("Gjennomføring", logs),
        charts.Series("Evaluering", [v // 2 for v in reversed(logs)]),
    ]
    counties = [("Møre og Romsdal", 24), ("Trøndelag", 31), ("Vestland", None), ("Nordland – Nordlánnda", 18)]
    spans = [
        charts.Span("Foreldreskole i barnehagen", dt.date(2018, 1, 1), dt.date(2021, 6, 30), "over"),
        charts.Span("Møteplassen for ungdom i Nordvik og omegn", dt.date(2021, 2, 1), None, "active"),
        charts.Span("Fri lek", dt.date(2027, 1, 1), dt.date(2029, 1, 1), "planned"),
    ]
    return [
        charts.figure(
            "plager", "Andel unge med psykiske plager", charts.Line(YEARS, series, unit=" %", breaks=(6,))
        ),
        charts.figure("logg", "Loggføringer per måned", charts.Columns(months, stacked)),
        charts.figure("fylker", "Kommuner i programmet", charts.Bars(counties, highlight="Trøndelag")),
        charts.figure("plan", "Tiltak 2017–2027", charts.Gantt(spans, today=DAY, states=tuple(KEYS))),
        charts.figure(
            "tomt", "Et diagram uten tall", charts.Columns(months, [charts.Series("Ingen", [None] * 24)])
        ),
    ]


def _map():
    states = {code: ("active", "active", "planned", "over", "none")[int(code) % 5] for code in places()}
    return charts.TileMap(states, KEYS, links={code: f"#{code}" for code in places()})


def _events():
    at = dt.datetime(2026, 10, 4, 12, 5, tzinfo=dt.UTC)
    changes = [("Status", "planlagt", "i gang"), ("Slutter", "", "31.12.2027")]
    return [
        Thing(at=at, text="Endret tiltaket Fri lek", by="Ingrid Moen", href="#", why="", changes=changes),
        Thing(
            at=at,
            text="Loggførte på Fri lek",
            by="Per Åge Lie",
            href="",
            why="Skrevet på feil tiltak",
            changes=[],
        ),
    ]
