"""One picture to one page: prepared, turned upright, recognised, doubted where it must be, boxes brought back to the page."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from core.errors import Problem, Unavailable, Unreadable
from core.pages import Other, Page, Source, Word
from extractors.barcodes import stated_on
from extractors.context import Context
from extractors.lines import Line, confidence_of, in_rows, text_of, words_of
from extractors.ocr.engine import Engine
from extractors.ocr.engines import engines_for
from extractors.ocr.orientation import orientation_of
from extractors.ocr.prepare import Flat, Prepared, blank, flat, lies_on_its_side, prepare
from extractors.ocr.tesseract import Tesseract

if TYPE_CHECKING:
    from PIL.Image import Image

HOPELESS = 0.3
"""Confidence under which all words of a line are grain, not text."""

A_PAGE = 6
"""Words under which a picture is a photograph, whichever way up."""

SURE_TURN = 0.8
"""Certainty with which a page is turned before it is read."""

SMALL, WANTED = 15, 24
"""Height of words in pixels: under the one, the picture is enlarged until they have the other."""

LARGEST = 3.0

LONG_WORD = 3
"""Letters from which on a word is longer than it is high."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """What an engine made of the picture turned by `turn` degrees clockwise."""

    engine: str
    turn: int
    prepared: Prepared
    lines: tuple[Line, ...]

    @property
    def words(self) -> tuple[Word, ...]:
        return words_of(self.lines)

    @property
    def confidence(self) -> float:
        return confidence_of(self.words)

    @property
    def gain(self) -> float:
        """How much was read, and how surely: grain, single signs and words that stand on end count nothing."""
        lying = [word for word in self.words if len(word.text) > 1 and word.text.isalnum() and not _stands(word)]
        return sum(len(word.text) * (word.confidence - 0.5) for word in lying)

    @property
    def stands(self) -> bool:
        """Whether most words stand on end: the page lies on its side, however well they were read."""
        long = [_stands(word) for word in self.words if len(word.text) >= LONG_WORD]
        return sum(long) * 2 > len(long)


def _stands(word: Word) -> bool:
    return len(word.text) >= LONG_WORD and word.box.y1 - word.box.y0 > word.box.x1 - word.box.x0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """A picture that is being read, and until when."""

    paper: Flat
    context: Context
    end: float

    def attempt(self, engine: Engine, *, turn: int = 0, enlarge: float = 1.0) -> _Attempt:
        prepared = prepare(self.paper, turn=turn, enlarge=enlarge)
        lines = engine.recognise(prepared.image, languages=self.context.ocr_languages, seconds=self.left())
        sure = (line for line in lines if any(word.confidence >= HOPELESS for word in line.words))
        return _Attempt(engine=engine.name, turn=turn, prepared=prepared, lines=in_rows(sure))

    def left(self) -> float:
        left = self.end - time.monotonic()
        if left <= 0:
            raise Unreadable(Problem.TIMED_OUT)
        return left


def read_picture(image: "Image", *, number: int, width: float, height: float, context: Context) -> Page:
    """The page that `image` shows; `width` and `height` in points are those of `image` as it lies.

    Raises:
        Unavailable: there is no OCR engine here.
    """
    page = Page(number=number, width=round(width, 2), height=round(height, 2), source=Source.OCR, confidence=0.0)
    if min(image.size) < 3 or blank(image):  # noqa: PLR2004 - nothing can be written on two pixels
        return replace(page, confidence=1.0)
    page = replace(page, stated=stated_on(image, number=number, width=width, height=height))
    try:
        work = _Work(paper=flat(image), context=context, end=time.monotonic() + context.seconds())
        best, *others = _read(work)
    except Unreadable as error:
        return replace(page, problem=error.problem)
    return _placed(best, others, page)


def _read(work: _Work) -> list[_Attempt]:
    """What the page says, and what else the other engine made of it where the first is not sure."""
    engines = engines_for(work.context)
    first, best = _first(work, engines)
    second = [engine for engine in engines if engine is not first]
    if not second or best.confidence >= first.doubtful or len(best.words) < A_PAGE:
        return [best]
    try:
        other = _enlarged(work.attempt(second[0], turn=best.turn), work, second[0])
    except (Unavailable, Unreadable):
        return [best]
    # What the engines think of themselves cannot be compared; the second errs a tenth as often.
    return sorted([best, other], key=lambda attempt: attempt.engine != "ppocr" or attempt.gain <= 0)


def _first(work: _Work, engines: tuple[Engine, ...]) -> tuple[Engine, _Attempt]:
    """What the first engine that is installed made of the page."""
    for engine in engines[:-1]:
        with contextlib.suppress(Unavailable):
            return engine, _enlarged(_upright(work, engine), work, engine)
    return engines[-1], _enlarged(_upright(work, engines[-1]), work, engines[-1])


def _enlarged(best: _Attempt, work: _Work, engine: Engine) -> _Attempt:
    heights = [word.box.y1 - word.box.y0 for word in best.words if word.confidence > HOPELESS]
    if not heights or best.confidence >= engine.doubtful or median(heights) >= SMALL:
        return best
    enlarged = work.attempt(engine, turn=best.turn, enlarge=min(WANTED / median(heights), LARGEST))
    return max(best, enlarged, key=lambda attempt: attempt.gain)


def _upright(work: _Work, engine: Engine) -> _Attempt:
    """The attempt of the way up that reads best; a page that reads well at once is tried no other way."""
    turns = _turns(work)
    best = work.attempt(engine, turn=next(turns))
    if best.turn and len(best.words) < A_PAGE:
        # A photograph of a thing: it stays as the camera held it.
        return max(work.attempt(engine), best, key=lambda attempt: attempt.gain)
    if best.stands and len(best.words) >= A_PAGE:
        others = (work.attempt(engine, turn=(best.turn + quarter) % 360) for quarter in (90, 270))
        return max(best, *others, key=lambda attempt: attempt.gain)
    for turn in turns:
        if best.confidence >= engine.poor or (len(best.words) < A_PAGE and not best.turn):
            break
        best = max(best, work.attempt(engine, turn=turn), key=lambda attempt: attempt.gain)
    return best


def _turns(work: _Work) -> Iterator[int]:
    """The ways up that are worth a try, the likeliest first."""
    likely = _likely_turn(work)
    yield likely
    yield (likely + 180) % 360
    if lies_on_its_side(work.paper) != (likely in {90, 270}):
        yield from ((likely + quarter) % 360 for quarter in (90, 270))


def _likely_turn(work: _Work) -> int:
    on_its_side = lies_on_its_side(work.paper)
    try:
        found = orientation_of(work.paper.image)
    except Unavailable:
        return (Tesseract().turn(work.paper.image, seconds=work.left()) or 90) if on_its_side else 0
    if found.confidence >= SURE_TURN or (found.turn in {90, 270}) == on_its_side:
        return found.turn
    return 90 if on_its_side else 0


def _placed(best: _Attempt, others: list[_Attempt], page: Page) -> Page:
    """`page` with what was read; boxes in points of the page as it should be read."""
    if best.turn in {90, 270}:
        page = replace(page, width=page.height, height=page.width)
    if best.turn:
        page = replace(page, stated=tuple(replace(fact, box=None) for fact in page.stated))
    words = _words(best, page)
    return replace(
        page,
        rotation=best.turn,
        text=text_of(best.lines),
        words=words,
        confidence=confidence_of(words),
        engine=best.engine,
        others=tuple(
            Other(source=Source.OCR, engine=one.engine, confidence=one.confidence, text=text_of(one.lines), words=_words(one, page))
            for one in others
        ),
    )


def _words(attempt: _Attempt, page: Page) -> tuple[Word, ...]:
    across, down = page.width / attempt.prepared.width, page.height / attempt.prepared.height
    return tuple(replace(word, box=attempt.prepared.back(word.box).scaled(across, down)) for word in attempt.words)
