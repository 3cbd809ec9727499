from celery import shared_task

from municipalities.reference.load import load


@shared_task(name="municipalities.load_reference")
def load_reference():
    """At each new day: a number or a name that holds from today becomes the latest."""
    load()
