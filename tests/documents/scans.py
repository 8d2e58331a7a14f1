"""Files as an office scanner makes them: several papers in one go, with the blank backs of some."""

import io
import random
from collections.abc import Iterator

import numpy as np
from pypdf import PdfReader, PdfWriter

from tests.documents import degrade
from tests.documents.make import Paper, Sample, drawn
from tests.documents.sheets import TEMPLATES

BLANK_SHARE = 0.4
"""How many sheets have their back scanned too."""


def _blank(seed: int) -> degrade.Picture:
    """An empty back: paper, a few specks of dust."""
    chance = np.random.default_rng(seed)
    page = np.clip(250 + chance.standard_normal((2339, 1654)) * 2, 0, 255).astype(np.uint8)
    page[chance.random(page.shape) < 0.00001] = 120
    return page


def _joined(papers: list[Paper]) -> bytes:
    writer = PdfWriter()
    for paper in papers:
        writer.append(PdfReader(io.BytesIO(paper.pdf)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bundles(seed: int, count: int, *, ocr: bool = True) -> Iterator[Sample]:
    """`count` files of two to four papers of different types; without OCR they are digital and have no backs."""
    for number in range(count):
        chance = random.Random(f"{seed} bundle {number}")  # noqa: S311 - the same every time, no secrets
        picked = chance.sample(TEMPLATES, chance.randrange(2, 5))
        papers = [drawn(template, chance) for template in picked]
        pictures: list[degrade.Picture] = []
        starts: list[int] = []
        for paper in papers:
            starts.append(len(pictures) + 1 if ocr else len(starts) + 1)
            if not ocr:
                continue
            pictures.append(degrade.pictured(paper.pdf, "scan200", number))
            if chance.random() < BLANK_SHARE:
                pictures.append(_blank(number))
        yield Sample(
            name=f"bundle-{number:03}",
            way="bundle",
            media_type="application/pdf",
            papers=tuple(papers),
            data=degrade.scanned(*pictures) if ocr else _joined(papers),
            pages=len(pictures) or len(papers),
            starts=tuple(starts),
        )
