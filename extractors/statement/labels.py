"""Printed labels found among the words of a page, whatever OCR ran together or took apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from core.pages import Box, Page, Word
from extractors.facts.sheet import Sheet
from extractors.lines import around
from extractors.statement.model import plain

LONG = 8
"""Letters from which a label may hold a wrong one."""

ALIKE = 0.86
SLACK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of a page as letters and digits alone, and whose word each of them is."""

    text: str
    words: tuple[Word, ...]
    owners: tuple[int, ...]
    """The word of each sign; -1 between rows."""

    starts: tuple[int, ...]
    """Where words begin in `text`."""

    @classmethod
    def of(cls, page: Page) -> "Rows":
        """The rows of `page`."""
        sheet = Sheet.of(page)
        breaks = [sheet.text.count("\n", 0, start) for start in sheet.starts]
        text = ""
        owners: list[int] = []
        starts: list[int] = []
        for at, word in enumerate(sheet.words):
            if at and breaks[at] != breaks[at - 1]:
                text, owners = f"{text}\n", [*owners, -1]
            starts.append(len(text))
            text += plain(word.text)
            owners.extend([at] * (len(text) - len(owners)))
        return cls(text=text, words=sheet.words, owners=tuple(owners), starts=tuple(starts))

    def box(self, start: int, end: int) -> Box:
        """The rectangle around the words from `start` to `end`; of a word that is cut, the part."""
        at = sorted(set(self.owners[start:end]) - {-1})
        first, last = self.words[at[0]].box, self.words[at[-1]].box
        whole = around(self.words[index].box for index in at)
        begin, head = self.starts[at[0]], len(plain(self.words[at[0]].text))
        final, tail = self.starts[at[-1]], len(plain(self.words[at[-1]].text))
        x0 = first.x0 + (first.x1 - first.x0) * (start - begin) / max(head, 1)
        x1 = last.x1 - (last.x1 - last.x0) * max(final + tail - end, 0) / max(tail, 1)
        return Box(x0=x0, y0=whole.y0, x1=max(x1, x0), y1=whole.y1)


def found_in(rows: Rows, labels: Sequence[str]) -> list[Box]:
    """Where one of `labels` stands, as written, the first of them before the others."""
    for label in labels:
        if boxes := [rows.box(start, start + len(plain(label))) for start in _exactly(rows, plain(label))]:
            return boxes
    return []


def nearly_in(rows: Rows, labels: Sequence[str]) -> list[Box]:
    """Where something like one of `labels` stands: what OCR makes of small or faint print."""
    for label in labels:
        wanted = plain(label)
        if len(wanted) < LONG:
            continue
        hits = [(ratio, rows.box(start, end)) for start, end, ratio in _alike(rows, wanted)]
        if hits:
            return [box for _, box in sorted(hits, key=lambda hit: -hit[0])]
    return []


def _exactly(rows: Rows, wanted: str) -> Iterator[int]:
    start = rows.text.find(wanted)
    while start >= 0:
        # A number may be run together with its label: "6Preneur".
        before = rows.text[start - 1 : start]
        if start in rows.starts or before.isdigit():
            yield start
        start = rows.text.find(wanted, start + 1)


def _alike(rows: Rows, wanted: str) -> Iterator[tuple[int, int, float]]:
    for start in rows.starts:
        line_end = rows.text.find("\n", start) % (len(rows.text) + 1)
        piece = rows.text[start : min(start + len(wanted), line_end)]
        if len(piece) < len(wanted) - SLACK:
            continue
        matcher = SequenceMatcher(None, piece, wanted, autojunk=False)
        if matcher.real_quick_ratio() > ALIKE and matcher.quick_ratio() > ALIKE and (ratio := matcher.ratio()) > ALIKE:
            yield start, start + len(piece), ratio
