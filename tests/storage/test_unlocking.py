"""What of a tree joins the items that are there: only what comes out of what was locked."""

import hashlib
from pathlib import Path

import pytest

from core.content import Content
from core.errors import Problem
from core.values import Kind, Part, Tree, Unit
from storage.models import Item
from storage.unlocking import compare

LOCKED = Problem.NEEDS_PASSWORD
ZIP, PDF = Kind.CONTAINER, Kind.DOCUMENT


def content(said: str) -> Content:
    return Content(path=Path(), size=len(said), sha256=hashlib.sha256(said.encode()).hexdigest())


def part(path: str, said: str, kind: Kind = PDF, problem: Problem | None = None, name: str = "") -> Part:
    return Part(
        path=path,
        parent=path.rpartition(".")[0] or None,
        kind=kind,
        name=name,
        original_name=name,
        media_type="application/octet-stream",
        declared_type="",
        content=content(said),
        problem=problem,
    )


def row(path: str, said: str, kind: Kind = PDF, problem: Problem | None = None, name: str = "") -> Item:
    found = content(said)
    return Item(path=path, kind=kind, problem=problem or "", name=name, original_name=name, size=found.size, sha256=found.sha256)


ROOT = ("0", "mail", Kind.MAIL)

CASES = {
    "an archive opens": (
        [row("0.1", "zip", ZIP, LOCKED)],
        [part("0.1", "zip", ZIP), part("0.1.0", "facture")],
        ["0.1.0"],
        ["0.1"],
    ),
    "an entry that was only listed is there": (
        [row("0.1", "zip", ZIP, LOCKED), row("0.1.0", "", PDF, LOCKED, "a.pdf")],
        [part("0.1", "zip", ZIP), part("0.1.0", "facture", name="a.pdf")],
        [],
        ["0.1", "0.1.0"],
    ),
    "one entry opens, the other needs another word": (
        [row("0.1", "zip", ZIP, LOCKED), row("0.1.0", "", PDF, LOCKED, "a"), row("0.1.1", "", PDF, LOCKED, "b")],
        [part("0.1", "zip", ZIP, LOCKED), part("0.1.0", "", PDF, LOCKED, "a"), part("0.1.1", "constat", name="b")],
        [],
        ["0.1.1"],
    ),
    "a paper loses its lock and becomes the wrapping": (
        [row("0.1", "pdf", PDF, LOCKED)],
        [part("0.1", "pdf", ZIP), part("0.1.0", "open pdf")],
        ["0.1.0"],
        ["0.1"],
    ),
    "everything in an archive inside of it comes too": (
        [row("0.1", "zip", ZIP, LOCKED)],
        [part("0.1", "zip", ZIP), part("0.1.0", "zip in it", ZIP), part("0.1.0.0", "facture")],
        ["0.1.0", "0.1.0.0"],
        ["0.1"],
    ),
    "nothing opens": ([row("0.1", "zip", ZIP, LOCKED)], [part("0.1", "zip", ZIP, LOCKED)], [], []),
    "what was never locked is left alone": (
        [row("0.1", "zip", ZIP, Problem.CRASHED)],
        [part("0.1", "zip", ZIP), part("0.1.0", "facture")],
        [],
        [],
    ),
    "the locked part is not there any more": ([row("0.1", "zip", ZIP, LOCKED)], [], [], []),
    "another file stands in its place": (
        [row("0.1", "zip", ZIP, LOCKED)],
        [part("0.1", "another", ZIP), part("0.1.0", "facture")],
        [],
        [],
    ),
    "another entry stands in the place of one that was listed": (
        [row("0.1", "zip", ZIP, LOCKED), row("0.1.0", "", PDF, LOCKED, "a.pdf")],
        [part("0.1", "zip", ZIP), part("0.1.0", "facture", name="b.pdf")],
        [],
        [],
    ),
    "what was open in it has moved": (
        [row("0.1", "zip", ZIP, LOCKED), row("0.1.0", "open", PDF)],
        [part("0.1", "zip", ZIP), part("0.1.0", "facture"), part("0.1.1", "open")],
        [],
        [],
    ),
}


@pytest.mark.parametrize(("rows", "parts", "new", "changed"), CASES.values(), ids=CASES)
def test_only_what_comes_out_of_what_was_locked_joins(rows: list[Item], parts: list[Part], new: list[str], changed: list[str]) -> None:
    kept = {found.path: found for found in (row(*ROOT), *rows)}
    tree = Tree(parts=(part(*ROOT), *parts), units=(Unit(path="0"),))

    found = compare(kept, tree)

    assert ([one.path for one in found.new], [one.path for one in found.changed]) == (new, changed)
