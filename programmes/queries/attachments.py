from programmes.models import Application, Attachment

MOST_FILES = 30  # in one application


def kept_of(application: Application) -> list[Attachment]:
    """All files of the application as it stands; asked once for the same object, whatever asks for a part."""
    known = application.__dict__
    if "_kept" not in known:
        known["_kept"] = list(application.attachments.kept().select_related("uploaded_by"))
    return known["_kept"]


def forget(application: Application) -> None:
    application.__dict__.pop("_kept", None)


def kept_under(application: Application, key: str) -> list[Attachment]:
    return [one for one in kept_of(application) if one.key == key]
