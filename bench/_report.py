"""Makes a report in a process of its own and tells what it cost."""

import json
import os
import resource
import subprocess
import sys
import time

YEAR = 2025


def measure(kind):
    """Runs `kind` in a fresh process, three times; the figures of the quickest."""
    runs = [
        json.loads(
            subprocess.run([sys.executable, __file__, kind], check=True, stdout=subprocess.PIPE).stdout
        )
        for _run in range(3)
    ]
    best = min(runs, key=lambda run: run["cpu"])
    print(f"{best['name']} {YEAR}: {best['pages']} pages, {best['size'] / 1000:.0f} kB")
    print(f"  collecting          {best['collect_cpu']:6.2f} s CPU, {best['queries']} queries")
    print(f"  making the PDF      {best['cpu']:6.2f} s CPU, {best['wall']:.2f} s by the clock")
    print(f"  per page            {best['cpu'] / best['pages']:6.3f} s CPU")
    print(f"  peak memory         {best['peak'] / 1000:6.0f} MB ({best['before'] / 1000:.0f} MB before)")


def main(kind):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkehelse.settings")
    import django

    django.setup()
    from programmes.models import Programme

    programme = Programme.objects.leading()
    if programme is None:
        sys.exit(
            "No programme: run manage.py load_reference, load_programme, load_library and load_demo first."
        )
    document, collecting = collected(kind, programme)
    json.dump(collecting | made(document), sys.stdout)


def collected(kind, programme):
    """The document that would be ordered, and what it cost to collect its content."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from programmes.documents.content import collect
    from programmes.models import Document

    scope = {"programme": programme, "year": YEAR}
    if kind == "municipality":
        scope["municipality"] = longest_log()
    started = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        content = collect(kind, language="nb", **scope)
    figures = {"collect_cpu": time.process_time() - started, "queries": len(queries)}
    document = Document(kind=kind, language="nb", content=content, ordered_at=timezone.now(), **scope)
    return document, figures | {"name": document.title.removesuffix(f" {YEAR}")}


def longest_log():
    from django.db.models import Count

    from municipalities.models import Municipality

    counted = Municipality.objects.current().annotate(entries=Count("enrolments__measures__log"))
    return counted.order_by("-entries", "pk").first()


def made(document):
    from programmes.documents.report import render

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, clock = time.process_time(), time.monotonic()
    pdf, pages = render(document, lambda percent: None)
    return {
        "pages": pages,
        "size": len(pdf),
        "cpu": time.process_time() - started,
        "wall": time.monotonic() - clock,
        "before": before,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }


if __name__ == "__main__":
    main(sys.argv[1])
