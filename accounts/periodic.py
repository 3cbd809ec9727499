"""What the clock starts."""

from celery import shared_task

from accounts.delivery import deliver


@shared_task(name="accounts.sweep_messages")
def sweep_messages():
    """Send what should have gone: a ring was lost, a worker died, or the mail server is back."""
    return deliver()[0]
