"""Tells a signature from the text above it: name, firm and telephone under a closing formula, small print, what telephones add.

In doubt a line is the sender's text: a number or a list of papers under the closing formula belongs to what he says.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from parsers.text import closings

MOST_LINES = 20
"""After more lines than these, two dashes were no signature."""

LONGEST_LINE = 400
LONGEST_NAME = 60
LONGEST_SLOGAN = 90
MOST_WORDS = 8
NUMBERED = 4
"""Digits that are left when telephones are taken out, from which on a word like "dossier" has its number beside it."""

LEAST_PRINT = 100
"""Shorter than this, a word about confidence is the sender's own."""

MOST_PRINT = 4000
MOST_PRINT_LINES = 40
MOST_TITLES = 4


def signature_lines(lines: Sequence[str], start: int, end: int) -> frozenset[int]:
    """Which of the lines from `start` to `end`, all the sender's, are his signature."""
    print_rows = frozenset(_small_print(lines, start, end))
    found = print_rows | {row for row in range(start, end) if closings.MOBILE.match(lines[row])}
    found |= _under_dashes(lines, start, end, found) or _under_closing(lines, start, end, found) or _of_firm(lines, start, end, found)
    return found | _ornaments(lines, start, end, found)


def is_signature(text: str) -> bool:
    """Whether a text that a mail program calls a signature holds nothing else; some write their mail into it."""
    lines = text.split("\n")
    return _is_short(lines, 0, len(lines), frozenset(_small_print(lines, 0, len(lines))))


def _is_short(lines: Sequence[str], start: int, end: int, passed: frozenset[int]) -> bool:
    rows = [row for row in range(start, end) if lines[row].strip() and row not in passed]
    return len(rows) <= MOST_LINES and not any(_is_content(lines[row]) or closings.SENTENCE.search(lines[row]) for row in rows)


def _under_dashes(lines: Sequence[str], start: int, end: int, passed: frozenset[int]) -> frozenset[int]:
    """Everything from the two dashes on (RFC 3676, 4.3)."""
    found = end
    count = 0
    for row in range(end - 1, max(start, 1) - 1, -1):
        count += bool(lines[row].strip()) and row not in passed
        if count > MOST_LINES:
            break
        # Without the space of the standard, two dashes may also stand between two paragraphs.
        if closings.DASHES.match(lines[row]) and (lines[row].endswith("-- ") or _is_short(lines, row, end, passed)):
            found = row
    return frozenset(range(found, end))


def _under_closing(lines: Sequence[str], start: int, end: int, passed: frozenset[int]) -> frozenset[int]:
    """The block under the last closing formula; a bare name there is still written by hand."""
    closing = next((row for row in range(end - 1, start - 1, -1) if _closes(lines[row])), end)
    with_contact = False
    block: list[int] = []
    for row in range(closing + 1, end):
        line = lines[row]
        if not line.strip() or row in passed or closings.PICTURE.match(line) or closings.ORNAMENT.match(line):
            continue
        if not _fits(line, first=not block, with_contact=with_contact):
            break
        with_contact = with_contact or _has_contact(line)
        block.append(row)
    if not with_contact and len(block) <= 1:
        return frozenset()
    return frozenset(range(block[0], block[-1] + 1)) | _pictures(lines, closing, end)


def _of_firm(lines: Sequence[str], start: int, end: int, passed: frozenset[int]) -> frozenset[int]:
    """The whole text when it is nothing but a firm's particulars; somebody's address alone may be what was asked for."""
    rows = [row for row in range(start, end) if lines[row].strip() and row not in passed and not closings.PICTURE.match(lines[row])]
    if not 1 < len(rows) <= MOST_LINES or not all(_fits(lines[row], first=row == rows[0], with_contact=row != rows[0]) for row in rows):
        return frozenset()
    by_law = passed or any(closings.FIRM.search(lines[row]) for row in rows)
    return frozenset(range(start, end)) if by_law and any(_has_contact(lines[row]) for row in rows) else frozenset()


def _pictures(lines: Sequence[str], closing: int, end: int) -> frozenset[int]:
    return frozenset(row for row in range(closing + 1, end) if closings.PICTURE.match(lines[row]))


def _closes(line: str) -> bool:
    if len(line) > closings.LONGEST:
        return False
    if len(line) <= closings.LONG or closings.POLITE.match(line):
        return bool(closings.CLOSING.fullmatch(line) or closings.ENDS.search(line))
    return bool(closings.ENDS.search(line))


def _fits(line: str, *, first: bool, with_contact: bool) -> bool:
    """Whether a line can be one of a signature: before the first telephone or address only names and functions can."""
    if len(line) > LONGEST_LINE or _is_content(line):
        return False
    if _has_contact(line):
        return True
    if closings.SENTENCE.search(line) or line.rstrip().endswith((":", ";")):
        return False
    if with_contact and len(line) <= LONGEST_SLOGAN:
        return not closings.DIGIT.search(line) or bool(closings.HOURS.search(line))
    return _is_name(line, first=first)


def _is_name(line: str, *, first: bool) -> bool:
    words = line.split()
    if len(line) > LONGEST_NAME or len(words) > MOST_WORDS or closings.DIGIT.search(line):
        return False
    letters = line.strip(" *_|-\u2013\xa0\t")
    ends = not letters.endswith((".", "!")) or bool(closings.ABBREVIATED.search(letters))
    return ends and bool(letters) and (not first or not letters[0].islower() or bool(closings.TITLE.match(letters)))


def _has_contact(line: str) -> bool:
    return closings.CONTACT.search(line[:LONGEST_LINE]) is not None


def _is_content(line: str) -> bool:
    """Whether a line says something that belongs to the text, wherever it stands."""
    line = line[:LONGEST_LINE]
    if closings.SAYS.match(line) or closings.REFERENCE.search(line) or (closings.ACCOUNT.search(line) and not closings.FIRM.search(line)):
        return True
    rest = closings.REACHED_BY.sub(" ", line)
    if closings.CODE.search(rest) or (closings.NUMBERED.search(rest) and sum(sign.isdigit() for sign in rest) >= NUMBERED):
        return True
    return bool(closings.LISTED.match(line) or closings.NUMBER_ALONE.fullmatch(line)) and not _has_contact(line)


def _small_print(lines: Sequence[str], start: int, end: int) -> Iterator[int]:
    """The lines of disclaimers and of footers, and the firm's particulars below them."""
    seen = False
    for first, last in _paragraphs(lines, start, end):
        row = _print_from(lines, first, last)
        if row < last:
            seen = True
        elif seen and all(_fits(lines[below], first=False, with_contact=True) for below in range(first, last)):
            row = first
        yield from range(row, last)


def _print_from(lines: Sequence[str], first: int, last: int) -> int:
    """The line of a paragraph from which on it is small print; `last` when it is none."""
    footer = next((row for row in range(first, last) if closings.FOOTER.match(lines[row][:LONGEST_LINE])), last)
    titles = (row for row in range(first, footer) if closings.OPENS_PRINT.match(lines[row]))
    return next((row for row in islice(titles, MOST_TITLES) if _is_print(lines[row : min(row + MOST_PRINT_LINES, last)])), footer)


def _is_print(lines: Sequence[str]) -> bool:
    text = " ".join(" ".join(lines)[:MOST_PRINT].split())
    if len(text) < LEAST_PRINT or not closings.ANY_MAIL.search(text):
        return False
    heavy = sum(bool(word.search(text)) for word in closings.PRINT_WORDS)
    return heavy > 0 and heavy + sum(bool(word.search(text)) for word in closings.PRINT_HINTS) > 1


def _paragraphs(lines: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    row = start
    while row < end:
        length = sum(1 for _line in takewhile(str.strip, (lines[place] for place in range(row, end))))
        if length:
            yield row, row + length
        row += length + 1


def _ornaments(lines: Sequence[str], start: int, end: int, passed: frozenset[int]) -> frozenset[int]:
    """Lines of signs alone at the very end of the text."""
    rows = [row for row in range(start, end) if row not in passed and lines[row].strip()]
    ends = list(takewhile(lambda row: closings.ORNAMENT.match(lines[row]), reversed(rows)))
    return frozenset(ends) if len(ends) < len(rows) else frozenset()
