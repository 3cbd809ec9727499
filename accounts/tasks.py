"""Jobs that are rung for when something is to be done at once; the sweep finds what was missed."""

from celery import shared_task

from accounts.delivery import deliver


@shared_task(name="accounts.send_messages")
def send_messages():
    """Send what is due. Being rung twice costs one question."""
    sent, more = deliver()
    if more:
        send_messages.apply_async(retry=False)
    return sent
