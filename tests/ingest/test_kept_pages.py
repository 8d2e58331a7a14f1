"""A worker that dies in the middle of a scan leaves the pages that it had read; the next one goes on behind them."""

import io
import json
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from core.content import Spool
from core.settings import Settings
from extractors.kept import VERSION
from ingest.sandbox import Sandbox
from tests.extractors import papers

NAMES = {"name": "scan.pdf", "media_type": "application/pdf"}


def scan_of_two_papers() -> bytes:
    writer = PdfWriter()
    for lines in (papers.REPORT, papers.STATEMENT):
        writer.append(PdfReader(io.BytesIO(papers.scan(papers.picture(lines)))))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_retry_goes_on_with_the_pages_that_were_read(tmp_path: Path) -> None:
    with Spool() as spool, Sandbox(Settings(), keep_in=tmp_path) as sandbox:
        content = spool.keep(scan_of_two_papers())
        sandbox.read_document(content, **NAMES)
        assert list(tmp_path.iterdir()) == []  # nothing of a reading that is complete stays

        folder = tmp_path / f"claimpost-pages-{content.sha256}"
        folder.mkdir()
        page = {"number": 1, "width": 595, "height": 842, "source": "ocr", "text": "kept", "engine": "ppocr"}
        word = {"box": {"x0": 60, "y0": 60, "x1": 90, "y1": 72}, "text": "kept", "confidence": 0.9}
        (folder / f"auto-{VERSION}-1.json").write_text(json.dumps(page | {"words": [word]}), "utf-8")
        found = sandbox.read_document(content, **NAMES)

    assert found.pages[0].text == "kept"
    assert "CONSTAT AMIABLE" in found.pages[1].text


def test_a_sandbox_without_a_folder_keeps_nothing() -> None:
    with Spool() as spool, Sandbox(Settings()) as sandbox:
        assert sandbox._kept(spool.keep(b"x")) is None
