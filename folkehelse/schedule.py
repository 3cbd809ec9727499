"""What beat starts, and when. Each is a task in some app's periodic.py."""

from celery.schedules import crontab, schedule

BEAT = {
    "heartbeat": {
        "task": "folkehelse.heartbeat",
        "schedule": schedule(10),
        "options": {"expires": 10},
    },
    "ring-again-for-waiting-documents": {
        "task": "programmes.ring_for_waiting_documents",
        "schedule": schedule(30),
        "options": {"expires": 30},
    },
    "send-what-waits": {
        "task": "accounts.sweep_messages",
        "schedule": schedule(30),
        "options": {"expires": 30},
    },
    "reminders-of-deadlines": {  # at 6.30, and each hour after it for what was missed
        "task": "programmes.send_reminders",
        "schedule": crontab(hour="6-22", minute=30),
    },
    "files-that-no-row-names": {
        "task": "programmes.sweep_orphan_files",
        "schedule": crontab(hour=3, minute=20),
    },
    "the-municipalities-of-the-day": {
        "task": "municipalities.load_reference",
        "schedule": crontab(hour=0, minute=5),
    },
}
