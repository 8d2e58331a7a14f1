"""Folders of mails in one file: mbox (RFC 4155)."""

from itertools import islice

from core.content import Content
from core.errors import Problem, Unreadable
from parsers import types
from parsers.containers import opens
from parsers.folder import end_of_last, from_lines
from parsers.mime.block import FIELD
from parsers.opening import Child, Opened, Opening
from parsers.window import Stretch, window

HEAD = 512


@opens("application/mbox")
def open_mbox(content: Content, opening: Opening) -> Opened:
    """The mails as they lie there: a ">" that was put before "From" stays."""
    lines = list(islice(from_lines(content), opening.parts_left + 1))
    if not lines and not FIELD.match(content.head(HEAD).lstrip()):
        raise Unreadable(Problem.DAMAGED)
    # Without a line between them there is one mail.
    lines = lines or [Stretch(start=0, end=0)]
    ends = [*(line.start for line in lines[1:]), end_of_last(content)]
    meter = opening.meter()
    stretches = (Stretch(start=line.end, end=end) for line, end in zip(lines, ends, strict=True))
    kept = [window(content, stretch, meter) for stretch in islice(stretches, opening.parts_left)]
    children = tuple(Child(content=mail, presumed_type=types.MAIL, mail=True, problem=problem) for mail, problem in kept)
    return Opened(children=children, problem=_problem(content, lines, opening))


def _problem(content: Content, lines: list[Stretch], opening: Opening) -> Problem | None:
    if len(lines) > opening.parts_left:
        return Problem.TOO_MANY_PARTS
    before = content.head(min(lines[0].start, HEAD))
    return Problem.DAMAGED if before.strip(b"\xef\xbb\xbf\r\n\t ") else None
