import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

import extractors.readers
from core import codec
from core.child import Child
from core.content import Spool
from core.errors import Problem, Unavailable
from core.limits import Limits
from core.pages import Page
from core.registry import Registry
from core.values import Reading
from extractors.context import Context
from extractors.language import language_of
from extractors.reading import read, readable
from tests.extractors import papers

PLUG_IN = '''
"""A format of our own."""
from core.pages import Page
from extractors.readers import Sheets, reads

@reads("application/x-our-own")
def read_our_own(content, context):
    return Sheets(pages=(Page(number=1, text=content.head(99).decode()[::-1]),))
'''


@pytest.fixture
def child() -> Iterator[Child]:
    with Child(memory_bytes=Limits().child_memory_bytes) as found:
        yield found


def request(spool: Spool, data: bytes, media_type: str, ocr_engine: str = "auto") -> dict[str, object]:
    return {
        "content": codec.dump(spool.keep(data)),
        "name": "x",
        "media_type": media_type,
        "context": codec.dump(Context(passwords=("a",), ocr_engine=ocr_engine)),
    }


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("application/pdf", True),
        ("image/heic", True),
        ("text/plain", True),
        ("text/html", True),
        ("video/mp4", True),
        ("video/x-flv", False),
        ("application/zip", False),
        ("application/octet-stream", False),
    ],
)
def test_it_is_known_without_opening_what_can_be_read(media_type: str, *, expected: bool) -> None:
    assert readable(media_type) is expected


@pytest.mark.parametrize(("media_type", "kind"), [("video/x-flv", "video"), ("application/zip", "autre")])
def test_what_has_no_reader_is_unsupported_and_a_video_is_a_video(media_type: str, kind: str) -> None:
    found = papers.reading_of(b"\x00\x00\x00\x18ftypmp42", media_type)

    assert (found.problem, found.type.id, found.pages) == (Problem.UNSUPPORTED, kind, ())


def test_an_empty_text_has_no_text() -> None:
    found = papers.reading_of(b" \n", "text/plain")

    assert (found.problem, found.language, found.type.id) == (Problem.NO_TEXT, "", "autre")


def test_a_reading_survives_the_way_through_a_child(child: Child) -> None:
    data = papers.pdf(papers.INVOICE)
    with Spool() as spool:
        answer = child.call("extractors.reading:read_in_child", request(spool, data, "application/pdf"), seconds=60)

    found = papers.reading_of(data, name="x", passwords=("a",))
    assert codec.load(Reading, answer) == found


def test_a_scan_is_read_inside_the_fence_of_a_child(child: Child) -> None:
    data = papers.scan(papers.picture(papers.REPORT))
    with Spool() as spool:
        answer = child.call("extractors.reading:read_in_child", request(spool, data, "application/pdf"), seconds=60)

    assert ("plate_fr_siv", "AB-123-CD") in papers.facts(codec.load(Reading, answer))


def test_a_child_without_an_engine_says_that_the_reading_must_come_back_later(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, child: Child
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with Spool() as spool, pytest.raises(Unavailable, match="ocr_missing"):
        child.call(
            "extractors.reading:read_in_child",
            request(spool, papers.scan(papers.picture(papers.REPORT, dpi=100)), "application/pdf", ocr_engine="tesseract"),
            seconds=60,
        )


def test_without_tesseract_the_other_engine_reads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, child: Child) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with Spool() as spool:
        answer = child.call(
            "extractors.reading:read_in_child",
            request(spool, papers.scan(papers.picture(papers.REPORT)), "application/pdf"),
            seconds=60,
        )

    assert [page.engine for page in codec.load(Reading, answer).pages] == ["ppocr"]


def test_importing_costs_no_heavy_library() -> None:
    program = (
        "import sys, extractors.reading as r; r.readable('x'); print(sorted({'spacy','numpy','PIL','pypdfium2','lxml'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)

    assert answer.stdout.strip() == "[]"


def test_a_reader_is_one_file_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The modules that are there register where they are imported first.
    extractors.readers.READERS.all()
    (tmp_path / "our_own.py").write_text(PLUG_IN)
    monkeypatch.setattr(extractors.readers, "__path__", [*extractors.readers.__path__, str(tmp_path)])
    registry: Registry[extractors.readers.Reader] = Registry("extractors.readers")
    monkeypatch.setattr(extractors.readers, "READERS", registry)
    monkeypatch.setattr(extractors.readers, "reads", registry.register)
    monkeypatch.setattr("extractors.reading.READERS", registry)

    assert readable("application/x-our-own")
    assert papers.reading_of(b"olleh", "application/x-our-own").pages == (Page(number=1, text="hello"),)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Veuillez trouver ci-joint la facture du garage.", "fr"),
        ("In bijlage vindt u de factuur van de garage.", "nl"),
        ("Anbei erhalten Sie die Rechnung der Werkstatt.", "de"),
        ("Please find the garage invoice attached.", "en"),
        ("12/03/2024 1 234,56", ""),
        ("RIB", ""),
    ],
)
def test_the_language_of_a_text_is_told_when_there_is_enough_of_it(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(("received", "loss"), [("2024-06-01T09:00:00+02:00", "2024-05-14"), ("2024-03-01T09:00:00+01:00", "2023-05-14")])
def test_a_day_without_a_year_is_of_the_months_before_the_mail_came(received: str, loss: str) -> None:
    context = Context(received_at=datetime.fromisoformat(received))
    with Spool() as spool:
        paper = spool.keep("Concerne l'accident du 14 mai à Namur.".encode())
        found = read(paper, name="lettre.txt", media_type="text/plain", context=context)

    assert ("date_eu", loss) in papers.facts(found)
