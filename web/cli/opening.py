"""What `inspect`, `read` and `decide` share: settings, a sandbox, a spool, and a file opened in them. No Django."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from core.content import Spool, of_file
from core.errors import Problem
from core.settings import Settings, read
from core.values import Tree
from ingest.sandbox import Sandbox
from parsers.passwords import candidates
from web.cli import logs

DECLARED = {".eml": "message/rfc822", ".msg": "application/vnd.ms-outlook"}
EXISTING = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """What a single file is opened and read with; gone when the command ends."""

    settings: Settings
    sandbox: Sandbox
    spool: Spool


@contextlib.contextmanager
def workbench() -> Iterator[Workbench]:
    """Settings of the environment, children to open with, and a folder for what comes out."""
    settings = read(os.environ)
    logs.to_standard_error(settings.log_level)
    with Spool() as spool, Sandbox(settings) as sandbox:
        yield Workbench(settings=settings, sandbox=sandbox, spool=spool)


def open_file(path: Path, bench: Workbench) -> Tree:
    """Everything in the file; what is locked is tried with the words that the sender's own text offers."""
    content, declared = of_file(path), DECLARED.get(path.suffix.lower(), "")
    tree = bench.sandbox.open_tree(content, bench.spool, name=path.name, declared_type=declared)
    if not any(part.problem == Problem.NEEDS_PASSWORD for part in tree.parts):
        return tree
    words = candidates(tuple(unit.own_text for unit in tree.units), limit=bench.settings.limits.passwords)
    if not words:
        return tree
    return bench.sandbox.open_tree(content, bench.spool, name=path.name, declared_type=declared, passwords=words)
