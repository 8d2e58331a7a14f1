"""What `inspect`, `read` and `decide` share: settings, a sandbox, a spool, and a file opened in them. No Django."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from core.content import Spool, of_file
from core.settings import Settings, read
from core.values import Tree
from ingest.sandbox import Sandbox
from web import logs

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
    """Everything in the file."""
    declared = DECLARED.get(path.suffix.lower(), "")
    return bench.sandbox.open_tree(of_file(path), bench.spool, name=path.name, declared_type=declared)
