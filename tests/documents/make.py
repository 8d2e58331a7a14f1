"""Draws the papers of the set: PDF files and, beside each, what truly stands on it.

`python -m tests.documents.make DIR --seed N` writes one file of every paper for every way it can reach a mailbox.
"""

import argparse
import io
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import reportlab
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.documents import degrade
from tests.documents.filling import GLUE, Filling, Truth
from tests.documents.letters import Template
from tests.documents.sheets import is_holdout, templates_of

FONTS = (("Helvetica", "Helvetica-Bold"), ("Times-Roman", "Times-Bold"), ("Courier", "Courier-Bold"), ("Vera", "VeraBd"))
MARGIN = 62
PAGE = "@page"
"""The line of a wording at which a page ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper: the lines and cells as they are drawn, the facts on them, and the PDF."""

    type: str
    language: str
    segments: tuple[str, ...]
    facts: tuple[Truth, ...]
    pdf: bytes
    pages: int = 1
    apart: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A file as it is sent; `starts` are the pages on which its papers begin."""

    name: str
    way: str
    media_type: str
    papers: tuple[Paper, ...]
    data: bytes
    pages: int = 1
    starts: tuple[int, ...] = (1,)
    file_name: str = "document"
    """As the sender called it."""


class _Sheet:
    """A page that is written from the top, in one of several looks."""

    def __init__(self, chance: random.Random) -> None:
        for name in FONTS[-1]:
            pdfmetrics.registerFont(TTFont(name, str(Path(reportlab.__file__).parent / "fonts" / f"{name}.ttf")))
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=A4, invariant=True)
        self.plain, self.bold = chance.choice(FONTS)
        self.size = chance.choice((9.5, 10, 11)) if self.plain in {"Courier", "Vera"} else chance.choice((10, 11, 12))
        self.lead = self.size * chance.choice((1.45, 1.6, 1.8))
        self.top = self.at = A4[1] - chance.choice((55, 70, 90))
        self.pages = 1
        self.ruled = chance.random() < 0.5
        self.segments: list[str] = []

    def put(self, text: str, x: float, font: str, size: float) -> None:
        shown = text.replace(GLUE, " ")
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.at, shown)
        self.segments.append(shown)

    def paragraph(self, text: str, font: str, size: float) -> None:
        for line in wrapped(text, font, size, A4[0] - 2 * MARGIN):
            self.put(line, MARGIN, font, size)
            self.at -= self.lead * size / self.size

    def row(self, cells: list[str]) -> None:
        room = (A4[0] - 2 * MARGIN) / len(cells)
        columns = [wrapped(cell, self.plain, self.size, room - 8) for cell in cells]
        top = self.at
        for index, lines in enumerate(columns):
            for number, line in enumerate(lines):
                self.at = top - number * self.lead
                self.put(line, MARGIN + index * room, self.plain, self.size)
        self.at = top - max(map(len, columns)) * self.lead
        if self.ruled:
            self.canvas.setLineWidth(0.5)
            self.canvas.line(MARGIN, self.at + self.lead * 0.68, A4[0] - MARGIN, self.at + self.lead * 0.68)

    def turn(self) -> None:
        """Go on with the next page, which has its number at its head."""
        self._check()
        self.canvas.showPage()
        self.pages += 1
        self.at = self.top
        self.put(f"- {self.pages} -", A4[0] / 2 - 8, self.plain, 9)
        self.at -= self.lead * 2

    def finish(self) -> bytes:
        self._check()
        self.canvas.save()
        return self.out.getvalue()

    def _check(self) -> None:
        if self.at < MARGIN / 2:
            message = f"does not fit on its page: {self.segments[0]}"
            raise ValueError(message)


def wrapped(text: str, font: str, size: float, room: float) -> list[str]:
    """The text in lines that fit."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".lstrip()
        if lines[-1] and pdfmetrics.stringWidth(longer.replace(GLUE, " "), font, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def drawn(template: Template, chance: random.Random, *, half: int = 0) -> Paper:
    """The paper filled in and drawn; `half` of the names may stand on it."""
    filling = Filling(template, chance, half=half)
    sheet = _Sheet(chance)
    for line in filling.fill(template.text).split("\n"):
        if not line:
            sheet.at -= sheet.lead
        elif line == PAGE:
            sheet.turn()
        elif line.startswith("# "):
            title = line[2:].upper() if chance.random() < 0.5 else line[2:]
            sheet.at -= sheet.lead * 0.5
            sheet.paragraph(title, sheet.bold, sheet.size * 1.4)
        elif line.startswith("| "):
            sheet.row(line[2:].split(" | "))
        else:
            sheet.paragraph(line, sheet.plain, sheet.size)
    return Paper(
        type=template.type,
        language=template.language,
        segments=tuple(sheet.segments),
        facts=tuple(sorted(filling.facts)),
        pdf=sheet.finish(),
        pages=sheet.pages,
        apart=template.apart,
        held=template.held,
    )


def papers(seed: int, rounds: int = 1) -> Iterator[Paper]:
    """Every paper, `rounds` times with other values and another look, in an order that the seed shuffles."""
    order = list(enumerate(templates_of(seed)))
    random.Random(f"{seed} order").shuffle(order)  # noqa: S311 - the same every time, no secrets
    for turn in range(rounds):
        for number, template in order:
            yield drawn(template, random.Random(f"{seed} {turn} {number}"), half=int(is_holdout(seed)))  # noqa: S311 - the same every time, no secrets


def samples(seed: int, ways: tuple[str, ...], rounds: int = 1) -> Iterator[Sample]:
    """Every paper once a round, each in the next of the `ways`, so that the ways share the papers out among them;
    shuffled, so that the first of them are like the whole."""
    made = list(papers(seed, rounds))
    random.Random(seed).shuffle(made)  # noqa: S311 - the same every time, no secrets
    for number, paper in enumerate(made):
        way = ways[(number + number // len(templates_of(seed))) % len(ways)]
        media_type, data = degrade.sent(paper.pdf, way, seed * 10_000 + number)
        yield Sample(name=f"{number:04}-{way}", way=way, media_type=media_type, papers=(paper,), data=data, pages=paper.pages)


def write(folder: Path, sample: Sample) -> None:
    """The file and its truth."""
    suffix = {"application/pdf": "pdf", "image/jpeg": "jpg", "video/mp4": "mp4"}[sample.media_type]
    (folder / f"{sample.name}.{suffix}").write_bytes(sample.data)
    told = [
        {"type": paper.type, "language": paper.language, "segments": paper.segments, "facts": [asdict(fact) for fact in paper.facts]}
        for paper in sample.papers
    ]
    truth = {"way": sample.way, "pages": sample.pages, "starts": sample.starts, "papers": told}
    (folder / f"{sample.name}.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1))


def main() -> None:
    """Write the set into a folder."""
    from tests.documents.scans import bundles
    from tests.documents.things import things

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for way in degrade.WAYS:
        for sample in samples(chosen.seed, (way,)):
            write(chosen.folder, sample)
    for sample in (*bundles(chosen.seed, 20), *things(chosen.seed)):
        write(chosen.folder, sample)


if __name__ == "__main__":
    main()
