"""A mail's tree as its page shows it: what the reader may see, in reading order, decoration folded away."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.classes import classes_of
from core.roles import NAMELESS, Sight, is_open
from core.values import Kind
from storage.models import Item, Reading
from web.words.documents import SENSITIVITIES

DEEPEST = 6
"""Levels that are indented; deeper ones stand below each other."""

LINKS = "text/uri-list"
"""What lies elsewhere, by its address (RFC 2483, 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One item in the tree; `open` when the reader may see what is in it, `ours` when the task is about it."""

    item: Item
    depth: int
    open: bool
    ours: bool
    icon: str
    type: str
    classes: tuple[str, ...]
    page_count: int
    language: str
    problem: str
    known_since: datetime | None = None
    """When an earlier mail brought the same document to the claim."""

    sight: Sight = Sight.WHOLE
    shut: bool = False
    """Whether its pages are covered, for this reader and now."""

    @property
    def thumb(self) -> bool:
        """Whether a small picture of it may stand beside its name."""
        photo = getattr(self.item, "photo", None)
        return bool(self.open and photo and photo.get("small")) and not self.shut


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTree:
    """The nodes to show, the folded decoration, what the claim had before, and how many items belong to somebody else."""

    nodes: tuple[Node, ...]
    folded: tuple[Node, ...]
    elsewhere: int
    known: tuple[Node, ...] = ()

    def first(self, unit: str) -> Node | None:
        """The node that a page shows first: a document of the task, else what else it is about, else the mail at the path `unit`."""
        opened = [node for node in self.nodes if node.open]
        ours = [node for node in opened if node.ours]
        documents = [node for node in ours if node.item.kind == Kind.DOCUMENT]
        plain = [node for node in documents if not node.shut]
        papers = [node for node in plain if node.item.media_type != LINKS]
        own = [node for node in opened if node.item.path == unit]
        return next(iter(papers or plain or documents or ours or own or opened), None)

    @property
    def documents(self) -> tuple[Item, ...]:
        """What the task is about, in reading order."""
        return tuple(sorted((node.item for node in (*self.nodes, *self.folded, *self.known) if node.ours), key=lambda item: item.position))

    def find(self, item_id: int) -> Node | None:
        """The node of an item that may be opened."""
        return next((node for node in (*self.nodes, *self.folded, *self.known) if node.item.pk == item_id and node.open), None)


def build(rows: Sequence[Item], revealed: Collection[int] = ()) -> MailTree:
    """The tree of one mail's `rows`, as `web.access` gives them: those that the reader may know of, and what lies around them.

    Those among `revealed` he opened before.
    """
    parents = {row.path: row.parent for row in rows}
    around = {path for row in rows if _seen(row) for path in _ancestors(row.path, parents)}
    nodes = [_node(row, _depth(row.path, parents), revealed=row.pk in revealed) for row in rows]
    shown = [node for node in nodes if node.open or node.item.path in around]
    folded = [node for node in shown if node.item.kind == Kind.DECORATION]
    again = [node for node in shown if node.known_since and node.item.path not in parents.values()]
    return MailTree(
        nodes=tuple(node for node in shown if node not in folded and node not in again),
        folded=tuple(folded),
        known=tuple(again),
        elsewhere=len(nodes) - len(shown),
    )


def _seen(row: Item) -> Sight:
    placed: Sight = getattr(row, "sight", Sight.NOTHING)
    return placed


def _ancestors(path: str, parents: dict[str, str]) -> list[str]:
    found = []
    while path := parents.get(path, ""):
        found.append(path)
    return found


def _depth(path: str, parents: dict[str, str]) -> int:
    return min(len(_ancestors(path, parents)), DEEPEST)


def _node(row: Item, depth: int, *, revealed: bool) -> Node:
    reading, seen, ours = reading_of(row), _seen(row), bool(getattr(row, "ours", False))
    classes = classes_of(reading.type, getattr(row, "hints", None)) if reading else ()
    shut = not is_open(seen, opened=revealed)
    told = None if shut and seen in NAMELESS else reading
    if reading and told is None:
        # On every part of the page: what it is called would tell what only a badge may.
        row.name = class_name(classes)
    return Node(
        item=row,
        depth=depth,
        open=seen is not Sight.NOTHING,
        ours=ours,
        icon=icon_of(row),
        type=told.type if told else "",
        classes=classes,
        page_count=told.page_count if told else 0,
        language=told.language if told else "",
        problem=row.problem or (told.problem if told else ""),
        known_since=getattr(row, "known_since", None) if ours and row.kind == Kind.DOCUMENT else None,
        sight=seen,
        shut=shut,
    )


def class_name(classes: Collection[str]) -> str:
    """What a paper is called where even its name would tell too much."""
    return str(SENSITIVITIES[max(classes)]) if classes else ""


def reading_of(row: Item) -> Reading | None:
    """The reading that came with the row, if it was read."""
    return row.reading if hasattr(row, "reading") else None


def icon_of(row: Item) -> str:
    """The name of the picture for an item."""
    kind, _slash, subtype = row.media_type.partition("/")
    if row.kind in {Kind.MAIL, Kind.CONTAINER, Kind.TEXT, Kind.SIGNATURE}:
        return str(row.kind)
    if kind in {"image", "video", "audio"}:
        return kind
    if row.media_type == LINKS:
        return "link"
    if subtype == "pdf":
        return "pdf"
    return "sheet" if "sheet" in subtype or "excel" in subtype or subtype == "csv" else "document"
