"""Tells what the sender wrote from what he quoted or forwarded; cuts nothing, only sorts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from core.values import Address, Quoted
from parsers.text import markers
from parsers.text.signatures import signature_lines

WINDOW = 3
"""Two labels within three lines make a header block; "De :" alone also begins ordinary sentences."""

BLOCK_LINES = 12
ATTRIBUTION_LINES = 4
MOST_QUOTED = 50
# An address is tried where a word begins: a long word must not cost the square of its length.
ADDRESS = re.compile(r"(?<![^\s<>\"'\[\](),;:])[^\s<>\"'\[\](),;:@]++@[^\s<>\"'\[\](),;:]+")


class Voice(StrEnum):
    """Whose words a stretch of text is made of."""

    OWN = "own"
    QUOTED = "quoted"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of text, in reading order."""

    text: str
    voice: Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The segments of one text; `goes_on` when a forwarded mail began that does not end with this text."""

    segments: tuple[Segment, ...]
    goes_on: bool


def split(text: str) -> Split:
    """The segments of a plain text."""
    lines = text.split("\n")
    voices, goes_on = _heard(lines)
    _sign(lines, voices)
    return Split(segments=tuple(_segments(lines, voices)), goes_on=goes_on)


def voices_of(lines: list[str]) -> list[Voice]:
    """Line by line, whether it is quoted; signatures are their writer's own."""
    return _heard(lines)[0]


def _heard(lines: list[str]) -> tuple[list[Voice], bool]:
    voices = [Voice.OWN] * len(lines)
    index, goes_on = 0, False
    while index < len(lines) and not goes_on:
        end, goes_on = _quote_at(lines, index)
        stop = len(lines) if goes_on else end
        voices[index:stop] = [Voice.QUOTED] * (stop - index)
        index = max(end, index + 1)
    return voices, goes_on


def _quote_at(lines: list[str], index: int) -> tuple[int, bool]:
    """Where a quotation that begins at `index` ends (`index` itself: none begins), and whether it takes all that follows."""
    line = lines[index]
    if not line.strip():
        return index, False
    if markers.SIGN.search(line) and _begins_mail(lines, index):
        # Where the forwarded mail itself is set off by ">", what is not set off is the sender's again.
        inside = _lines_from(lines, index + 1)
        set_off = bool(inside) and (bool(markers.QUOTED_LINE.match(line)) or bool(markers.QUOTED_LINE.match(inside[0])))
        return (_run(lines, index + 1), False) if set_off else (index + 1, True)
    if end := attribution(lines, index):
        following = _lines_from(lines, end)
        if following and markers.QUOTED_LINE.match(following[0]):
            return _run(lines, end), False
        return (end, bool(following))
    return (_run(lines, index), False) if markers.QUOTED_LINE.match(line) else (index, False)


def _begins_mail(lines: list[str], index: int) -> bool:
    return begins_below(lines, index) or is_block(lines, index)


def begins_below(lines: list[str], index: int) -> bool:
    """Whether the line announces another's mail below it."""
    line = lines[index]
    return bool(markers.SEPARATOR.match(line) or markers.BEGINNING.match(line)) or _is_rule_of_block(lines, index)


def _run(lines: list[str], index: int) -> int:
    """End of the lines from `index` on that are set off by ">", with blank ones and single wrapped ones between."""
    end = index
    while index < len(lines):
        if markers.QUOTED_LINE.match(lines[index]):
            end = index + 1
        elif lines[index].strip() and not _wrapped(lines, index):
            break
        index += 1
    return end


def _wrapped(lines: list[str], index: int) -> bool:
    """A gateway broke a quoted line in two: its end stands alone between quoted lines, with no blank line around it."""
    around = lines[index - 1 : index] + lines[index + 1 : index + 2]
    return len(around) == 2 and all(markers.QUOTED_LINE.match(line) for line in around)  # noqa: PLR2004 - before and after


def _lines_from(lines: list[str], index: int) -> list[str]:
    """The first line with text at or after `index`, in a list."""
    return next(([line] for line in lines[index:] if line.strip()), [])


def _is_rule_of_block(lines: list[str], index: int) -> bool:
    if not markers.RULE.match(lines[index]) and not markers.TITLED_RULE.match(lines[index]):
        return False
    following = next((place for place in range(index + 1, min(index + 5, len(lines))) if lines[place].strip()), None)
    return following is not None and is_block(lines, following)


def is_block(lines: list[str], index: int) -> bool:
    """Whether the header block of a mail begins at line `index`."""
    if not markers.LABEL.match(lines[index]):
        return False
    kinds = [kind for kind, _value in _labels(lines, index, WINDOW)]
    all_kinds = {kind for kind, _value in _labels(lines, index, BLOCK_LINES)}
    return len(set(kinds)) > 1 and "from" in all_kinds and bool(all_kinds & {"date", "subject"})


def _labels(lines: list[str], index: int, count: int) -> list[tuple[str, str]]:
    """Kind and value of the labels among the `count` lines with text from `index` on, to the first text after a blank line."""
    found: list[tuple[str, str]] = []
    blank = False
    for line in lines[index : index + 2 * count]:
        text = markers.PREFIX.sub("", line, count=1)
        if not text.strip():
            blank = True
            continue
        match = markers.LABEL.match(text)
        if match:
            found.append((markers.KIND_OF[match[1].lower()], _unmarked(match[2].strip())))
        elif blank or not found:
            break
        else:
            kind, value = found[-1]
            # Only a value that is not there yet goes on: a wrapped list of receivers is of no use here.
            found[-1] = (kind, value or text.strip())
        count -= 1
        blank = False
        if count == 0:
            break
    return found


def _unmarked(value: str) -> str:
    """A value without the asterisk that is left of a bold label; those around a claim's number come in pairs."""
    return value.strip("* \t") if value.count("*") % 2 else value


def attribution(lines: list[str], index: int) -> int:
    """Where a line like "Le ... a écrit :" that begins at `index` ends, wrapped or not; 0 when none begins."""
    if markers.STAMPED.match(lines[index]):
        return index + 1
    count = _together(lines, index)
    joined = ""
    for end in range(index, index + count):
        joined += f"{markers.PREFIX.sub('', lines[end], count=1)} "
        if joined.rstrip(" *").endswith(":") and markers.WROTE.search(joined):
            is_one = bool(markers.ATTRIBUTION.match(joined)) and _is_of_program(joined)
            return end + 1 if is_one else 0
        if end == index and not markers.STARTS.match(joined) and not markers.WROTE.search(joined):
            return 0
    return 0


def _together(lines: list[str], index: int) -> int:
    """How many lines from `index` on may be such a line that was wrapped; 0 when none of them ends as it does."""
    count, ends = 0, False
    for line in lines[index : index + ATTRIBUTION_LINES]:
        if not line.strip():
            break
        count += 1
        ends = ends or (":" in line and line.rstrip(" *").endswith(":"))
    return count if ends else 0


def _is_of_program(text: str) -> bool:
    return bool(markers.ADDRESSED.search(text) or (markers.DAY.search(text) and markers.CLOCK.search(text)))


def _sign(lines: list[str], voices: list[Voice]) -> None:
    """Give what stands below the sender's own lines to his signature."""
    index = 0
    for voice, same in groupby(list(voices)):
        end = index + sum(1 for _voice in same)
        if voice == Voice.OWN:
            for row in signature_lines(lines, index, end):
                voices[row] = Voice.SIGNATURE
        index = end


def _segments(lines: list[str], voices: list[Voice]) -> Iterator[Segment]:
    index = 0
    for voice, same in groupby(voices):
        end = index + sum(1 for _voice in same)
        yield Segment(text="\n".join(lines[index:end]), voice=voice)
        index = end


def quoted_mails(text: str) -> tuple[Quoted, ...]:
    """Who wrote what is quoted, when and about what: one value a header block or attribution."""
    lines = [markers.PREFIX.sub("", line, count=1) for line in text.split("\n")]
    return tuple(found for found, _count in zip(_quoted(lines), range(MOST_QUOTED), strict=False))


def _quoted(lines: list[str]) -> Iterator[Quoted]:
    skip = 0
    for index, line in enumerate(lines):
        if index < skip:
            continue
        if is_block(lines, index):
            labels = _labels(lines, index, BLOCK_LINES)
            skip = index + len(labels)
            yield _of_labels(labels)
        elif markers.SEPARATOR.match(line) and len(labels := _inline(line)) > 1:
            yield _of_labels(labels)
        elif end := attribution(lines, index):
            skip = end
            yield _of_attribution(" ".join(lines[index:end]))


def _inline(line: str) -> list[tuple[str, str]]:
    places = list(markers.INLINE.finditer(line))
    ends = [*(place.start() for place in places[1:]), len(line)][: len(places)]
    return [(markers.KIND_OF[place[1].lower()], line[place.end() : end].strip()) for place, end in zip(places, ends, strict=True)]


def _of_labels(labels: list[tuple[str, str]]) -> Quoted:
    values: dict[str, str] = {}
    for kind, value in labels:
        values.setdefault(kind, value)
    return Quoted(sender=_sender(values.get("from", "")), subject=values.get("subject", ""), date=values.get("date", ""))


def _sender(value: str) -> Address:
    """Who is named: the last address is the real one, whatever stands before it as a name."""
    every = list(ADDRESS.finditer(value.replace("mailto:", "")))
    found = every[-1] if every else None
    name = re.split(r"[<\[(]", value, maxsplit=1)[0].strip(" \t\"'*«»\xa0")
    address = found[0].lower() if found else ""
    return Address(name="" if name.lower() == address else name, address=address)


def _of_attribution(text: str) -> Quoted:
    address = ADDRESS.search(text)
    name = markers.NAME_IN_ATTRIBUTION.search(text)
    shown = name[1].strip(" \t\"'«»\xa0,") if name else ""
    before = text[: name.start(1)] if name else text.partition("<")[0]
    date = re.sub(r"^[\s>*\ufeff]*\w+\s|[\s,]*(?:heeft|hat|schreef|schrieb)?[\s,\"'«“]*$", "", before)
    return Quoted(sender=Address(name=shown, address=address[0].lower() if address else ""), date=date.strip())
