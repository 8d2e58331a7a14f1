"""Broken and hostile files: whatever a sender sends, a reading comes back."""

import random

import pytest

from core.values import Reading
from extractors.lines import Line
from tests.extractors import papers
from tests.extractors.test_office import DOCX, letter
from tests.extractors.test_pictures import heif

PICTURE = papers.picture(papers.REPORT, dpi=60)
SEEDS = {
    "application/pdf": papers.pdf(papers.INVOICE),
    "image/png": papers.encoded(PICTURE, "PNG"),
    "image/jpeg": papers.encoded(PICTURE, "JPEG"),
    "image/tiff": papers.encoded(PICTURE, "TIFF", compression="tiff_lzw", save_all=True, append_images=[PICTURE]),
    "image/webp": papers.encoded(PICTURE, "WEBP"),
    "image/gif": papers.encoded(PICTURE, "GIF"),
    "image/bmp": papers.encoded(PICTURE, "BMP"),
    "image/heic": heif(PICTURE.convert("RGB")),
    DOCX: letter(),
    "text/html": b"<html><p>a<table><tr><td>b</td></tr></table></html>",
    "application/rtf": rb"{\rtf1\ansi\ansicpg1252 caf\'e9 \u8364? {\*\x y}\par z}",
}


class Blind:
    """An engine that sees nothing, at once."""

    name = "blind"
    poor = doubtful = 0.0

    def recognise(self, _image: object, *, languages: str, seconds: float) -> tuple[Line, ...]:  # noqa: ARG002 - the protocol's
        return ()


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        at, length = chance.randrange(len(changed)), chance.randrange(1, 40)
        match chance.randrange(4):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                changed[at] ^= 1 << chance.randrange(8)
            case 2:
                changed[at:at] = changed[at : at + length]
            case 3:
                del changed[max(at, 1) : at + length]
    return bytes(changed)


@pytest.mark.parametrize("media_type", SEEDS)
def test_a_damaged_file_always_gives_a_reading(media_type: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.ocr.page.engines_for", lambda _context: (Blind(),))
    chance = random.Random(media_type)  # noqa: S311 - the same mutations every time

    for _ in range(25):
        assert isinstance(papers.reading_of(mutated(SEEDS[media_type], chance), media_type), Reading)


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("media_type", SEEDS)
def test_a_cut_file_always_gives_a_reading(media_type: str, cut: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.ocr.page.engines_for", lambda _context: (Blind(),))
    data = SEEDS[media_type]

    assert isinstance(papers.reading_of(data[: int(len(data) * cut)], media_type), Reading)
