"""Addresses of files that wait on a transfer site: WeTransfer, OneDrive, SwissTransfer and the like.

Only what leads to files counts, not the home page of such a site. Nothing is ever fetched.
"""

import binascii
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from urllib.parse import quote, unquote

from core.errors import Problem
from parsers.entities import unescaped
from parsers.opening import Child, Meter, Opening
from parsers.text.html import segments

URI_LIST = "text/uri-list"
LONGEST = 4_000
HOPS = 3
"""How many wrappers lie around an address at most: one from each mail system on its way."""


@dataclass(frozen=True, slots=True)
class Site:
    """A service by its domain, and how the path goes on where files are; `*.` takes all subdomains."""

    service: str
    domain: str
    path: str

    def leads_to(self, host: str, target: str) -> str:
        """What of the address matters, "" when it leads to no files there."""
        domain = self.domain.removeprefix("*.")
        if host.removeprefix("www.") != domain and not (self.domain != domain and host.endswith(f".{domain}")):
            return ""
        found = re.match(self.path, target)
        return found[0] if found else ""


SITES = (
    Site("WeTransfer", "we.tl", r"/[\w-]{5,}"),
    Site("WeTransfer", "*.wetransfer.com", r"/(?:downloads|board)/[\w-]+(?:/[\w-]+)*"),
    Site("OneDrive", "1drv.ms", r"/\w+/\S+"),
    Site("OneDrive", "onedrive.live.com", r"/(?:[\w.]*\?(?:\S*&)?(?:resid|id|redeem)=|:\w:/|personal/)\S+"),
    Site(
        "SharePoint",
        "*.sharepoint.com",
        r"/(?:\S*/)?(?::\w:/|_layouts/15/(?:guestaccess|download|onedrive|doc2?)\.aspx\?|Forms/\w+\.aspx\?)\S+",
    ),
    Site("SharePoint", "*.sharepoint.com", r"/(?:personal|sites|teams)/[^?#\s]+/[^/?#\s]+\.(?!aspx)\w{2,5}(?=[?#]|$)\S*"),
    Site("Google Drive", "drive.google.com", r"/(?:a/[\w.-]+/)?(?:file/(?:u/\d+/)?d/|drive/(?:\w+/){0,3}folders/)[\w-]+\S*"),
    Site("Google Drive", "drive.google.com", r"/(?:u/\d+/)?(?:open|uc|folderview)\?(?:\S*&)?id=[\w-]+\S*"),
    Site("Google Drive", "drive.usercontent.google.com", r"/(?:download|uc)\?(?:\S*&)?id=\S+"),
    Site("Google Docs", "docs.google.com", r"/(?:a/[\w.-]+/)?(?:document|spreadsheets|presentation|drawings|file)/(?:u/\d+/)?d/\S+"),
    Site("Google Photos", "photos.app.goo.gl", r"/\w{8,}"),
    Site("Google Photos", "photos.google.com", r"/share/\S+"),
    Site("Mail Drop", "icloud.com", r"/attachment/?\?\S+"),
    Site("Mail Drop", "cvws.icloud-content.com", r"/\w/\S+"),
    Site("iCloud", "*.icloud.com", r"/(?:iclouddrive|photos|sharedalbum|pages|numbers|keynote)/(?:\w\w-\w\w/)?#?[\w-]{8,}\S*"),
    Site(
        "Smash", "fromsmash.com", r"/(?!(?:about|blog|business|contact|features|help|legal|login|plans?|pricing)\b)[\w.~-]{5,}(?=[?#]|/?$)"
    ),
    Site("Smash", "*.fromsmash.com", r"/(?=[^/?#]*[\dA-Z])[\w.~-]{8,}(?=[?#]|/?$)"),
    Site("SwissTransfer", "swisstransfer.com", r"/(?:\w\w/)?d/[\w-]+"),
    Site("kDrive", "kdrive.infomaniak.com", r"/app/(?:share|collaborate)/\S+"),
    Site("Dropbox", "*.dropbox.com", r"/(?:l/)?(?:sh?|t|transfer|scl/\w+)/\w\S+"),
    Site("Dropbox", "dl.dropboxusercontent.com", r"/(?:sh?|scl/\w+)/\S+"),
    Site("Dropbox", "db.tt", r"/\w{6,}"),
    Site("Box", "*.box.com", r"/(?:s|v|file|folder|shared/static)/[\w.-]{4,}"),
    Site("TransferNow", "transfernow.net", r"/(?:\w\w/)?(?:(?:dl|d|bld)/[\w-]+(?:/[\w-]+)?|cld\?utm_source=\w+)"),
    Site("GrosFichiers", "grosfichiers.com", r"/(?=[a-z]*[0-9A-Z])[0-9A-Za-z]{8,}(?=[/?#]|$)"),
    Site("MyAirBridge", "myairbridge.com", r"/(?:\w\w/)?#!/(?:link|folder)/[\w-]+"),
    Site("MyAirBridge", "mab.to", r"/(?:\w/)?\w{6,}"),
    Site("Filemail", "*.filemail.com", r"/(?:\w\w/)?[dtf]/\w{6,}"),
    Site("Filemail", "fil.email", r"/\w{5,}"),
    Site("pCloud", "transfer.pcloud.com", r"/download\.html\?code=\w+"),
    Site("pCloud", "*.pcloud.link", r"/publink/show\?(?:\S*&)?code=\w+"),
    Site("pCloud", "*.pcloud.com", r"/(?:publink/show\?(?:\S*&)?|#page=publink&)code=\w+"),
    Site("FileSender", "filesender.renater.fr", r"/\?(?:\S*&)?token=[\w-]+"),
    Site("FileSender", "filesender.belnet.be", r"/\?(?:\S*&)?token=[\w-]+"),
    Site("France transfert", "francetransfert.numerique.gouv.fr", r"/download/\S+"),
    Site("Free", "transfert.free.fr", r"/\w{6,}"),
    Site("Mega", "mega.nz", r"/(?:(?:file|folder)/|#F?!)[\w!-]+\S*"),
    Site("Proton Drive", "drive.proton.me", r"/urls/[\w-]+\S*"),
    Site("Send Anywhere", "sendanywhe.re", r"/\w{6,}"),
)
WORDS = (*dict.fromkeys(site.domain.removeprefix("*.") for site in SITES), "urldefense")
"""One of these stands in every text that has such a link, also inside a wrapper."""

HOST = re.compile(r"\.[a-z]{2,6}(?:[/:?#]|%2f|%3a)")
"""The end of a host's name, behind which an address goes on."""

ADDRESS = re.compile(rf"[Hh][Tt][Tt][Pp][Ss]?://[^\s<>\"`|\\^{{}}]{{4,{LONGEST}}}")
BARE = re.compile(rf"(?<![\w./@:%=&-])(?:[\w-]{{1,63}}\.){{1,4}}[A-Za-z]{{2,6}}/[^\s<>\"`|\\^{{}}]{{4,{LONGEST}}}")
ANCHOR = re.compile(
    rf"<(?:a|area)\s[^<>]{{0,2000}}?\bhref\s*=\s*(?:\"([^\"]{{1,{LONGEST}}})\"|'([^']{{1,{LONGEST}}})'|([^\s\"'<>]{{1,{LONGEST}}}))",
    re.IGNORECASE,
)
PLACE = re.compile(r"https?://(?:[^/?#@]*@)?([A-Za-z0-9._-]+)(?::\d+)?(\S*)", re.IGNORECASE)
ESCAPED = re.compile(r"https?%3A", re.IGNORECASE)
DEFENDED = re.compile(r"__(https?:/\S+?)__;([A-Za-z0-9_-]*)")
STAR = re.compile(r"\*(?:\*(.))?")
RUNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
BEHIND = ".,;:!?'*_\N{HORIZONTAL ELLIPSIS}»”’"
BRACKETS = {")": "(", "]": "["}
SAFE = "!#$%&'()*+,/:;=?@[]~"
"""What stands for itself in an address; anything else is written in octets (RFC 3987, 3.1)."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address that leads to files, and whose service that is."""

    service: str
    url: str


def in_text(text: str) -> tuple[Link, ...]:
    """The links in a plain text."""
    if not _worth_reading(text):
        return ()
    return _distinct(_written(text))


def in_html(source: str) -> tuple[Link, ...]:
    """The links that a reader of the page can click on or read."""
    if not _worth_reading(source):
        return ()
    anchors = (unescaped(found[1] or found[2] or found[3]).strip() for found in ANCHOR.finditer(source))
    seen = "\n".join(segment.text for segment in segments(source))
    return _distinct((*anchors, *_written(seen)))


def children(links: Iterable[Link], opening: Opening, meter: Meter) -> Iterator[Callable[[], Child]]:
    """A part for each link, whose content is its address (RFC 2483, 5)."""
    counts: dict[str, int] = {}
    for link in links:
        number = counts[link.service] = counts.get(link.service, 0) + 1
        name = f"{link.service} {number}.uri" if number > 1 else f"{link.service}.uri"
        yield partial(_child, link, name, opening, meter)


def _child(link: Link, name: str, opening: Opening, meter: Meter) -> Child:
    kept, problem = opening.keep([f"{link.url}\r\n".encode()], meter)
    return Child(content=kept, name=name, declared_type=URI_LIST, problem=problem or Problem.NOT_FETCHED)


def _worth_reading(text: str) -> bool:
    lowered = text.lower()
    return bool(HOST.search(lowered)) and any(word in lowered for word in WORDS)


def _written(text: str) -> Iterator[str]:
    found = (match for pattern in (ADDRESS, BARE) for match in pattern.finditer(text))
    return (_trimmed(match[0]) for match in sorted(found, key=re.Match.start))


def _trimmed(address: str) -> str:
    """The address without the punctuation of the sentence around it."""
    while address and (address[-1] in BEHIND or (address[-1] in BRACKETS and BRACKETS[address[-1]] not in address)):
        address = address[:-1]
    return address


def _distinct(addresses: Iterable[str]) -> tuple[Link, ...]:
    found = dict.fromkeys(link for address in addresses if (link := _link(address, HOPS)))
    # A page often shows the beginning of a long address only; in order of the alphabet it stands right before the whole.
    beginnings = {short for short, long in pairwise(sorted(link.url for link in found)) if long.startswith(short)}
    return tuple(link for link in found if link.url not in beginnings)


def _link(address: str, hops: int) -> Link | None:
    place = PLACE.match(address if "://" in address[:8] else f"https://{address}")
    if place is None:
        return None
    host, target = place[1].lower().rstrip("."), place[2] or "/"
    for site in SITES:
        if path := site.leads_to(host, target):
            return Link(site.service, f"https://{host}{quote(path, safe=SAFE, errors='replace')}")
    return next((link for inner in _wrapped(host, target) if (link := _link(inner, hops - 1))), None) if hops else None


def _wrapped(host: str, target: str) -> Iterator[str]:
    """The addresses that a wrapper carries: Safe Links, Google and most others have them as a value of the query."""
    if "urldefense" in host and (found := DEFENDED.search(target)):
        yield _undefended(found[1], found[2])
    for pair in target.partition("?")[2].partition("#")[0].split("&"):
        name, _, value = pair.partition("=")
        if "urldefense" in host and name == "u" and not ESCAPED.match(value):
            value = value.replace("-", "%").replace("_", "/")
        value = unquote(value)
        if value.lower().startswith(("http://", "https://")):
            yield value


def _undefended(address: str, signs: str) -> str:
    """An address in the third form of Proofpoint: stars stand for signs that follow in base64, two and a letter for a run of them."""
    try:
        left = iter(urlsafe_b64decode(signs + "=" * (-len(signs) % 4)).decode())
    except (binascii.Error, UnicodeDecodeError):
        left = iter("")

    def put(star: re.Match[str]) -> str:
        count = RUNS.find(star[1]) + 2 if star[1] else 1
        return "".join(sign for _, sign in zip(range(count), left, strict=False)) or star[0]

    return STAR.sub(put, re.sub(r"^(https?):/(?!/)", r"\1://", address))
