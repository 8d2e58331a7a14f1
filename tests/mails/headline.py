"""The headline figures of the report on routing, as a marked block of the page on accuracy."""

import re
from itertools import takewhile

BEGINS, ENDS = "<!-- routing: written by benchmarks/routing.py -->", "<!-- end of routing -->"
_BLOCK = re.compile(f"{re.escape(BEGINS)}.*?{re.escape(ENDS)}\n", re.DOTALL)
_INTRODUCED = """## How mails find their claim

From [routing-accuracy.md](routing-accuracy.md), which says by what mails these figures were measured (`make bench-route`), what
they leave out, and what became of mails that are meant to mislead.
"""


def block(report: str) -> str:
    """The main figures of a report on routing, with a link to it."""
    lines = report.splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("| what "))
    rows = takewhile(lambda line: line.startswith("|"), lines[start:])
    return "\n".join((BEGINS, "", _INTRODUCED, *rows, "", ENDS)) + "\n"


def placed(page: str, report: str) -> str:
    """The page with the figures of this report in the place of those that it has; behind all else where it has none."""
    made = block(report)
    return _BLOCK.sub(lambda _: made, page) if _BLOCK.search(page) else f"{page.rstrip()}\n\n{made}"
