"""Which lines of a forwarded text its writer quotes in turn: they are an older mail's words, and not his."""

from collections.abc import Iterator, Sequence

from core.values import Lines
from parsers.text import markers
from parsers.text.quotes import Voice, attribution, begins_below, is_block, voices_of

_HEAD_LINES = 8
"""Lines above the header block of a forwarded mail at most: what a program writes there, and blank ones."""


def deeper(quoted: str) -> tuple[Lines, ...]:
    """The lines that the outermost mail in `quoted` quotes or forwards itself."""
    lines = _bared(quoted.split("\n"))
    start = _below_head(lines)
    # Below "Le ... a écrit :" the mail itself is set off; below a header block that is what it quotes.
    below = _bared(lines[start:]) if start and attribution(lines, _first(lines)) else lines[start:]
    voices = voices_of(below)
    return tuple(_runs(start + at for at, voice in enumerate(voices) if voice == Voice.QUOTED and below[at].strip()))


def _bared(lines: list[str]) -> list[str]:
    """The lines without the first ">", where every one of them has it."""
    if all(markers.QUOTED_LINE.match(line) for line in lines if line.strip()):
        return [markers.ONE_SIGN.sub("", line, count=1) for line in lines]
    return lines


def _below_head(lines: list[str]) -> int:
    """Where the text of the outermost mail begins, below what its program wrote above it."""
    below = 0
    for index in range(min(_HEAD_LINES, len(lines))):
        if is_block(lines, index):
            return _below_block(lines, index)
        if end := attribution(lines, index):
            return end
        if begins_below(lines, index):
            below = index + 1
        elif lines[index].strip():
            break
    return below


def _first(lines: list[str]) -> int:
    return next(at for at, line in enumerate(lines) if line.strip())


def _below_block(lines: Sequence[str], index: int) -> int:
    """The first line below a header block; a second sender begins another mail."""
    blank, senders = False, 0
    for at in range(index, len(lines)):
        label = markers.LABEL.match(lines[at])
        senders += label is not None and markers.KIND_OF[label[1].lower()] == "from"
        if senders > 1 or (lines[at].strip() and not label and blank):
            return at
        blank = not lines[at].strip()
    return len(lines)


def _runs(places: Iterator[int]) -> Iterator[Lines]:
    start = end = -1
    for place in places:
        if place != end:
            if end > start >= 0:
                yield Lines(start=start, end=end)
            start = place
        end = place + 1
    if end > start >= 0:
        yield Lines(start=start, end=end)
