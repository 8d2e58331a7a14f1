"""What may stand before the first header of a mail."""

import re

from parsers.mime.lines import ENVELOPE, FIELD, LINE
from parsers.mime.raw import Raw

BOMS = (b"\xef\xbb\xbf",)
ENVELOPE_BYTES = 8 * 1024


def skip_envelope(raw: Raw) -> int:
    """Offset of the first header of a mail: after a byte order mark, blank lines and mbox's `From ` line."""
    head = raw.at(0, ENVELOPE_BYTES)
    at = next((len(bom) for bom in BOMS if head.startswith(bom)), 0)
    # The end of the octets is a line too, so that there always is a first one.
    first = next(line for line in LINE.finditer(head, at) if not (line[1].startswith(ENVELOPE) or _is_blank(line)))
    # Blank lines before text that is no header block belong to the text.
    return first.start() if FIELD.match(first[1]) or head[: first.start()].strip() else 0


def _is_blank(line: re.Match[bytes]) -> bool:
    return bool(line[2]) and not line[1].strip(b" \t\0")
