"""How one item of a mail is shown: by what it is, unless it is guarded."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from core import codec
from core.limits import Limits
from core.masking import masked
from core.pages import Box, Fact, Page
from core.values import Kind, Reading, Unit, pictures_of
from extractors.expiry import expiry_of
from extractors.look import PDF
from ingest import services
from storage import models
from web import bodies, media
from web.access import masked_unit
from web.engine import read_text
from web.files import INLINE
from web.tree import LINKS, Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address outside, and whose server it is."""

    host: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a fact stands on its page, in points; `current` for the one that is asked for."""

    number: int
    kind: str
    box: Box
    current: bool

    @property
    def width(self) -> float:
        """From its left to its right."""
        return max(self.box.x1 - self.box.x0, 1.0)

    @property
    def height(self) -> float:
        """From its upper edge to its lower."""
        return max(self.box.y1 - self.box.y0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """How the selected item is shown; `kind` names the block of the template."""

    kind: str
    text: str = ""
    html: SafeString | None = None
    images_left_out: bool = False
    unit: Unit | None = None
    places: tuple[Place, ...] = ()
    left: int = 0
    """Addresses that are not listed."""
    expires: date | None = None
    """Until when what lies elsewhere can be fetched, as the mail says."""
    film: media.Film | None = None
    picture: int = 0
    """Which of the pictures that were made of the item stands for it."""
    page: Page | None = None
    pages: int = 0
    marks: tuple[Mark, ...] = ()
    """Of a page: its facts, in their places."""


def can_show(reading: Reading, fact: Fact) -> bool:
    """Whether there can be a picture of the page with the place of a fact on it."""
    return fact.box is not None and _page_of(reading, fact.page) is not None


def page(reading: Reading, fact: int | None, number: int | None) -> Preview | None:
    """A page as a picture with its facts: that of the fact with this number, or that with this number; `None` where there is none."""
    found = reading.facts[fact] if fact is not None and fact < len(reading.facts) else None
    number = found.page if found and can_show(reading, found) else number
    shown = _page_of(reading, number) if number is not None else None
    if shown is None:
        return None
    marks = tuple(
        Mark(number=at, kind=one.kind, box=one.box, current=at == fact)
        for at, one in enumerate(reading.facts)
        if one.page == shown.number and one.box
    )
    return Preview(kind="page", page=shown, pages=len(reading.pages), marks=marks)


def _page_of(reading: Reading, number: int) -> Page | None:
    pictured = reading.media_type in PDF or (reading.media_type.startswith("image/") and reading.media_type != "image/svg+xml")
    return next((page for page in reading.pages if pictured and page.number == number and page.width and page.height), None)


def preview(node: Node, reading: Reading | None, *, veiled: bool) -> Preview:
    """How to show an item: by what it is, unless it is covered; accounts and amounts are masked where it is `veiled`."""
    found = _preview(node, reading)
    if not veiled:
        return found
    html = mark_safe(masked(found.html)) if found.html else None  # noqa: S308 - it was cleaned, and masking adds dots
    return replace(found, text=masked(found.text), html=html, unit=masked_unit(found.unit) if found.unit else None)


def _preview(node: Node, reading: Reading | None) -> Preview:
    if node.shut:
        return Preview(kind="guarded")
    if reading and reading.video:
        return Preview(kind="film", film=media.film_of(node.item, reading, reading.video))
    if reading and reading.photo and reading.photo.large:
        return Preview(kind="picture", picture=pictures_of(reading).index(reading.photo.large))
    return _by_format(node.item)


def _by_format(item: models.Item) -> Preview:
    if item.kind == Kind.MAIL and item.unit and item.unit.path == item.path:
        return Preview(kind="mail", unit=codec.load(Unit, item.unit.value))
    if item.kind == Kind.CONTAINER:
        # Also one that is written as text: what is in it may be somebody else's.
        return Preview(kind="container")
    if item.media_type in {"text/html", "application/xhtml+xml"}:
        return _page(item)
    if item.kind != Kind.MAIL and item.media_type.startswith("text/"):
        return _link(item) if item.media_type == LINKS else _text(item)
    shown = INLINE.get(item.media_type, "")
    kind = "pdf" if shown == "application/pdf" else shown.partition("/")[0]
    return Preview(kind=kind or "none")


def _page(item: models.Item) -> Preview:
    source = read_text(item.sha256)
    if source is None:
        return Preview(kind="gone")
    return Preview(kind="html", html=bodies.clean(source), images_left_out=bodies.has_images(source))


def _link(item: models.Item) -> Preview:
    """Where something lies that was not sent along: as text, for what a stranger wrote is no place to go with a click."""
    source = read_text(item.sha256)
    if source is None:
        return Preview(kind="gone")
    lines = [line.strip() for line in source.splitlines()]
    places = tuple(Place(host=_host(line), address=line) for line in lines if line and not line.startswith("#"))
    limits = services.current().settings.limits
    left = max(0, len(places) - limits.link_places)
    return Preview(kind="elsewhere", places=places[: limits.link_places], left=left, expires=_expiry(item, limits))


def _expiry(item: models.Item, limits: Limits) -> date | None:
    unit = codec.load(Unit, item.unit.value) if item.unit else None
    said = f"{unit.own_text}\n{unit.quoted_text}" if unit else ""
    return expiry_of(said, timezone.localdate(item.mail.received_at), most=limits.notice_characters)


def _host(address: str) -> str:
    """The name of the server as the network knows it: letters that only look like others show themselves."""
    try:
        return (urlsplit(address).hostname or "").encode("idna").decode()
    except ValueError:
        return ""


def _text(item: models.Item) -> Preview:
    text = read_text(item.sha256)
    return Preview(kind="gone") if text is None else Preview(kind="text", text=text)
