"""Rich Text Format (Microsoft RTF 1.9.1): its text, without fonts, pictures and other destinations."""

import re
from collections.abc import Iterator

from core.content import Content
from core.errors import Problem, Unreadable
from core.pages import Page
from extractors.context import Context
from extractors.readers import Sheets, reads

TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.IGNORECASE)
UNSEEN = frozenset(
    b"fonttbl colortbl stylesheet listtable listoverridetable info pict object themedata datastore generator xmlnstbl rsidtbl "
    b"latentstyles colorschememapping filetbl revtbl fldinst".split()
)
SIGNS = {b"par": "\n", b"line": "\n", b"row": "\n", b"sect": "\n", b"page": "\n", b"tab": "\t", b"cell": "\t"}
MARKS = {
    b"emdash": "\N{EM DASH}",
    b"endash": "\N{EN DASH}",
    b"bullet": "\N{BULLET}",
    b"lquote": "\N{LEFT SINGLE QUOTATION MARK}",
    b"rquote": "\N{RIGHT SINGLE QUOTATION MARK}",
    b"ldblquote": "\N{LEFT DOUBLE QUOTATION MARK}",
    b"rdblquote": "\N{RIGHT DOUBLE QUOTATION MARK}",
}
ESCAPED = {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}


@reads("application/rtf", "text/rtf")
def read_rtf(content: Content, context: Context) -> Sheets:
    """The text as one page."""
    limit = context.limits.text_bytes
    data = content.head(limit)
    if not data.startswith(b"{\\rtf"):
        raise Unreadable(Problem.DAMAGED)
    text = "".join(_Walk(data).pieces())
    return Sheets(pages=(Page(number=1, text=text.strip()),), problem=Problem.TOO_BIG if content.size > limit else None)


class _Walk:
    """One pass over the tokens; a group is either seen or not, and inherits that from the group around it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._charset = "cp1252"
        self._seen = [True]
        self._skip = 0
        """Characters that stand in for a Unicode one before them (\\uc1), to be left out."""

    def pieces(self) -> Iterator[str]:
        """The text of all groups that are seen."""
        for token in TOKEN.finditer(self._data):
            word, number, code, sign, brace, plain = token.groups()
            if brace:
                self._group(brace)
            elif sign == b"*" or word in UNSEEN:
                self._seen[-1] = False
            elif self._seen[-1]:
                yield self._text(word, number, code, sign, plain)

    def _group(self, brace: bytes) -> None:
        if brace == b"{":
            self._seen.append(self._seen[-1])
        elif len(self._seen) > 1:
            self._seen.pop()

    def _text(self, word: bytes | None, number: bytes | None, code: bytes | None, sign: bytes | None, plain: bytes | None) -> str:
        if word:
            return self._word(word, number)
        if sign:
            return ESCAPED.get(sign, "")
        return self._without_stand_in(bytes([int(code, 16)]) if code else plain or b"")

    def _word(self, word: bytes, number: bytes | None) -> str:
        if word == b"u" and number:
            self._skip = 1
            code = int(number) % 65536
            return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)  # noqa: PLR2004 - surrogates are no characters
        if word == b"ansicpg" and number in {b"1250", b"1251", b"1252", b"1253", b"1254", b"437", b"850"}:
            self._charset = f"cp{number.decode()}"
        return SIGNS.get(word) or MARKS.get(word, "")

    def _without_stand_in(self, data: bytes) -> str:
        skipped, self._skip = self._skip, 0
        return data[skipped:].decode(self._charset, errors="replace")
