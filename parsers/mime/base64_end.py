"""Where base64 ends and a text begins that a gateway or a list wrote below it."""

import re
from collections.abc import Callable

from parsers.mime.around import past_blanks
from parsers.mime.lines import LINE
from parsers.mime.raw import Raw

Tick = Callable[[int], None]
"""Is told that work goes on; may raise Unreadable when the time is over."""

BLANKS = re.compile(rb"[=\s\0]*+")
PADDED = re.compile(rb"(?:(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)[=\s\0]*+)++")
FULL = re.compile(rb"[A-Za-z0-9+/]{20,}+[ \t]*(?=[\r\n]|\Z)")
"""What may follow padding: more that is padded, or a line longer than words are."""

AHEAD = 1_100
TAIL = 64 * 1024
"""A longer text below base64 without padding is not looked for, nor below base64 of more than LONG octets."""

LONG = 1024 * 1024

QUICK = 1024
ORDINARY = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n\0"
PURE = re.compile(rb"[A-Za-z0-9+/]+")
WHITE = b" \t\0"
FOREIGN = re.compile(rb"[^A-Za-z0-9+/=\s\0]")
GAP = re.compile(rb"[^\s\0][ \t]+[^\s\0]")
STRAY = 1
"""Foreign signs that any line of base64 may have got on its way; a long one may have a tenth."""

LEAST_STRAYED = 20


def base64_end(raw: Raw, start: int, end: int, tick: Tick) -> int:
    """Where the base64 that begins at `start` ends, `end` when no text follows."""
    at = start
    # A film is not read twice for what hardly ever comes.
    looked_at = start if end - start <= LONG else end - TAIL
    while (sign := raw.find(b"=", max(at, looked_at), end)) >= 0:
        tick(0)
        behind = _past_padding(raw, sign, end, tick)
        further = _once_past(FULL, raw, behind, end)
        if further == behind:
            # A text that has an equals sign itself began before it.
            before = _end_of_unpadded(raw, at, sign)
            return before if before < sign else behind
        at = further
    return _end_of_unpadded(raw, at, end)


def _past_padding(raw: Raw, at: int, end: int, tick: Tick) -> int:
    at = _past(BLANKS, raw, at, end)
    while (further := _once_past(PADDED, raw, at, end)) > at:
        tick(0)
        at = _past(BLANKS, raw, further, end)
    return at


def _once_past(pattern: re.Pattern[bytes], raw: Raw, at: int, end: int) -> int:
    found = pattern.match(raw.at(at, min(AHEAD, end - at)))
    return at + found.end() if found else at


def _past(pattern: re.Pattern[bytes], raw: Raw, at: int, end: int) -> int:
    while at < end and (further := _once_past(pattern, raw, at, end)) > at:
        at = further
    return at


def _end_of_unpadded(raw: Raw, start: int, end: int) -> int:
    quick = raw.at(max(start, end - QUICK), min(QUICK, end - start))
    if not quick.translate(None, ORDINARY):
        return end
    low = max(start, end - TAIL)
    tail = raw.at(low, end - low)
    lines = [(found[1].strip(WHITE), low + found.end()) for found in LINE.finditer(tail)]
    last = _last_of_data(lines, whole=low == start)
    if last is None:
        return end
    rest = [line for line, _ in lines[last + 1 :] if line]
    if not any(map(_is_text, rest)) or _is_strayed(rest[0]):
        return end
    return past_blanks(raw, lines[last][1], end)


def _last_of_data(lines: list[tuple[bytes, int]], *, whole: bool) -> int | None:
    """The last line of base64: those before it are as long as the first, and it is not longer."""
    numbers = [number for number, (line, _) in enumerate(lines) if line]
    # The first line of a piece may be cut.
    first = next(iter(numbers[0 if whole else 1 :]), None)
    if first is None or not PURE.fullmatch(lines[first][0]):
        return None
    width = len(lines[first][0])
    full = max(number for number in numbers if len(lines[number][0]) == width and PURE.fullmatch(lines[number][0]))
    # Where every other line is blank, a blank line ends nothing.
    apart = first < full and not lines[full - 1][0]
    after = next((number for number in numbers if number > full), full)
    follows = after == full + 1 or (apart and after == full + 2)
    shorter = len(lines[after][0]) < width and PURE.fullmatch(lines[after][0]) is not None
    return after if follows and shorter else full


def _is_text(line: bytes) -> bool:
    return len(FOREIGN.findall(line)) > STRAY or bool(GAP.search(line))


def _is_strayed(line: bytes) -> bool:
    """Whether it is base64 all the same, with foreign signs in it."""
    is_address = b"://" in line or b"@" in line
    return len(line) >= LEAST_STRAYED and len(FOREIGN.findall(line)) * 10 < len(line) and not is_address and not GAP.search(line)
