"""One picture to one page: prepared, recognised, turned upright where it must be, boxes brought back to the page."""

import time
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from core.errors import Problem, Unreadable
from core.values import Box, Page, Source, Word
from extractors.context import Context
from extractors.lines import Line, confidence_of, text_of, words_of
from extractors.ocr.engine import Engine
from extractors.ocr.prepare import Prepared, blank, lies_on_its_side, prepare
from extractors.ocr.tesseract import Tesseract

if TYPE_CHECKING:
    from PIL.Image import Image

ENGINE: Engine = Tesseract()

POOR = 0.72
"""Mean confidence under which a page may lie on its side or upside down."""

HOPELESS = 0.3
"""Confidence under which all words of a line are grain, not text."""

A_PAGE = 6
"""Words under which a picture is a photograph, whichever way up."""

SMALL, WANTED = 15, 24
"""Height of words in pixels: under the one, the picture is enlarged until they have the other."""

LARGEST = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """What an engine made of the picture turned by `turn` degrees clockwise."""

    turn: int
    prepared: Prepared
    lines: tuple[Line, ...]

    @property
    def words(self) -> tuple[Word, ...]:
        return words_of(self.lines)

    @property
    def gain(self) -> float:
        """How much was read, and how surely: grain and single signs count nothing."""
        return sum(len(word.text) * (word.confidence - 0.5) for word in self.words if len(word.text) > 1 and word.text.isalnum())


def read_picture(image: "Image", *, number: int, width: float, height: float, context: Context) -> Page:
    """The page that `image` shows; `width` and `height` in points are those of `image` as it lies.

    Raises:
        Unavailable: there is no OCR engine here.
    """
    page = Page(number=number, width=round(width, 2), height=round(height, 2), source=Source.OCR, confidence=0.0)
    if min(image.size) < 3 or blank(image):  # noqa: PLR2004 - nothing can be written on two pixels
        return replace(page, confidence=1.0)
    try:
        return _placed(_read(image, context), page)
    except Unreadable as error:
        return replace(page, problem=error.problem)


def _read(image: "Image", context: Context) -> _Attempt:
    end = time.monotonic() + context.seconds()
    best = _upright(image, context, end)
    heights = [word.box.y1 - word.box.y0 for word in best.words if word.confidence > HOPELESS]
    if heights and median(heights) < SMALL:
        enlarge = min(WANTED / median(heights), LARGEST)
        best = max(best, _attempt(image, context, turn=best.turn, enlarge=enlarge, end=end), key=lambda attempt: attempt.gain)
    return best


def _upright(image: "Image", context: Context, end: float) -> _Attempt:
    """The attempt of the way up that reads best; a page that reads well at once is tried no other way."""
    on_its_side = lies_on_its_side(image)
    turn = (ENGINE.turn(image, seconds=_left(end)) if on_its_side else 0) or (90 if on_its_side else 0)
    best = _attempt(image, context, turn=turn, end=end)
    for other in _other_turns(image, best, on_its_side=on_its_side, end=end):
        if confidence_of(best.words) >= POOR:
            break
        best = max(best, _attempt(image, context, turn=other, end=end), key=lambda attempt: attempt.gain)
    return best


def _attempt(image: "Image", context: Context, *, end: float, turn: int = 0, enlarge: float = 1.0) -> _Attempt:
    prepared = prepare(_turned(image, turn), enlarge=enlarge)
    lines = ENGINE.recognise(prepared.image, languages=context.ocr_languages, seconds=_left(end))
    return _Attempt(turn=turn, prepared=prepared, lines=lines)


def _other_turns(image: "Image", first: _Attempt, *, on_its_side: bool, end: float) -> tuple[int, ...]:
    """Other ways up that are worth a try after a poor `first`."""
    if confidence_of(first.words) >= POOR:
        return ()
    if on_its_side:
        return ((first.turn + 180) % 360, 0)
    if len(first.words) < A_PAGE:
        return ()
    surely = ENGINE.turn(image, seconds=_left(end))
    return (180,) if surely is None else (surely,) if surely else ()


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise Unreadable(Problem.TIMED_OUT)
    return left


def _turned(image: "Image", turn: int) -> "Image":
    from PIL import Image as Images

    method = {90: Images.Transpose.ROTATE_270, 180: Images.Transpose.ROTATE_180, 270: Images.Transpose.ROTATE_90}.get(turn)
    return image.transpose(method) if method is not None else image


def _placed(attempt: _Attempt, page: Page) -> Page:
    """`page` with what was read; boxes in points of the page as it should be read."""
    on_its_side = attempt.turn in {90, 270}
    width, height = (page.height, page.width) if on_its_side else (page.width, page.height)
    points = width / attempt.prepared.width, height / attempt.prepared.height
    lines = tuple(
        Line(words=tuple(replace(word, box=_scaled(attempt.prepared.back(word.box), *points)) for word in line.words))
        for line in attempt.lines
        if any(word.confidence >= HOPELESS for word in line.words)
    )
    words = words_of(lines)
    return replace(
        page, width=width, height=height, rotation=attempt.turn, text=text_of(lines), words=words, confidence=confidence_of(words)
    )


def _scaled(box: Box, across: float, down: float) -> Box:
    return Box(x0=round(box.x0 * across, 2), y0=round(box.y0 * down, 2), x1=round(box.x1 * across, 2), y1=round(box.y1 * down, 2))
