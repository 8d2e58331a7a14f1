"""A mail's tree as its page shows it: what the reader may see, in reading order, decoration folded away."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.values import Kind
from storage.models import Item, Reading
from web.words import sensitivities

DEEPEST = 6
"""Levels that are indented; deeper ones stand below each other."""

LINKS = "text/uri-list"
"""What lies elsewhere, by its address (RFC 2483, 5)."""

GUARDED = frozenset({"P4", "P5", "P6"})
"""Classes of personal data that are shown after a click only (domain section 8.1)."""


ORDINARY = "P2"
"""The highest class that needs no care of its own."""


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

    @property
    def thumb(self) -> bool:
        """Whether a small picture of it may stand beside its name."""
        photo = getattr(self.item, "photo", None)
        return bool(self.open and photo and photo.get("small")) and not is_guarded(self.type, self.classes)


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
        plain = [node for node in documents if not is_guarded(node.type, node.classes)]
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


def is_guarded(document_type: str, classes: Iterable[str]) -> bool:
    """True for papers that a page shows only after a click, which is recorded: by their type, or on any hint in their text.

    Some types hold a name and a number of a card by their nature (P3); on all others such a number is a hint like any other.
    """
    found = set(classes)
    identity = "P3" in found and "P3" not in sensitivities(document_type)
    return identity or not GUARDED.isdisjoint(found) or document_type in {"piece_identite", "permis_conduire"}


def classes_of(document_type: str, hints: Iterable[str] | None) -> tuple[str, ...]:
    """The classes above the ordinary of a paper: of its type and, after them, what its text hints at."""
    return tuple(dict.fromkeys([*sensitivities(document_type), *(level for level in hints or () if level > ORDINARY)]))


def build(rows: Sequence[Item], *, visible: Collection[int], ours: Collection[int]) -> MailTree:
    """The tree of one mail's `rows`: those `visible`, and what lies around them for orientation."""
    parents = {row.path: row.parent for row in rows}
    around = {path for row in rows if row.pk in visible for path in _ancestors(row.path, parents)}
    nodes = [_node(row, _depth(row.path, parents), opened=row.pk in visible, ours=row.pk in ours) for row in rows]
    shown = [node for node in nodes if node.open or node.item.path in around]
    folded = [node for node in shown if node.item.kind == Kind.DECORATION]
    again = [node for node in shown if node.known_since and node.item.path not in parents.values()]
    return MailTree(
        nodes=tuple(node for node in shown if node not in folded and node not in again),
        folded=tuple(folded),
        known=tuple(again),
        elsewhere=len(nodes) - len(shown),
    )


def _ancestors(path: str, parents: dict[str, str]) -> list[str]:
    found = []
    while path := parents.get(path, ""):
        found.append(path)
    return found


def _depth(path: str, parents: dict[str, str]) -> int:
    return min(len(_ancestors(path, parents)), DEEPEST)


def _node(row: Item, depth: int, *, opened: bool, ours: bool) -> Node:
    reading = reading_of(row)
    kind = reading.type if reading else ""
    return Node(
        item=row,
        depth=depth,
        open=opened,
        ours=ours,
        icon=icon_of(row),
        type=kind,
        classes=classes_of(kind, getattr(row, "hints", None)),
        page_count=reading.page_count if reading else 0,
        language=reading.language if reading else "",
        problem=row.problem or (reading.problem if reading else ""),
        known_since=getattr(row, "known_since", None) if ours and row.kind == Kind.DOCUMENT else None,
    )


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
