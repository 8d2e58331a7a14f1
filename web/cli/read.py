"""`claimpost read FILE`: what one document says."""

import shutil
from pathlib import Path

import click

from core.content import Content, of_file
from core.errors import Unreadable
from core.media import CopyState
from core.papers import Document
from core.values import Reading
from extractors.searchable import has_copy
from web.cli import output, shapes
from web.cli.opening import EXISTING, Workbench, workbench

SHOWN_LINES = 40


@click.command("read")
@click.argument("file", type=EXISTING)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with every word and its place.")
@click.option("--draw", type=click.Path(dir_okay=False, path_type=Path), help="Draw words and facts over the pages: a PNG, OUT-2.png ...")
@click.option("--searchable", type=click.Path(dir_okay=False, path_type=Path), help="Write a PDF in which what OCR read can be searched.")
def command(file: Path, *, as_json: bool, draw: Path | None, searchable: Path | None) -> None:
    """Read FILE, one document: its text (by OCR where there is none), its language, what kind of paper it is, and its facts."""
    with workbench() as bench:
        content = of_file(file)
        media_type = bench.sandbox.open_tree(content, bench.spool, name=file.name).parts[0].media_type
        reading = bench.sandbox.read_document(content, name=file.name, media_type=media_type)
        if draw:
            _draw(content, reading, draw, bench)
        if searchable:
            _make_searchable(content, reading, searchable, bench)
    if as_json:
        output.answer(shapes.reading(file.name, reading))
    else:
        _show(file.name, reading)


def _draw(content: Content, reading: Reading, out: Path, bench: Workbench) -> None:
    """One picture a page: OUT.png, OUT-2.png and so on; a document without pages to look at is said to have none."""
    for page in reading.pages:
        path = out if page.number == 1 else out.with_name(f"{out.stem}-{page.number}{out.suffix}")
        try:
            path.write_bytes(bench.sandbox.draw_page(content, reading, page))
        except Unreadable as error:
            click.echo(f"page {page.number} cannot be drawn: {error.problem}", err=True)


def _make_searchable(content: Content, reading: Reading, out: Path, bench: Workbench) -> None:
    """The file OUT.pdf; a document in which OCR read nothing is said to need none."""
    try:
        shutil.copyfile(bench.sandbox.make_searchable(content, reading, bench.spool).path, out)
    except Unreadable as error:
        click.echo(f"no searchable PDF: {error.problem if has_copy(reading) else 'OCR read nothing in it'}", err=True)


def _show_paper(paper: Document) -> None:
    console = output.console()
    if paper.completeness.missing:
        console.print(output.printable(f"Incomplete ({paper.type.id}): {', '.join(paper.completeness.missing)}"))
    for mark in paper.marks:
        console.print(output.printable(f"Page {mark.page}: {mark.level}, by: {mark.cue}"))


def _show_media(reading: Reading) -> None:
    console = output.console()
    if photo := reading.photo:
        console.print(f"Picture: {photo.width} x {photo.height} pixels" + f", {photo.frames} moving" * (photo.frames > 1))
        if photo.taken_at:
            console.print(f"Taken: {photo.taken_at.isoformat(' ')}")
        if photo.place:
            console.print(f"Place: {photo.place.latitude}, {photo.place.longitude}")
    if video := reading.video:
        plays = "plays in browsers" if video.copy.state is CopyState.NOT_NEEDED else "does not play in browsers"
        console.print(f"Film: {video.seconds:.1f} seconds, {video.width} x {video.height} pixels, {video.codec or 'unknown'}, {plays}")


def _show(name: str, reading: Reading) -> None:
    console = output.console()
    console.print(output.printable(f"{name}  {reading.media_type}  language: {reading.language or 'unknown'}"))
    console.print(f"Type: {reading.type.id} ({reading.type.confidence:.0%}), by: {', '.join(reading.type.cues) or 'nothing'}")
    if reading.problem:
        console.print(f"Problem: {reading.problem}")
    _show_media(reading)
    pages = [(one.number, one.source, f"{one.confidence:.0%}", one.rotation, len(one.words), one.problem or "") for one in reading.pages]
    if pages:
        console.print(output.table("Pages", ("page", "text from", "confidence", "turned by", "words", "problem"), pages))
    if len(reading.documents) > 1:
        papers = [(", ".join(map(str, one.pages)), one.type.id, f"{one.type.confidence:.0%}") for one in reading.documents]
        console.print(output.table("Papers in this file", ("pages", "type", "confidence"), papers))
    for one in reading.documents:
        _show_paper(one)
    facts = [(fact.kind, fact.role, fact.value, fact.raw, fact.page, f"{fact.confidence:.0%}") for fact in reading.facts]
    if facts:
        console.print(output.table("Facts", ("kind", "role", "value", "as written", "page", "confidence"), facts))
    lines = "\n".join(page.text for page in reading.pages).splitlines()
    console.print(output.printable("\n".join(lines[:SHOWN_LINES])))
    if len(lines) > SHOWN_LINES:
        console.print(f"({len(lines) - SHOWN_LINES} more lines: --json prints them all)")
