"""A worker that dies in the middle of a scan leaves the pages that it had read; the next one goes on behind them."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from core.content import Content, Spool
from core.errors import Unavailable
from core.settings import Settings
from extractors.kept import VERSION
from ingest import pipeline, services
from ingest.sandbox import Sandbox
from storage import models
from storage.blobs.folder import FolderBlobs
from tests.extractors import papers
from tests.extractors.media.scenes import scene
from tests.ingest.way import hold
from tests.whole import mails

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
        sandbox.forget(content.sha256)
        assert list(tmp_path.iterdir()) == []  # nothing of a reading that is stored stays

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
        assert sandbox._kept(spool.keep(b"x").sha256) is None


def test_the_pages_are_kept_until_the_reading_and_its_pictures_are_stored(hands: services.Services, tmp_path: Path) -> None:
    refusals = ["blobs_unavailable"]

    class Refusing(FolderBlobs):
        def put(self, content: Content) -> None:
            if refusals:
                raise Unavailable(refusals.pop())
            super().put(content)

    mail = mails.letter(1, serial=1)
    mail.add_attachment(papers.encoded(scene(3), "TIFF"), maintype="image", subtype="tiff", filename="IMG_4001.tiff")
    pipeline.open_mail(hold(mail, hands), hands)
    item = models.Item.objects.get(name="IMG_4001.tiff")
    folder = tmp_path / f"claimpost-pages-{item.sha256}"
    folder.mkdir()

    with Sandbox(hands.settings, keep_in=tmp_path) as sandbox:
        hands = replace(hands, sandbox=sandbox, blobs=Refusing(hands.settings.home / "blobs"))
        with pytest.raises(Unavailable):
            pipeline.read_item(item.pk, hands)
        left = folder.exists()
        pipeline.read_item(item.pk, hands)

    assert (left, folder.exists()) == (True, False)
