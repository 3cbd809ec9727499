"""What the county's pages cost with 305 applications to a call: queries, seconds of CPU and bytes."""

# In a transaction that is undone, on whatever else the database holds.

import datetime as dt
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkehelse.settings")

APPLICATIONS, EARLIER, RUNS = 305, 60, 7
LONG = "Vi vil bygge laget rundt barna, sammen med skolen, helsestasjonen og de frivillige. " * 8


def main():
    import django

    django.setup()
    from django.db import connection, transaction

    with transaction.atomic():
        user, call, busiest = made()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        list_of_call = f"/utlysninger/{call.pk}/saker/"
        report(user, "A call's applications, 100 a page", list_of_call, (15, 0.08, 120))
        report(user, "  by score, the last page", f"{list_of_call}?sort=-poeng&page=4", (15, 0.08, 120))
        report(user, "  by amount", f"{list_of_call}?sort=-belop", (15, 0.08, 120))
        code = busiest.municipality.code
        report(
            user, f"A municipality's {EARLIER} applications", f"/kommuner/{code}/soknader/", (20, None, None)
        )
        report(user, "One of them, as a case", f"/soknader/{busiest.pk}/", (20, None, None))
        transaction.set_rollback(True)


def report(user, name, address, most):
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="accounts.backends.Backend")
    client.get(address)  # what a process remembers
    best = None
    for _run in range(RUNS):
        clock, started = time.perf_counter(), time.process_time()
        response = client.get(address)
        run = time.process_time() - started, time.perf_counter() - clock
        best = min(best or run, run)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    if response.status_code != 200:
        sys.exit(f"{address}: {response.status_code}")
    kilobytes = len(response.content) / 1000
    cost = f"{len(queries)} queries, {best[0]:.3f} s CPU, {best[1]:.3f} s by the clock"
    print(f"{name}\n  {cost}, {kilobytes:.0f} kB")
    found = len(queries), best[0], kilobytes
    if any(limit is not None and value > limit for value, limit in zip(found, most, strict=True)):
        sys.exit(f"More than allowed (queries, s CPU, kB): {most}")


def made():
    """A county's call with many applications, all declared and reviewed; one applicant has many."""
    from accounts.models import User
    from folkehelse.lib.dates import from_to
    from municipalities.models import County, Membership, Municipality
    from municipalities.roles import Role
    from programmes.models import AreaCounty, Programme, ProgrammeArea

    county = County.objects.filter(municipalities__is_current=True).first()
    programme = Programme.objects.leading() or sys.exit("No programme: run manage.py prepare first.")
    day = dt.date(2017, 1, 1), dt.date(2030, 12, 31)
    area = ProgrammeArea.objects.create(
        programme=programme, slug="bench", place="Bench", own_name="Bench", starts_on=day[0], ends_on=day[1]
    )
    AreaCounty.objects.create(area=area, county=county, valid=from_to(*day))
    people = [User.objects.create(email=f"bench{n}@example.no", full_name=f"Rådgiver {n}") for n in range(3)]
    for person in people:
        Membership.objects.create(user=person, role=Role.COUNTY_ADVISER, county=county, valid=from_to(day[0]))
    municipalities = list(Municipality.objects.current().filter(county=county))
    call = a_call(area, county, people[0], 0)
    rows = [municipalities[n % len(municipalities)] for n in range(APPLICATIONS)]
    first = applications(call, rows, people, 1)[0]
    old = a_call(area, county, people[0], 1)
    applications(old, [first.municipality] * EARLIER, people, 100_000)
    return people[0], call, first


def a_call(area, county, by, number):
    from programmes.models import Call, CallVersion, Criterion

    call = Call.objects.create(area=area, county=county)
    version = CallVersion.objects.create(
        call=call,
        title=f"Utlysning {number}",
        frame=50_000_000,
        first_year=2027,
        opens_on=dt.date(2026, 1, 1),
        closes_on=dt.date(2026, 10, 1),
        created_by=by,
    )
    Criterion.objects.create(version=version, key="must", kind="must", title="Er forankret")
    for n in range(5):
        Criterion.objects.create(
            version=version, key=f"c{n}", kind="weighed", title=f"Kriterium {n}", weight=10 + n, scale=5
        )
    now = dt.datetime.now(dt.UTC)
    CallVersion.objects.filter(pk=version.pk).update(state="published", published_at=now, published_by=by)
    Call.objects.filter(pk=call.pk).update(state="published", current=version)
    call.refresh_from_db()
    return call


def applications(call, municipalities, people, first_number):
    from programmes.models import Application, Impartiality, Submission

    rows = Application.objects.bulk_create(
        Application(
            call=call,
            version=call.current,
            municipality=one,
            state="in_review",
            title=f"Trygge oppvekstmiljø i {one.name}, del {n}",
            contact=people[0],
            created_by=people[0],
            case_year=2099,
            case_number=first_number + n,
        )
        for n, one in enumerate(municipalities)
    )
    Submission.objects.bulk_create(
        Submission(
            application=row,
            version=call.current,
            number=number,
            phase="plan",
            content=content(row),
            sha256="0" * 64,
            asked_at=dt.datetime.now(dt.UTC),
            asked_by=people[0],
            submitted_by=people[0],
        )
        for row in rows
        for number in (1, 2)
    )
    Impartiality.objects.bulk_create(
        Impartiality(application=row, user=person, is_impartial=True) for row in rows for person in people
    )
    reviewed(rows, people)
    return rows


def reviewed(rows, people):
    from programmes.models import Review, Score

    reviews = Review.objects.bulk_create(
        Review(
            application=row,
            reviewer=person,
            assigned_by=people[0],
            state="sent",
            advice="full",
            amount=300_000,
            summary=LONG,
            sent_at=dt.datetime.now(dt.UTC),
        )
        for row in rows
        for person in people[1:]
    )
    Score.objects.bulk_create(
        Score(review=one, criterion=f"c{n}", points=(one.pk + n) % 6, reason=LONG)
        for one in reviews
        for n in range(5)
    )


def content(row):
    """As large as a real one: some 25 kB of text."""
    years = [2027, 2028, 2029]
    field = {"kind": "long", "text": LONG, "shown": LONG, "ready_by": None}
    about = {"title": row.title, "who": row.who, "municipality": row.who, "code": "", "county": ""}
    return {
        "language": "nb",
        "application": about | {"phase": "plan", "contact": "", "contact_email": "x@example.no"},
        "call": {"id": row.call_id, "title": "Utlysning", "version": 1},
        "sections": [
            {
                "key": f"s{s}",
                "name": "Del",
                "fields": [field | {"key": f"f{s}{f}", "label": "Spørsmål"} for f in range(3)],
            }
            for s in range(7)
        ],
        "measures": [],
        "budget": {"years": years, "lines": {"grant": {str(y): 100_000 + row.pk % 7 for y in years}}},
        "partners": [],
        "attachments": [],
    }


main()
