import logging

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def _safe(name, answer):
    """The method of that name; when Redis is away it answers as an empty cache would."""
    original = getattr(RedisCache, name)

    def method(self, *args, **kwargs):
        try:
            return original(self, *args, **kwargs)
        except (RedisError, OSError) as error:
            log.warning("cache %s: %s", name, error)
            return answer(*args, **kwargs)

    return method


class FailsafeRedisCache(RedisCache):
    """A cache whose absence costs time and rate limits, never a page."""

    get = _safe("get", lambda key, default=None, **_: default)
    get_many = _safe("get_many", lambda *_, **__: {})
    set = _safe("set", lambda *_, **__: None)
    set_many = _safe("set_many", lambda *_, **__: [])
    add = _safe("add", lambda *_, **__: True)
    incr = _safe("incr", lambda key, delta=1, **_: delta)
    delete = _safe("delete", lambda *_, **__: False)
    delete_many = _safe("delete_many", lambda *_, **__: None)
    has_key = _safe("has_key", lambda *_, **__: False)
    touch = _safe("touch", lambda *_, **__: False)
