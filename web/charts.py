"""Charts as SVG inside the page: drawn here, coloured by the style sheet, read out by title and description.

The words and numbers come ready for the reader. Nothing is styled in place, so that the policy of pages holds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 340
"""Of every chart in its own units; the page makes it as wide as its card."""

SIGNS = 50
"""Signs that fit in one line over a bar."""

ROW, BAR = 36, 9
"""Height of one bar with its words, and of the bar alone."""

PLOT, LEFT, ABOVE, BELOW = 104, 34, 10, 20
"""Height of the columns, and the room for the words left of, above and below them."""

GAP = 0.22
"""Share of its place that a column leaves free."""

CUT = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a chart is called, and what it shows, for who does not see it; `id` is its own in the page."""

    id: str
    title: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a bar; `tone` is the colour's name in the style sheet."""

    value: float
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A line of a chart: its name, its pieces from the left, the words at its end, and all of it in one sentence.

    A name that does not fit is cut: the sentence has it whole.
    """

    label: str
    parts: tuple[Part, ...]
    said: str
    whole: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a chart over time; a `label` of "" leaves its foot free."""

    label: str
    value: float
    whole: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Up to where columns reach, and at which heights there are lines."""

    top: float
    ticks: tuple[float, ...]


def scale(most: float, unit: float = 1) -> Scale:
    """The next round number of units (1, 2 or 5 and noughts), with a line in the middle where that is a whole unit."""
    needed = max(1, ceil(round(most / unit, 6)))
    power = 10 ** (len(str(needed)) - 1)
    round_one = next(step * power for step in (1, 2, 5, 10) if step * power >= needed)
    middle = () if round_one % 2 else (round_one // 2 * unit,)
    return Scale(top=round_one * unit, ticks=(0, *middle, round_one * unit))


def cut(label: str, signs: int) -> str:
    """A name that is longer than so many signs, to its first ones."""
    return label if len(label) <= signs else label[: signs - 1].rstrip() + CUT


def bars(words: Words, found: Sequence[Bar], most: float = 0) -> SafeString:
    """Horizontal bars, each with its pieces in a row; `most` is the value of a full one, by default that of the longest."""
    full = most or max((sum(part.value for part in bar.parts) for bar in found), default=0) or 1
    drawn = format_html_join("", "{}", ((_bar(bar, number * ROW, full),) for number, bar in enumerate(found)))
    return _chart(words, len(found) * ROW, drawn)


def _bar(bar: Bar, top: int, full: float) -> SafeString:
    pieces, at = [], 0.0
    for part in bar.parts:
        width = min(part.value / full, 1) * WIDTH
        if width > 0:
            # Between two pieces the ground shows: colours are not all that tells them apart.
            pieces.append((part.tone, _plain(at), top + 18, _plain(max(width - 1, 1)), BAR))
        at += width
    return format_html(
        '<g class="line"><title>{}</title><text x="0" y="{}">{}</text><text class="said" x="{}" y="{}">{}</text>'
        '<rect class="track" x="0" y="{}" width="{}" height="{}" rx="2"/>{}</g>',
        *(bar.whole, top + 12, cut(bar.label, max(SIGNS - len(bar.said), SIGNS // 4)), WIDTH, top + 12, bar.said, top + 18, WIDTH, BAR),
        format_html_join("", '<rect class="tone-{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>', pieces),
    )


def columns(words: Words, found: Sequence[Column], say: Callable[[float], str], unit: float = 1) -> SafeString:
    """Columns from left to right over lines that `say` what they stand for, in whole units."""
    measure = scale(max((column.value for column in found), default=0), unit)
    lines = ((_line(tick / measure.top, say(tick)),) for tick in measure.ticks)
    place = (WIDTH - LEFT) / max(len(found), 1)
    drawn = ((_column(column, LEFT + number * place, place, measure),) for number, column in enumerate(found))
    return _chart(words, ABOVE + PLOT + BELOW, format_html_join("", "{}", [*lines, *drawn]))


def _line(share: float, said: str) -> SafeString:
    y = _plain(ABOVE + PLOT * (1 - share))
    return format_html(
        '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/><text class="tick" x="{}" y="{}">{}</text>',
        *(LEFT, WIDTH, y, y, LEFT - 6, _plain(ABOVE + PLOT * (1 - share) + 4), said),
    )


def _column(column: Column, left: float, place: float, measure: Scale) -> SafeString:
    height = column.value / measure.top * PLOT
    if column.value > 0:
        # What there is, is seen, however little.
        height = max(height, 1)
    middle = left + place / 2
    return format_html(
        '<g class="line"><title>{}</title><rect class="ground" x="{}" y="{}" width="{}" height="{}"/>'
        '<rect class="tone-accent" x="{}" y="{}" width="{}" height="{}"/><text class="foot" x="{}" y="{}">{}</text></g>',
        *(column.whole, _plain(left), ABOVE, _plain(place), PLOT),
        *(_plain(left + place * GAP / 2), _plain(ABOVE + PLOT - height), _plain(place * (1 - GAP)), _plain(height)),
        *(_plain(middle), ABOVE + PLOT + 15, column.label),
    )


def _chart(words: Words, height: int, drawn: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
        *(WIDTH, height, words.id, words.id, words.id, words.title, words.id, words.description, drawn),
    )


def _plain(number: float) -> str:
    """A length as SVG wants it, whatever the reader's language."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
