"""Character references of HTML, in places that no parser of pages reads."""

import html
import re

# A reference of a hundred thousand figures names nothing, and the library stumbles over it.
REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def unescaped(text: str) -> str:
    """`text` with the signs that its references name (WHATWG HTML, 13.5)."""
    return REFERENCE.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text
