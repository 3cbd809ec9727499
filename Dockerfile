# One image for web, worker, beat and migrate; docker-compose.yml says which command each runs.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LANG=C.UTF-8

RUN apt-get update \
    && apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --home-dir /data --uid 10001 portal

WORKDIR /app

# Before the code, so that a change in the code does not install everything again.
COPY requirements-server.txt ./
RUN pip install --no-cache-dir --require-hashes --only-binary=:all: --requirement requirements-server.txt

COPY manage.py gunicorn.conf.py pyproject.toml LICENSE ./
COPY folkehelse/ folkehelse/
COPY audit/ audit/
COPY accounts/ accounts/
COPY municipalities/ municipalities/
COPY smart/ smart/
COPY programmes/ programmes/
COPY templates/ templates/
COPY static/ static/
COPY locale/ locale/

# Neither database nor key is touched while files are collected; the values only fill a place.
ENV FOLKEHELSE_VAR=/data STATIC_ROOT=/app/collected BIND=0.0.0.0
RUN SECRET_KEY=unused DATABASE_URL=postgres://unused REDIS_URL=redis://unused \
    python manage.py collectstatic --noinput --verbosity 0

USER portal
VOLUME /data
EXPOSE 8000

# The worker and beat have checks of their own in docker-compose.yml.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://localhost:{os.environ.get('PORT', '8000')}/healthz\", timeout=4)"]

CMD ["gunicorn", "folkehelse.wsgi"]
