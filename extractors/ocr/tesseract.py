"""Tesseract, through pytesseract: one process a page, one thread a process."""

import os
from collections.abc import Callable
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from core.errors import Problem, Unavailable, Unreadable
from core.pages import Box, Word
from extractors.lines import Line

if TYPE_CHECKING:
    from PIL.Image import Image

Answer = TypeVar("Answer")

PAGE_OPTIONS = "--psm 3 --dpi {dpi}"
ORIENTATION_OPTIONS = "--psm 0 --dpi {dpi}"
RESOLUTION = 200
SURE_TURN = 1.5
"""Tesseract's own measure for an orientation, below which it guesses."""


class Tesseract:
    """The engine that every installation has."""

    name = "tesseract"
    poor = 0.72
    doubtful = 0.9

    def recognise(self, image: "Image", *, languages: str, seconds: float) -> tuple[Line, ...]:
        """The lines in reading order; boxes in pixels of `image`.

        Raises:
            Unreadable: it took longer than `seconds` (TIMED_OUT).
            Unavailable: Tesseract is not installed, or not with any of `languages`.
        """
        import pytesseract

        table = _run(
            lambda: pytesseract.image_to_data(
                _uncompressed(image),
                lang=_installed(languages),
                config=PAGE_OPTIONS.format(dpi=RESOLUTION),
                timeout=seconds,
                output_type=pytesseract.Output.DICT,
            ),
            failed={"text": []},
        )
        return _lines(table)

    def turn(self, image: "Image", *, seconds: float) -> int | None:
        """Degrees by which `image` must be turned clockwise to stand upright; `None` when Tesseract cannot tell."""
        import pytesseract

        answer = _run(
            lambda: pytesseract.image_to_osd(
                _uncompressed(image),
                config=ORIENTATION_OPTIONS.format(dpi=RESOLUTION),
                timeout=seconds,
                output_type=pytesseract.Output.DICT,
            ),
            failed={},
        )
        if answer.get("orientation_conf", 0.0) < SURE_TURN:
            return None
        return int(answer["rotate"])


def _run(call: Callable[[], dict[str, Any]], *, failed: dict[str, Any]) -> dict[str, Any]:
    """What `call` answers; `failed` when Tesseract ran and found nothing that it could work on."""
    import pytesseract

    # pytesseract hands our environment to its process and takes none of its own; four threads on one page cost four times the time.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        return call()
    except pytesseract.TesseractNotFoundError as error:
        raise Unavailable("ocr_missing") from error
    except pytesseract.TesseractError:
        # "Image too small", "Too few characters": it is about the picture, never about the page's fate.
        return failed
    except RuntimeError as error:
        if "timeout" not in str(error):
            raise
        raise Unreadable(Problem.TIMED_OUT) from error


def _uncompressed(image: "Image") -> "Image":
    """`image`, to be handed over as a bitmap: pytesseract would spend as long on compressing a PNG as on a tenth of the page."""
    copy = image.copy()
    copy.format = "BMP"
    return copy


@cache
def _installed(languages: str) -> str:
    import pytesseract

    try:
        present = set(pytesseract.get_languages())
    except pytesseract.TesseractNotFoundError as error:
        raise Unavailable("ocr_missing") from error
    usable = [language for language in languages.split("+") if language in present]
    if not usable:
        raise Unavailable("ocr_language_missing", languages)
    return "+".join(usable)


def _lines(table: dict[str, Any]) -> tuple[Line, ...]:
    places = [index for index, text in enumerate(table["text"]) if text.strip() and float(table["conf"][index]) >= 0]

    def line_of(index: int) -> tuple[int, ...]:
        return tuple(table[key][index] for key in ("block_num", "par_num", "line_num"))

    return tuple(Line(words=tuple(_word(table, index) for index in group)) for _, group in groupby(places, key=line_of))


def _word(table: dict[str, Any], index: int) -> Word:
    left, top = float(table["left"][index]), float(table["top"][index])
    return Word(
        box=Box(x0=left, y0=top, x1=left + table["width"][index], y1=top + table["height"][index]),
        text=table["text"][index].strip(),
        confidence=round(float(table["conf"][index]) / 100, 3),
    )
