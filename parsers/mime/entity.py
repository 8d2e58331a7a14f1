"""What the header of a mail or of a part says about its body."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from parsers.mime.block import Block
from parsers.mime.parameters import Parametrised, parse
from parsers.mime.words import decode_words

MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
LONG_NUMBER = re.compile(r"(?:[A-Za-z]{0,2}\d(?:[ ._-]?\d){5,})")
REPLACED = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A body as its header declares it."""

    media_type: str
    """Lower case; the default when nothing was declared."""

    declared: bool = False
    """The header named a media type."""

    boundary: bytes = b""
    charset: str = ""
    encoding: str = ""
    disposition: str = ""
    name: str = ""
    content_id: str = ""
    report_type: str = ""
    """Of a multipart/report: `delivery-status` or another."""

    flowed: bool = False
    """The lines of the text may be joined (RFC 3676)."""

    joined_closely: bool = False
    """The space before such a line break goes with it (RFC 3676, 4.1: DelSp)."""

    @property
    def is_multipart(self) -> bool:
        """Whether the body consists of parts."""
        # RFC 2045, 6.4 forbids to encode a multipart: what is encoded and has no boundary is a file, a saved web page.
        is_file = self.encoding == "base64" and not self.boundary and bool(self.name or self.disposition == "attachment")
        return self.media_type.startswith("multipart/") and not is_file


def entity(block: Block, *, default: str) -> Entity:
    """What `block` declares; `default` is the media type where it names none."""
    found = _first(block)
    content_type = _content_type(block, found)
    disposition = parse(found.get("content-disposition", ""))
    content_id = found.get("content-id", "")
    declared = bool(MEDIA_TYPE.fullmatch(content_type.value))
    return Entity(
        media_type=content_type.value if declared else _stand_in(content_type, default),
        declared=declared,
        boundary=content_type.parameters.get("boundary", "").strip().encode("utf-8", "replace"),
        charset=content_type.parameters.get("charset", ""),
        encoding=found.get("content-transfer-encoding", "").partition("(")[0].strip().lower(),
        disposition=disposition.value,
        name=_name(disposition.parameters, content_type.parameters),
        content_id=decode_words(content_id).strip(" <>\"'\t") if content_id else "",
        report_type=content_type.parameters.get("report-type", "").lower(),
        flowed=content_type.parameters.get("format", "").strip().lower() == "flowed",
        joined_closely=content_type.parameters.get("delsp", "").strip().lower() == "yes",
    )


def _first(block: Block) -> dict[str, str]:
    found: dict[str, str] = {}
    for header in block.headers("content-"):
        if header.value:
            found.setdefault(header.name.lower(), header.value)
    return found


def _content_type(block: Block, found: Mapping[str, str]) -> Parametrised:
    """The Content-Type; of several, the first whose multipart has a boundary, else the first."""
    first = parse(found.get("content-type", ""))
    if not first.value.startswith("multipart/") or first.parameters.get("boundary"):
        return first
    others = (parse(header.value) for header in block.headers("content-type") if header.name.lower() == "content-type")
    return next((other for other in others if other.parameters.get("boundary")), first)


def _stand_in(content_type: Parametrised, default: str) -> str:
    # RFC 2045, 5.2 takes an unreadable Content-Type for plain text; one with a boundary means a multipart.
    if content_type.parameters.get("boundary") and content_type.value in {"", "multipart", "multipart/"}:
        return "multipart/mixed"
    return default if content_type.value in {"", "text"} else "application/octet-stream"


def _name(disposition: Mapping[str, str], content_type: Mapping[str, str]) -> str:
    """The file's name: the disposition's, unless only the Content-Type's came through whole; some confuse the two words.

    Where another one holds a number that this one lacks, it stands behind it in brackets.
    """
    written = (disposition.get("filename"), content_type.get("name"), content_type.get("filename"), disposition.get("name"))
    names = [name for name in written if name and name.strip()]
    chosen = next((name for name in names if REPLACED not in name), names[0] if names else "").strip()
    other = next((name for name in names if not set(LONG_NUMBER.findall(name)) <= set(LONG_NUMBER.findall(chosen))), "")
    return _both(chosen, other.strip()) if other else chosen


def _both(name: str, other: str) -> str:
    stem, dot, extension = name.rpartition(".")
    told = other.removesuffix(f"{dot}{extension}") if dot else other
    return f"{stem} ({told}).{extension}" if stem else f"{name} ({told})"
