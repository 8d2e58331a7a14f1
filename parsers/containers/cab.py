"""Cabinet files ([MS-CAB])."""

from core.content import Content
from core.errors import Problem
from parsers import archives
from parsers.containers import opens_apart
from parsers.opening import Opened, Opening

FLAGS = 30
"""Where the header says whether another cabinet comes before or after (2.1)."""

IN_A_ROW = 0x0001 | 0x0002


@opens_apart("application/vnd.ms-cab-compressed")
def open_cab(content: Content, opening: Opening) -> Opened:
    """The files of the cabinet; of one in a row of several what is wholly in it."""
    found = archives.read(content, opening, archives.Format(name="cab"))
    head = content.head(FLAGS + 2)
    if int.from_bytes(head[FLAGS:], "little") & IN_A_ROW and found.problem not in archives.STOPS:
        found.problem = Problem.INCOMPLETE
    return found.opened()
