"""Pages that OCR has read are kept while their document is being read: a retry goes on where the first try ended."""

import json
from collections.abc import Callable
from pathlib import Path

from core import codec
from core.pages import Page, Source
from extractors.context import Context

VERSION = 2
"""Changes when the same picture would be read differently."""


def kept(number: int, context: Context, read: Callable[[], Page]) -> Page:
    """Page `number` as it was kept, else as `read` reads it, which is kept when OCR read it without a problem."""
    if not context.kept:
        return read()
    path = Path(context.kept) / f"{context.ocr_engine}-{VERSION}-{number}.json"
    found = _loaded(path)
    if found is not None:
        return found
    page = read()
    if page.source == Source.OCR and page.words and page.problem is None:
        _save(path, page)
    return page


def _loaded(path: Path) -> Page | None:
    try:
        return codec.load(Page, json.loads(path.read_bytes()))
    except (OSError, *codec.MISFITS):
        return None


def _save(path: Path, page: Page) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(codec.dump(page)), "utf-8")
        part.replace(path)
    except OSError:
        return  # a page that cannot be kept is read again
