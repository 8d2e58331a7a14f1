"""The text of RTF bodies, and the HTML or the text that Outlook wrapped in RTF ([MS-OXRTFEX]; RTF 1.9.1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from parsers.mapi.codepages import BY_FONT, charset_of
from parsers.mime.charsets import codec_of

TOKEN = re.compile(rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL)
WRAPPED = re.compile(rb"\\from(html|text)")
WITHIN = 512
"""Bytes of the head that say whether something is wrapped: the standard allows ten words."""

UNSEEN = frozenset(
    b"fonttbl colortbl stylesheet listtable listoverridetable info pict objdata themedata datastore generator xmlnstbl rsidtbl "
    b"latentstyles colorschememapping filetbl revtbl fldinst header headerl headerr headerf footer footerl footerr footerf".split()
)
LINE = "\r\n"
SIGNS = {
    b"par": LINE,
    b"line": LINE,
    b"row": LINE,
    b"sect": LINE,
    b"page": LINE,
    b"tab": "\t",
    b"cell": "\t",
    b"emdash": "\N{EM DASH}",
    b"endash": "\N{EN DASH}",
    b"emspace": "\N{EM SPACE}",
    b"enspace": "\N{EN SPACE}",
    b"bullet": "\N{BULLET}",
    b"lquote": "\N{LEFT SINGLE QUOTATION MARK}",
    b"rquote": "\N{RIGHT SINGLE QUOTATION MARK}",
    b"ldblquote": "\N{LEFT DOUBLE QUOTATION MARK}",
    b"rdblquote": "\N{RIGHT DOUBLE QUOTATION MARK}",
}
ESCAPED = {
    b"~": "\N{NO-BREAK SPACE}",
    b"_": "\N{NON-BREAKING HYPHEN}",
    b"\\": "\\",
    b"{": "{",
    b"}": "}",
    b"\n": LINE,
    b"\r": LINE,
}
DEEPEST = 10_000
"""Groups in groups; deeper ones count as this one."""


def wrapped_type(head: bytes) -> str:
    """`text/html` or `text/plain` when RTF only wraps such a text, else ""."""
    found = WRAPPED.search(head[:WITHIN])
    if not found:
        return ""
    return "text/html" if found[1] == b"html" else "text/plain"


def html_of(data: bytes) -> str:
    """The HTML that was wrapped."""
    return "".join(_Reader(data, html=True).pieces()).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def text_of(data: bytes) -> str:
    """The text that a person reads."""
    return "".join(_Reader(data, html=False).pieces()).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds between two braces, and is inherited."""

    charset: str
    unseen: bool = False
    fonts: bool = False
    """It is the table of fonts."""

    tag: bool = False
    """It holds a piece of the wrapped HTML as it was."""

    rtf_only: bool = False
    """What stands there is for readers of RTF and was not in the HTML."""

    stand_ins: int = 1
    """Characters that stand in for a Unicode one before them (\\uc)."""


class _Reader:
    """One pass over the tokens; gathers octets until their charset changes, since one sign may take two of them."""

    def __init__(self, data: bytes, *, html: bool) -> None:
        self._data = data
        self._html = html
        self._ansi = "cp1252"
        self._font = 0
        self._default_font = 0
        self._fonts: dict[int, str] = {}
        self._group = _Group(self._ansi)
        self._outer: list[_Group] = []
        self._octets = bytearray()
        self._starred = False
        self._skip = 0
        self._at = 0

    def pieces(self) -> Iterator[str]:
        """The text of all groups that are seen."""
        while token := TOKEN.match(self._data, self._at):
            self._at = token.end()
            code, word, number, sign, brace, plain = token.groups()
            if code or plain:
                self._gather(bytes([int(code, 16)]) if code else plain)
                continue
            before = self._flush()
            after = self._control(word, number, sign, brace)
            yield before + after
        yield self._flush()

    def _gather(self, octets: bytes) -> None:
        skipped = min(self._skip, len(octets))
        self._skip -= skipped
        self._starred = False
        if self._is_seen():
            self._octets += octets[skipped:]

    def _is_seen(self) -> bool:
        return not (self._group.unseen or (self._group.rtf_only and self._html))

    def _flush(self) -> str:
        if not self._octets:
            return ""
        charset = self._ansi if self._group.tag else self._group.charset
        text = self._octets.decode(codec_of(charset) or "cp1252", "replace")
        self._octets.clear()
        return text

    def _control(self, word: bytes | None, number: bytes | None, sign: bytes | None, brace: bytes | None) -> str:
        if brace:
            self._brace(brace)
            return ""
        if sign == b"*":
            self._starred = True
            return ""
        standing_in = self._skip
        shown = self._word(word, int(number) if number else None) if word else ESCAPED.get(sign or b"", "")
        self._starred = False
        if shown and standing_in and word != b"u":
            self._skip = standing_in - 1
            return ""
        return shown if self._is_seen() else ""

    def _brace(self, brace: bytes) -> None:
        self._skip = 0
        if brace == b"{":
            if len(self._outer) < DEEPEST:
                self._outer.append(self._group)
        elif self._outer:
            self._group = self._outer.pop()

    def _word(self, word: bytes, number: int | None) -> str:
        if self._starred:
            self._destination(word)
        elif word in UNSEEN:
            self._group = replace(self._group, unseen=True, fonts=word == b"fonttbl")
        elif word == b"u" and number is not None:
            self._skip = self._group.stand_ins
            return chr(number % 65536)
        elif word == b"bin" and number:
            self._at += max(number, 0)
        elif self._group.fonts:
            self._font_word(word, number or 0)
        else:
            self._state(word, number)
        return SIGNS.get(word, "")

    def _destination(self, word: bytes) -> None:
        if word == b"htmltag" and self._html:
            self._group = replace(self._group, tag=True)
        else:
            self._group = replace(self._group, unseen=True)

    def _font_word(self, word: bytes, number: int) -> None:
        if word == b"f":
            self._font = number
        elif word == b"fcharset" and number in BY_FONT:
            self._fonts[self._font] = charset_of(BY_FONT[number])
        elif word == b"cpg":
            self._fonts[self._font] = charset_of(number)

    def _state(self, word: bytes, number: int | None) -> None:
        if word == b"htmlrtf":
            self._group = replace(self._group, rtf_only=number != 0)
        elif word == b"uc" and number is not None:
            self._group = replace(self._group, stand_ins=min(max(number, 0), 9))
        elif word in {b"f", b"plain"}:
            font = number or 0 if word == b"f" else self._default_font
            self._group = replace(self._group, charset=self._fonts.get(font, self._ansi))
        elif word == b"deff":
            self._default_font = number or 0
        elif word in {b"ansicpg", b"mac"}:
            self._ansi = charset_of(number or 0) if word == b"ansicpg" else "mac-roman"
            self._group = replace(self._group, charset=self._ansi)
