"""HTML to an accessible PDF: PDF/UA-1, or PDF/A-2a for archives. Nothing is fetched; same text same bytes."""

import io
import logging
import os
import warnings
from contextlib import contextmanager

PROGRESS = logging.getLogger("weasyprint.progress")
LAID_OUT, WRITTEN = 80, 95  # per cent of the work
ACCESSIBLE, ARCHIVED = "pdf/ua-1", "pdf/a-2a"  # variants of PDF


def render_pdf(html, *, stylesheet, variant=ACCESSIBLE, on_progress=lambda percent: None):
    """(bytes, number of pages). `html` needs lang and title; images and fonts are data: addresses."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 -- slow import
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- slow import
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 -- slow import

    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # else the fonts carry the moment they were cut to size
    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    fonts = FontConfiguration()
    options = {"pdf_variant": variant, "dpi": 150, "jpeg_quality": 75, "optimize_images": True}
    with _listening(on_progress):
        style = CSS(string=stylesheet, url_fetcher=fetcher, font_config=fonts)
        page = HTML(string=html, url_fetcher=fetcher)
        document = page.render(font_config=fonts, stylesheets=[style], **options)
        on_progress(LAID_OUT)
        with warnings.catch_warnings():  # it leaves the file of the colour profile to the collector
            warnings.simplefilter("ignore", ResourceWarning)
            pdf = document.write_pdf(**options)
        on_progress(WRITTEN)
        pdf = with_artifacts(pdf)
    on_progress(100)
    return pdf, len(document.pages)


@contextmanager
def _listening(on_progress):
    """WeasyPrint tells of its steps in a log; each page brings us a little closer, however many there are."""
    handler = _Listener(on_progress)
    level, PROGRESS.propagate = PROGRESS.level, False
    PROGRESS.setLevel(logging.INFO)
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # a line for each table of each font
    PROGRESS.addHandler(handler)
    try:
        yield
    finally:
        PROGRESS.removeHandler(handler)
        PROGRESS.setLevel(level)


class _Listener(logging.Handler):
    def __init__(self, on_progress):
        super().__init__()
        self.on_progress, self.percent = on_progress, 30.0

    def emit(self, record):
        self.percent += (LAID_OUT - 1 - self.percent) * 0.02
        self.on_progress(int(self.percent))


# --- tags -------------------------------------------------------------------------------------------


def with_artifacts(pdf):
    """Running heads and page numbers as artifacts: WeasyPrint marks them as content that nobody owns."""
    import pikepdf  # noqa: PLC0415 -- slow import

    with pikepdf.open(io.BytesIO(pdf)) as document:
        owned = owned_content(document)
        for page in document.pages:
            instructions = pikepdf.parse_content_stream(page)
            if changed := _as_artifacts(instructions, owned.get(page.obj.objgen, frozenset())):
                page.obj.Contents = document.make_stream(pikepdf.unparse_content_stream(changed))
        out = io.BytesIO()
        generate = pikepdf.ObjectStreamMode.generate
        document.save(out, deterministic_id=True, object_stream_mode=generate, compress_streams=True)
        return out.getvalue()


def owned_content(document):
    """Page → numbers of the marked content that an element of the structure tree owns."""
    import pikepdf  # noqa: PLC0415 -- slow import

    owned, waiting = {}, [(document.Root.StructTreeRoot, None)]
    while waiting:
        node, page = waiting.pop()
        if isinstance(node, int):
            owned.setdefault(page, set()).add(node)
        elif isinstance(node, pikepdf.Array):
            waiting += [(kid, page) for kid in node]
        elif isinstance(node, pikepdf.Dictionary):
            page = node.Pg.objgen if "/Pg" in node else page
            if "/K" in node:
                waiting.append((node.K, page))
            elif "/MCID" in node:
                waiting.append((int(node.MCID), page))
    return owned


def content_number(instruction):
    """The number that a marked-content operator gives its content, or None."""
    if str(instruction.operator) != "BDC":
        return None
    properties = instruction.operands[1]
    return int(properties["/MCID"]) if hasattr(properties, "keys") and "/MCID" in properties else None


def _as_artifacts(instructions, owned):
    """The page's instructions with everything unowned as pagination artifacts, or None if nothing was."""
    import pikepdf  # noqa: PLC0415 -- slow import

    name, kind = pikepdf.Name.Artifact, pikepdf.Dictionary(Type=pikepdf.Name.Pagination)
    artifact = pikepdf.ContentStreamInstruction([name, kind], pikepdf.Operator("BDC"))
    changed = [
        artifact if (number := content_number(one)) is not None and number not in owned else one
        for one in instructions
    ]
    return changed if any(one is artifact for one in changed) else None
