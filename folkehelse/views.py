"""Pages about the portal itself, and its health."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.exceptions import RedisError

from accounts.models import Message
from folkehelse.gallery import gallery_context
from folkehelse.tasks import heartbeat_age
from programmes.models import Document

OLDEST_HEARTBEAT = 45  # seconds; beat sends one every 10


@require_safe
@login_not_required
def about(request):
    return render(request, "about.html")


@require_safe
@login_not_required
def privacy(request):
    return render(request, "privacy.html")


@require_safe
@login_not_required
def accessibility(request):
    return render(request, "accessibility.html")


@require_safe
@login_not_required
def gallery(request):
    """The components side by side; with DEBUG only."""
    return render(request, "gallery.html", gallery_context())


@require_safe
@login_not_required
@never_cache
def healthz(request):
    """The process lives. Asks nobody."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@login_not_required
@never_cache
def readyz(request):
    """Whether all is well: 200, or 503 with the part that is not."""
    parts = {"database": _database(), "migrations": "unknown", "broker": _broker(), "worker": _worker()}
    waiting = 0
    if parts["database"] == "ok":
        parts["migrations"] = _migrations()
        if parts["migrations"] == "ok":
            waiting = max(Document.objects.seconds_waited(), Message.objects.seconds_waited())
    well = all(answer == "ok" for answer in parts.values())
    return JsonResponse(parts | {"outbox_seconds": waiting}, status=200 if well else 503)


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "down"
    return "ok"


def _migrations():
    executor = MigrationExecutor(connection)
    return "missing" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else "ok"


def _broker():
    try:
        with Redis.from_url(
            settings.REDIS_URL.replace("redis+socket://", "unix://"),
            socket_timeout=2,
            socket_connect_timeout=2,
        ) as client:
            client.ping()
    except (RedisError, OSError):
        return "down"
    return "ok"


def _worker():
    age = heartbeat_age()
    return "ok" if age is not None and age <= OLDEST_HEARTBEAT else "silent"


def bad_request(request, exception=None):
    return defaults.bad_request(request, exception)


def forbidden(request, exception=None):
    """A no that says why, when the view gave a reason."""
    return render(request, "403.html", {"why": str(exception or "")}, status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    return defaults.server_error(request)
