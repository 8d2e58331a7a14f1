"""The text of an HTML body as a person sees it, and what of it is quoted or signature by the marks that mail programs leave."""

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from parsers.text import markers
from parsers.text.quotes import Segment, Voice

UNSEEN = frozenset({"script", "style", "head", "title", "template", "object", "svg", "select"})
BREAKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form"}
    | {"header", "hr", "html", "li", "main", "nav", "ol", "pre", "section", "table", "tbody", "textarea", "thead", "tfoot", "tr", "ul"}
)
TYPED = frozenset({"text", "search", "number", "tel", "email", "date", "url"})
"""Kinds of fields whose value is seen."""

PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d])|max-height\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
QUOTING = re.compile(
    r"\b(?:gmail_quote|gmail_extra_quote|moz-cite-prefix|moz-forward-container|moz-email-headers-table|(?:ydp\w{1,20})?yahoo_quoted"
    r"|protonmail_quote|tutanota_quote|zmail_extra)\b"
)
QUOTING_IDS = re.compile(r"(?:(?:ydp\w{1,20})?yahoo_quoted|reply-intro|OLK_SRC_BODY_SECTION|isForwardContent|isReplyContent)")
SIGNING = re.compile(
    r"\b(?:gmail_signature|gmail_signature_prefix|moz-signature|protonmail_signature_block|k9mail-signature|(?:ydp\w{1,20})?signature)(?![\w-])"
)
SIGNING_IDS = re.compile(
    r"(?:x_)*(?:(?:ms-outlook-(?:mobile|ios|android)-|applemail|ymail_android_)?signature|lineBreakAtBeginningOfSignature)$", re.IGNORECASE
)
FROM_HERE = frozenset({"divRplyFwdMsg", "x_divRplyFwdMsg", "appendonsend", "x_appendonsend", "mail-editor-reference-message-container"})
BORDER = re.compile(r"border-top\s*:\s*solid|border-width\s*:\s*1pt (?:medium|none)", re.IGNORECASE)
CID = re.compile(r"cid:([^\"'\s<>)]{1,300})", re.IGNORECASE)
WHITE = re.compile(r"[ \t\r\n\f\xa0]+")
BLANKS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")
AROUND = re.compile(r"[ \t]*\n[ \t]*")
TAG = re.compile(r"<[^<>]{0,2000}>")


def cited_ids(source: str) -> frozenset[str]:
    """The Content-IDs that an HTML body shows pictures by."""
    return frozenset(unquote(found).strip() for found in CID.findall(source))


def segments(source: str) -> tuple[Segment, ...]:
    """The text in reading order; quoted or signature where a mail program marked it so."""
    root = _root(source)
    if root is None:
        return (Segment(text=TAG.sub(" ", _without_comments(source)), voice=Voice.OWN),)
    walk = _Walk()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        walk.see(event, element)
    return tuple(walk.finished())


def _without_comments(source: str) -> str:
    """What stands outside comments; one that nothing ends is text."""
    first, *others = source.split("<!--")
    return first + " ".join(rest if end else comment for comment, end, rest in (piece.partition("-->") for piece in others))


def _root(source: str) -> etree._Element | None:
    """The parsed body, `None` when there is none or when the library gave up before its end."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = lxml_html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    return None if any("depth" in error.message for error in parser.error_log) else root


class _Walk:
    """Gathers text; knows whether it is inside something unseen, preformatted, quoted or signed."""

    def __init__(self) -> None:
        self._pieces: list[tuple[Voice, str]] = []
        self._unseen: etree._Element | None = None
        self._marked: list[tuple[etree._Element, Voice]] = []
        self._rest = False
        self._kept_as_is = 0

    def see(self, event: str, element: etree._Element) -> None:
        if event == "start":
            self._start(element)
        else:
            self._end(element)

    def finished(self) -> Iterator[Segment]:
        for voice, pieces in groupby(self._pieces, key=itemgetter(0)):
            text = "".join(piece for _voice, piece in pieces)
            yield Segment(text=BLANKS.sub("\n\n", AROUND.sub("\n", text)).strip("\n "), voice=voice)

    def _start(self, element: etree._Element) -> None:
        if self._unseen is not None:
            return
        tag = str(element.tag)
        self._add(_filled_in(element, tag))
        if tag in UNSEEN or element.get("hidden") is not None or HIDDEN.search(element.get("style") or ""):
            self._unseen = element
            return
        if _quotes_from_here(element):
            self._rest = True
        elif voice := _voice(element, tag):
            self._marked.append((element, voice))
        self._kept_as_is += tag == "pre"
        self._break(tag, opening=True)
        self._text(element.text)

    def _end(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if self._unseen is element:
            self._unseen = None
        elif self._unseen is None:
            self._break(tag, opening=False)
            self._kept_as_is -= tag == "pre"
            if self._marked and self._marked[-1][0] is element:
                self._marked.pop()
        self._text(element.tail)

    def _break(self, tag: str, *, opening: bool) -> None:
        if tag == "br":
            self._add("\n" if opening else "")
        elif tag in PARAGRAPHS:
            self._add("\n" if opening else "\n\n")
        elif tag in BREAKS:
            self._add("\n")
        elif tag in {"td", "th"} and not opening:
            self._add(" ")

    def _text(self, text: str | None) -> None:
        if text and self._unseen is None:
            self._add(text if self._kept_as_is else WHITE.sub(" ", text))

    def _add(self, text: str) -> None:
        if text:
            self._pieces.append((self._spoken(), text))

    def _spoken(self) -> Voice:
        """The signature of a quoted mail is quoted, and so is what somebody quotes in his signature."""
        if self._rest or any(voice == Voice.QUOTED for _element, voice in self._marked):
            return Voice.QUOTED
        return Voice.SIGNATURE if self._marked else Voice.OWN


def _filled_in(element: etree._Element, tag: str) -> str:
    """What somebody wrote or chose in a form."""
    if tag == "input" and (element.get("type") or "text").lower() in TYPED:
        return f" {element.get('value') or ''} "
    if tag == "select":
        return " ".join(["", *(str(option.text or "") for option in element.iter("option") if option.get("selected") is not None), ""])
    return ""


def _voice(element: etree._Element, tag: str) -> Voice | None:
    named, called = element.get("class") or "", element.get("id") or ""
    if tag == "blockquote" and (element.get("type") or "").lower() == "cite":
        return Voice.QUOTED
    if QUOTING.search(named) or QUOTING_IDS.match(called):
        return Voice.QUOTED
    return Voice.SIGNATURE if SIGNING.search(named) or SIGNING_IDS.match(called) else None


def _quotes_from_here(element: etree._Element) -> bool:
    """Outlook marks where the other mail begins, and nothing where it ends."""
    if element.get("id") in FROM_HERE:
        return True
    if not BORDER.search(element.get("style") or ""):
        return False
    # A line above a signature has the same border: only a header block makes it a quotation.
    found = markers.LABEL.match(WHITE.sub(" ", "".join(map(str, element.itertext()))[:300]).strip())
    return found is not None and markers.KIND_OF[found[1].lower()] == "from"
