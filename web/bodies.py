"""Texts of mails as a page may show them: decoded, cleaned, without images, scripts or links that can be clicked."""

import codecs
import html
import re

import nh3
from django.utils.safestring import SafeString, mark_safe

from parsers.mime.charsets import codec_of

TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4"),
    *("h5", "h6", "hr", "i", "ins", "li", "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub", "sup", "table", "tbody"),
    *("td", "tfoot", "th", "thead", "tr", "u", "ul"),
}
DROPPED = {"script", "style", "title", "noscript", "template", "svg", "math", "iframe", "object", "textarea", "select"}
SCHEMES = {"http", "https", "mailto", "tel"}

# What nh3 writes is well-formed: quotes inside an attribute are escaped and links never nest.
LINK = re.compile(r'<a(?: href="([^"]*)")?>(.*?)</a>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")
CHARSET = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""")

CODECS = re.compile(r"ascii|utf-[78]|(?:iso|cp|koi|kz|mac|ptcp|gb|hz|big5|euc|shift|johab|tis)[a-z0-9_-]*")
"""Codecs of letters. Python has others that unpack, take time without end, or read escapes; no page is written in them."""


def decode(content: bytes, *, cut: bool = False) -> str:
    """The text of bytes whose charset nobody kept: UTF-8 when it fits, else what an HTML page says, else cp1252.

    When it was `cut` for a page, it may end inside a character.
    """
    for charset in ("utf-8", _declared(content)):
        try:
            return codecs.getincrementaldecoder(charset)().decode(content, final=not cut)
        except UnicodeError:
            continue
    return content.decode("cp1252", errors="replace")


def _declared(content: bytes) -> str:
    found = CHARSET.search(content[:2048])
    codec = codec_of(found.group(1).decode("ascii")) if found else None
    return codec if codec and CODECS.fullmatch(codec) else "cp1252"


def clean(source: str) -> SafeString:
    """HTML that a page may hold: no images, styles or scripts, and every link as text with its real target."""
    safe = nh3.clean(
        source,
        tags=TAGS,
        clean_content_tags=DROPPED,
        attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return mark_safe(LINK.sub(_link, safe))  # noqa: S308 - cleaned by nh3, and the link's target is escaped by it


def _link(found: re.Match[str]) -> str:
    target, shown = found.group(1) or "", found.group(2)
    if not target or html.unescape(target).removeprefix("mailto:") == html.unescape(TAG.sub("", shown)).strip():
        return f'<span class="link">{shown}</span>'
    return f'<span class="link">{shown}</span> <span class="target">{target.replace("<", "&lt;")}</span>'


def has_images(source: str) -> bool:
    """True when the page wanted images that are not shown."""
    return "<img" in source.lower()
