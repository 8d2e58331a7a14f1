"""How a command answers: one JSON object for a program, tables for a person."""

import json
import sys
from collections.abc import Iterable, Mapping

import click
from rich.console import Console
from rich.table import Table

Shape = dict[str, object]
"""A JSON object."""


def answer(data: Mapping[str, object]) -> None:
    """Print `data` as one JSON object, in ASCII, whatever the terminal knows."""
    click.echo(json.dumps(data, separators=(",", ":")))


def console() -> Console:
    """Where a person reads; as wide as the terminal, and wide enough for a table in a file."""
    return Console(highlight=False, emoji=False, markup=False, width=None if sys.stdout.isatty() else 160)


def table(title: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> Table:
    """A table of `rows`; its title stands above it."""
    made = Table(title=title or None, title_justify="left", header_style="bold", pad_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    for row in rows:
        made.add_row(*(printable(cell) for cell in row))
    return made


def printable(value: object) -> str:
    """`value` without control characters, which a sender could use to paint our terminal."""
    return "".join(sign if sign.isprintable() or sign == "\n" else "\N{REPLACEMENT CHARACTER}" for sign in str(value))


def short(words: str, length: int) -> str:
    """`words` on one line of at most `length` characters."""
    line = " ".join(words.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
