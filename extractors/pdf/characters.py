"""The characters of a page as pdfium tells them, put together to words: all of a page at once, since each costs little."""

import ctypes
import re
import threading
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, chain, islice, repeat
from typing import TYPE_CHECKING, Any

from core.pages import Box, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pypdfium2 import PdfTextPage

    Numbers = NDArray[np.float64]
    Place = Callable[[Numbers, Numbers], tuple[Numbers, Numbers]]
    """From the coordinates of the PDF to points from the upper left corner, many at once."""

LINE_END = re.compile(r"[\r\n\u2028\u2029\f\v]")
SOFT_HYPHEN = re.compile("[\u00ad\u0002\ufffe]")
"""The last is what pdfium makes of a hyphen at the end of a line."""

LIGATURE = re.compile("[\ufb00-\ufb06]")
LOST = re.compile("[\ufffd\ud800-\udfff\ue000-\uf8ff\x00-\x1f\x7f-\x9f]")
"""A lone surrogate is no character either; nothing that is kept as UTF-8 could hold it."""

UNKNOWN = "\ufffe"
"""What stands in the text of a page for several characters, each of which pdfium tells when asked for it alone."""

LAST_SPACE = 0x3000

PORTION = 1024
"""Characters whose boxes are asked for in one go."""

LEFT, TOP, RIGHT, BOTTOM = range(4)
"""The places in pdfium's FS_RECTF."""


class Characters:
    """The characters of `textpage`; `lost` counts those among the words that carried no meaning."""

    def __init__(self, textpage: "PdfTextPage") -> None:
        self._textpage = textpage
        self.text = _text(textpage)
        self.lost = 0

    def angles(self, indices: Iterable[int]) -> Iterator[float]:
        """The direction in which the character at each of `indices` runs."""
        return map(_quick("FPDFText_GetCharAngle", ctypes.c_float), repeat(self._handle), indices)

    def lines(self, start: int, end: int, place: "Place") -> Iterator[list[Word]]:
        """The words of each line, of the characters from `start` to `end`."""
        rows = [row.split() for row in LINE_END.split(self.text[start:end])]
        words = list(chain.from_iterable(rows))
        if not words:
            return
        boxes = self._boxes(_inked(self.text[start:end], start))
        found = zip(self._readable(words), *_around(words, boxes, place), strict=True)
        for row in rows:
            line = [
                Word(box=Box(x0=x0, y0=y0, x1=x1, y1=y1), text=text)
                for text, x0, y0, x1, y1 in islice(found, len(row))
                if text and x0 == x0  # noqa: PLR0124 - what stands nowhere is no number
            ]
            if line:
                yield line

    @property
    def _handle(self) -> ctypes.c_void_p:
        return ctypes.cast(self._textpage.raw, ctypes.c_void_p)

    def _boxes(self, indices: Sequence[int]) -> "NDArray[np.float32]":
        """The box of each character of `indices`; no numbers where it has none."""
        import numpy as np

        room, box_of = _room(), _quick("FPDFText_GetLooseCharBox", None)
        found = np.empty((len(indices), 4), np.float32)
        for start in range(0, len(indices), PORTION):
            portion = indices[start : start + PORTION]
            room.boxes.fill(np.nan)
            deque(map(box_of, repeat(self._handle), portion, room.pointers), maxlen=0)
            found[start : start + PORTION] = room.boxes[: len(portion)]
        return found

    def _readable(self, words: Sequence[str]) -> list[str]:
        """`words` as people write them; of some nothing is left."""
        # No word holds a space, and with none does a letter compose: what is done to all is done to each.
        written = " ".join(words)
        self.lost += len(LOST.findall(written)) - written.count("\x02")
        written = LOST.sub("", SOFT_HYPHEN.sub("-", written))
        written = LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), written)
        return unicodedata.normalize("NFC", written).split(" ")


def _text(textpage: "PdfTextPage") -> str:
    """The text of the page, each character at its index."""
    from pypdfium2 import raw

    def character(index: int) -> str:
        code = raw.FPDFText_GetUnicode(textpage, index)
        return chr(code) if code <= 0x10FFFF else "\ufffd"  # noqa: PLR2004 - Unicode's own number

    text: str = textpage.get_text_range(errors="surrogatepass")
    if len(text) != textpage.count_chars():  # some characters are left out of it
        return "".join(map(character, range(textpage.count_chars())))
    return re.sub(UNKNOWN, lambda found: character(found.start()), text)


@cache
def _spaces() -> "NDArray[np.bool_]":
    """Whether each character is a space, up to the first behind the last that is one."""
    import numpy as np

    return np.array([chr(code).isspace() for code in range(LAST_SPACE + 2)])


def _inked(text: str, start: int) -> list[int]:
    """The index of each character of `text` that is no space, when the first has the index `start`."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    inked: list[int] = (np.flatnonzero(~_spaces()[np.minimum(codes, LAST_SPACE + 1)]) + start).tolist()
    return inked


class _Room(threading.local):
    """Where pdfium writes boxes, and a pointer to the place of each; making a pointer takes as long as asking for a box."""

    def __init__(self) -> None:
        import numpy as np

        self.boxes = np.empty((PORTION, 4), np.float32)
        self.pointers = [ctypes.c_void_p(self.boxes[index].ctypes.data) for index in range(PORTION)]


@cache
def _room() -> _Room:
    return _Room()


@cache
def _quick(name: str, answer: type[ctypes.c_float] | None) -> Callable[..., Any]:
    """A function of pdfium without what ctypes does around it, for those called for every character of every page."""
    from pypdfium2 import raw

    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(answer)(address or 0)


def _around(words: Sequence[str], boxes: "NDArray[np.float32]", place: "Place") -> list[list[float]]:
    """All left, upper, right and lower edges of `words`, whose characters stand in `boxes`, to the hundredth."""
    import numpy as np

    starts = np.fromiter(accumulate(map(len, words), initial=0), np.intp, len(words))
    with np.errstate(all="ignore"):  # there are pages without bounds, and characters that stand nowhere
        low, high = (extreme.reduceat(boxes, starts).astype(np.float64) for extreme in (np.fmin, np.fmax))
        ax, ay = place(low[:, LEFT], high[:, TOP])
        bx, by = place(high[:, RIGHT], low[:, BOTTOM])
        edges = np.array((np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by)))
        rounded: list[list[float]] = to_the_hundredth(edges).tolist()
    return rounded


def to_the_hundredth(values: "Numbers") -> "Numbers":
    """What `round` says of each: it is asked only where it is not plain, near a half and among huge numbers."""
    import numpy as np

    scaled = values * 100
    rounded = np.rint(scaled)
    plain = (np.abs(scaled - rounded) < 0.4999) & (np.abs(scaled) < 1e9)  # noqa: PLR2004 - far from where a double errs
    rounded /= 100
    for index in np.flatnonzero(~plain):
        rounded.flat[index] = round(float(values.flat[index]), 2)
    return rounded
