"""Calendar files, read back the way a calendar reads them."""

import datetime as dt

from folkehelse.lib.ical import Event, calendar, escaped, folded

STAMP = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def test_text_is_escaped_backslash_first():
    assert escaped("a\\b; c, d\r\ne\nf\x07") == "a\\\\b\\; c\\, d\\ne\\nf"


def test_no_line_is_longer_than_75_bytes_and_no_letter_is_cut():
    line = "SUMMARY:" + "Ærlig æøå – «hei» 🙂 " * 12

    parts = folded(line).split("\r\n")

    assert max(len(part.encode()) for part in parts) == 75
    assert [part[0] for part in parts[1:]] == [" "] * (len(parts) - 1)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line


def test_an_event_is_a_whole_day():
    event = Event("1@x", dt.date(2026, 12, 31), "Frist; nå", STAMP, text="a,b", url="http://x/1/", sequence=2)

    lines = unfolded(calendar("Kalender", [event]))

    assert lines == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Folkehelse//Utlysninger//NO",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Kalender",
        "BEGIN:VEVENT",
        "UID:1@x",
        "DTSTAMP:20260102T020405Z",
        "SEQUENCE:2",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Frist\\; nå",
        "DESCRIPTION:a\\,b",
        "URL:http://x/1/",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
