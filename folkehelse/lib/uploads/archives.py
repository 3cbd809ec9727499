"""Archives (zip), which Office files are: judged by their table of contents before anything is opened."""

import stat
import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

from folkehelse.lib.uploads.refused import Refused, has_password

MOST_ENTRIES = 2_000
MOST_UNPACKED = 80_000_000
MOST_RATIO = 100  # unpacked to packed; sheets of numbers reach 30
SMALL = 1_000_000  # may be packed as hard as it likes
HEADER = 30  # bytes of an entry before its name
ENCRYPTED = 0x1
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def opened(content):
    """The archive as a ZipFile whose entries may be read, or Refused."""
    if content.count(b"PK\x01\x02") > 2 * MOST_ENTRIES:
        raise _bomb()
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise broken() from error
    entries = archive.infolist()
    _refuse_bombs(entries)
    for entry in entries:
        _refuse_entry(entry)
    _refuse_polyglots(archive, entries, content)
    return archive


def _refuse_bombs(entries):
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    too_dense = unpacked > SMALL and unpacked > packed * MOST_RATIO
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or too_dense:
        raise _bomb()


def _refuse_entry(entry):
    name = entry.filename
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0] or "\\" in name:
        raise Refused(_("Den har filer med ulovlige navn i seg."))
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused(_("Den har filer med ulovlige navn i seg."))
    if entry.flag_bits & ENCRYPTED:
        raise has_password()
    if entry.compress_type not in PACKINGS:
        raise broken()


def _refuse_polyglots(archive, entries, content):
    """Nothing before the first entry, between, or after the end; no name twice, no entry over another."""
    if len({entry.filename for entry in entries}) != len(entries) or archive.comment:
        raise broken()
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end or (end == 0 and entry.header_offset != 0):
            raise broken()
        end = entry.header_offset + HEADER + len(entry.filename) + entry.compress_size
    if content[-22:-18] != b"PK\x05\x06":
        raise broken()


def parts(archive):
    """(name, first bytes) of every entry that is a file."""
    for entry in archive.infolist():
        if not entry.is_dir():
            with archive.open(entry) as file:
                yield entry.filename, file.read(8)


def broken():
    return Refused(_("Den er ødelagt, og kan ikke leses. Lagre den på nytt, eller som PDF."))


def _bomb():
    return Refused(_("Den blir for stor når den pakkes ut. Lagre den som PDF."))
