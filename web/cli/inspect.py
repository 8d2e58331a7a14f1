"""`claimpost inspect FILE`: what is in a mail or container, at every depth."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import click
from rich.tree import Tree as Branches

from core.values import Kind, Part, Reference, Tree
from router.clues import references_of
from web.cli import output, shapes
from web.cli.opening import EXISTING, open_file, workbench


@click.command("inspect")
@click.argument("file", type=EXISTING)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a tree.")
@click.option("--extract", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Also write the parts to DIR.")
def command(file: Path, *, as_json: bool, extract: Path | None) -> None:
    """Show what is in FILE, a mail (.eml, .msg) or any container, and the claim numbers found in it.

    With --extract, the bytes of every part but those of opened containers are written to DIR, each file named by its
    SHA-256, so that no name in a mail ever becomes a path on this machine.
    """
    with workbench() as bench:
        tree = open_file(file, bench)
        found = references_of(tree)
        if extract:
            _extract(tree.parts, extract)
    if as_json:
        output.answer(
            {
                "file": file.name,
                "units": [shapes.unit(unit) for unit in tree.units],
                "parts": [shapes.part(part) for part in tree.parts],
                "references": [shapes.reference(reference) for reference in found],
            }
        )
    else:
        _show(file.name, tree, found)


def _extract(parts: Iterable[Part], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for part in parts:
        if part.kind is Kind.CONTAINER and part.problem is None:
            continue
        with part.content.open() as source, (folder / part.content.sha256).open("wb") as target:
            shutil.copyfileobj(source, target)


def _show(name: str, tree: Tree, found: Iterable[Reference]) -> None:
    subjects = {unit.path: unit.subject for unit in tree.units}
    branches: dict[str | None, Branches] = {None: Branches(output.printable(name))}
    for part in tree.parts:
        branches[part.path] = branches[part.parent].add(output.printable(_line(part, subjects.get(part.path))))
    console = output.console()
    console.print(branches[None])
    rows = [(one.value, one.carrier, one.form, one.path, one.raw) for one in found]
    if rows:
        console.print(output.table("Claim numbers", ("number", "found in", "form", "path", "as written"), rows))
    else:
        console.print("No claim number was found.")


def _line(part: Part, subject: str | None) -> str:
    shown = f"“{output.short(subject, 80)}”" if subject else part.name
    problem = f"  [{part.problem}]" if part.problem else ""
    return f"{part.path}  {part.kind}  {part.media_type}  {part.content.size:,} bytes  {shown}{problem}"
