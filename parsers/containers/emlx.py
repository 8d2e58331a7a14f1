"""Mails as Apple Mail keeps them: a line with the mail's length, the mail, and a property list."""

import re

from core.content import Content
from core.errors import Problem, Unreadable
from parsers import types
from parsers.containers import opens
from parsers.opening import Child, Opened, Opening
from parsers.window import Stretch, window

COUNT = re.compile(rb"\s*(\d{1,12})[ \t]*\r?\n")
HEAD = 64


@opens("message/x-emlx")
def open_emlx(content: Content, opening: Opening) -> Opened:
    """The mail; what Apple Mail notes about it is left."""
    if opening.parts_left < 1:
        raise Unreadable(Problem.TOO_MANY_PARTS)
    found = COUNT.match(content.head(HEAD))
    # A plain mail that somebody named so has no such line.
    start, size = (found.end(), int(found[1])) if found else (0, content.size)
    mail, problem = window(content, Stretch(start=start, end=start + size), opening.meter())
    if start + size > content.size:
        problem = problem or Problem.TRUNCATED
    return Opened(children=(Child(content=mail, presumed_type=types.MAIL, mail=True, problem=problem),))
