"""Images, drawn again from their pixels: nothing that was not seen is kept, neither place, name nor code."""

from contextlib import contextmanager
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

from folkehelse.lib.uploads.refused import Refused

MOST_PIXELS = 50_000_000
PNG_MODES = {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}
BROKEN = (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError, OverflowError)


def read_png(content):
    image = _opened(content, "PNG")
    if image.mode == "P" and "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode not in PNG_MODES:
        image = image.convert("RGBA" if "A" in image.mode else "RGB")
    return _saved(image, "PNG", optimize=True)


def read_jpeg(content):
    image = _opened(content, "JPEG")
    image = image if image.mode in ("L", "RGB") else image.convert("RGB")
    return _saved(image, "JPEG", quality=90, optimize=True)


def _opened(content, kind):
    """Decoded and turned upright. The size is asked of the head, before a pixel is drawn."""
    try:
        image = Image.open(BytesIO(content), formats=[kind])
        if image.width * image.height > MOST_PIXELS:
            raise _too_large()
        with _nothing_missing():
            image.load()
        return ImageOps.exif_transpose(image)
    except Image.DecompressionBombWarning as error:  # where warnings are errors
        raise _too_large() from error
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except BROKEN as error:
        raise Refused(_("Bildet er ødelagt, og kan ikke leses.")) from error


@contextmanager
def _nothing_missing():
    """Where WeasyPrint is loaded, Pillow is told to take half an image for a whole one."""
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _saved(image, kind, **options):
    image.info = {}  # what Pillow would else write along: profile, comment, Exif, text
    out = BytesIO()
    image.save(out, kind, exif=b"", **options)
    return out.getvalue(), []


def _too_large():
    return Refused(
        _("Bildet har for mange bildepunkter. Det kan ha %(most)d millioner.")
        % {"most": MOST_PIXELS // 1_000_000}
    )
