"""Where uploaded and made files lie, as Django's STORAGES wants it."""

from urllib.parse import parse_qs, unquote, urlsplit


def file_storage(url, folder):
    """A folder by default, or `s3://bucket?endpoint=https://…&region=…`, keys from the environment."""
    if not url:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder, "base_url": None},
        }
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    options = {
        "bucket_name": parts.hostname,
        "endpoint_url": query.get("endpoint"),
        "region_name": query.get("region"),
        "file_overwrite": False,
        "querystring_auth": True,
    }
    if parts.username:
        options |= {"access_key": unquote(parts.username), "secret_key": unquote(parts.password or "")}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
