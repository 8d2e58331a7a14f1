"""Mail addresses; the value is in small letters."""

import re
from collections.abc import Iterator

from extractors.facts import Found, finds
from extractors.facts.sheet import Sheet

ADDRESS = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@(?:[\w-]+\.)+[A-Za-z]{2,24}(?![\w@-])")
CONFIDENCE = 0.98


@finds("email")
def find_addresses(sheet: Sheet) -> Iterator[Found]:
    """Every address with a domain."""
    for match in ADDRESS.finditer(sheet.text):
        value = match[0].strip(".'").lower()
        yield Found(kind="email", value=value, start=match.start(), end=match.end(), confidence=CONFIDENCE)
