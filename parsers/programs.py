"""Programs and scripts, which no claim needs: known by their first bytes, whatever they are called, or by their names."""

import re
from dataclasses import replace
from unicodedata import normalize

from core.content import Content
from core.errors import Problem
from core.values import Kind, Part
from parsers import marks

HEAD = 64
SIGNED_AT = slice(0x3C, 0x40)
"""Where a program of DOS says at which byte that of Windows begins ([PE format], "MS-DOS stub")."""

FIRST_BYTES = re.compile(
    rb"\x7fELF[\x01\x02][\x01\x02]|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|L\0\0\0\x01\x14\x02\0|#! ?/(?:usr/)?(?:local/)?bin/"
)
"""Of programs of Unix (ELF) and of the Macintosh (Mach-O), of shortcuts of Windows ([MS-SHLLINK] 2.1), of scripts."""

EXTENSION = re.compile(
    r"\.(?:apk|app|appref-ms|bat|chm|cmd|command|cpl|dll|dmg|exe|gadget|hta|inf|iqy|jar|jnlp|jse?|library-ms|lnk|ms[cipt]|pif|ps[12]|ps1xml|psc[12]|psm1"
    r"|reg|sc[frt]|settingcontent-ms|sh|slk|sys|url|vb[es]?|vbscript|vhdx?|ws[cfh]|xll)[ .]*$",
    re.IGNORECASE,
)
"""Of what Windows, or a Macintosh, runs or mounts at a double click."""

SITE = re.compile(r"\.com[ .]*$", re.IGNORECASE)
"""A program of DOS or, far more often, a file that is called after its sender's site."""

UNSEEN = dict.fromkeys([0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065)])
"""Signs that are not seen and could stand behind the ending of a name."""

OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
PAPERS = ("application/pdf", "image/", "audio/", "video/")
MARKED = frozenset({None, Problem.DAMAGED, Problem.TRUNCATED})
"""What is locked or empty says so first."""


def marked(part: Part) -> Part:
    """The part, with a problem when it is a file that a computer runs; it is not opened then."""
    return replace(part, problem=Problem.PROGRAM) if part.problem in MARKED and is_program(part) else part


def is_program(part: Part) -> bool:
    """Whether a part is a file that a computer runs, an archive that is one included."""
    if part.kind not in {Kind.DOCUMENT, Kind.CONTAINER}:
        return False
    head = part.content.head(HEAD)
    if FIRST_BYTES.match(head) or _runs_on_windows(part.content, head):
        return True
    # A paper that is called after its sender's site, "devis martin.com", does not run.
    name = normalize("NFKC", part.name).translate(UNSEEN)
    return (
        bool(EXTENSION.search(name) or (SITE.search(name) and not head.startswith(OFFICE) and not marks.is_text(head)))
        and not marks.has_pdf(head)
        and not marks.media_type(head).startswith(PAPERS)
    )


def _runs_on_windows(content: Content, head: bytes) -> bool:
    if not head.startswith(b"MZ") or len(head) < HEAD:
        return False
    with content.open() as file:
        file.seek(int.from_bytes(head[SIGNED_AT], "little"))
        return file.read(4) == b"PE\0\0"
