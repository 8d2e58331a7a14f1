"""Files as an office scanner makes them: several papers in one go, with the blank backs of some and sheets between them."""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.documents import degrade
from tests.documents.letters import Template
from tests.documents.make import Paper, Sample, drawn
from tests.documents.sheets import is_holdout, templates_of

BLANK_SHARE, SEPARATED_SHARE, SAME_SHARE = 0.4, 0.2, 0.25
"""How many sheets have their back scanned too; how many files have sheets between the papers; how many papers follow one of their type."""

MOST = 6
SEPARATOR = {"fr": "FEUILLE DE SÉPARATION", "nl": "SCHEIDINGSBLAD", "de": "TRENNBLATT", "en": "SEPARATOR SHEET"}


@dataclass(slots=True)
class _Feeder:
    """What went through the scanner, and on which pages papers began."""

    pictures: list[degrade.Picture]
    starts: list[int]


def _back(front: degrade.Picture, seed: int) -> degrade.Picture:
    """An empty back: paper, a few specks, and the front shining through from behind."""
    chance = np.random.default_rng(seed)
    shine = 255 - (255 - front[:, ::-1].astype(np.float32)) * chance.choice((0.0, 0.03, 0.06))
    page: degrade.Picture = np.clip(shine - 5 + chance.standard_normal(front.shape) * 2, 0, 255).astype(np.uint8)
    page[chance.random(page.shape) < 0.00001] = 120
    return np.asarray(page, dtype=np.uint8)


def _separator(language: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    canvas.setFont("Helvetica-Bold", 30)
    canvas.drawCentredString(A4[0] / 2, A4[1] / 2, SEPARATOR[language])
    canvas.save()
    return out.getvalue()


def _joined(papers: list[Paper]) -> bytes:
    writer = PdfWriter()
    for paper in papers:
        writer.append(PdfReader(io.BytesIO(paper.pdf)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _picked(seed: int, chance: random.Random) -> list[Template]:
    """Two to six papers; now and then one is followed by another of its type."""
    found: list[Template] = []
    for template in chance.sample(templates_of(seed), chance.randrange(2, MOST + 1)):
        found.append(template)
        others = [other for other in templates_of(seed) if other.type == template.type and other is not template]
        if others and chance.random() < SAME_SHARE:
            found.append(chance.choice(others))
    return found[:MOST]


def _scanned(papers: list[Paper], chance: random.Random, number: int) -> _Feeder:
    feeder, between = _Feeder([], []), chance.random() < SEPARATED_SHARE
    for at, paper in enumerate(papers):
        if between and at:
            feeder.pictures.append(degrade.pictured(_separator(paper.language), "scan200", number))
        feeder.starts.append(len(feeder.pictures) + 1)
        for sheet in degrade.sheets_of(paper.pdf):
            front = degrade.pictured(sheet, "scan200", number)
            feeder.pictures.append(front)
            if chance.random() < BLANK_SHARE:
                feeder.pictures.append(_back(front, number))
    return feeder


def bundles(seed: int, count: int, *, ocr: bool = True) -> Iterator[Sample]:
    """`count` files of two to six papers; without OCR they are digital and have no backs."""
    for number in range(count):
        chance = random.Random(f"{seed} bundle {number}")  # noqa: S311 - the same every time, no secrets
        papers = [drawn(template, chance, half=int(is_holdout(seed))) for template in _picked(seed, chance)]
        if ocr:
            feeder = _scanned(papers, chance, number)
            data, pages, starts = degrade.scanned(*feeder.pictures), len(feeder.pictures), feeder.starts
        else:
            data, pages = _joined(papers), sum(paper.pages for paper in papers)
            starts = [1 + sum(paper.pages for paper in papers[:at]) for at in range(len(papers))]
        yield Sample(
            name=f"bundle-{number:03}",
            way="bundle",
            media_type="application/pdf",
            papers=tuple(papers),
            data=data,
            pages=pages,
            starts=tuple(starts),
        )
