"""OpenDocument files: what is embedded in them (ODF 1.3 part 2, 3; part 3, 10.4.6)."""

import re
import zipfile
from collections.abc import Iterator
from functools import partial

from core.content import Content
from core.errors import Problem
from parsers.containers import opens_apart
from parsers.embedded import Collected, Embedded
from parsers.odf_locks import fits, part_pieces
from parsers.odf_manifest import FAMILY, Manifest, document, read_manifest
from parsers.opening import Child, Opened, Opening
from parsers.packages import add, archive, entry_pieces, is_film, natural

OBJECT = re.compile(r"(?:^|/)Object \d+$")
"""An object of a program that knows no OpenDocument."""


@opens_apart(
    f"{FAMILY}text",
    f"{FAMILY}text-template",
    f"{FAMILY}text-master",
    f"{FAMILY}spreadsheet",
    f"{FAMILY}spreadsheet-template",
    f"{FAMILY}presentation",
    f"{FAMILY}presentation-template",
    f"{FAMILY}graphics",
    f"{FAMILY}graphics-template",
)
def open_odf(content: Content, opening: Opening) -> Opened:
    """The embedded files, documents and films; of a locked document the document without its lock, when a password opens it.

    Pictures, charts and formulas are part of the document.
    """
    with archive(content) as package:
        if package is None:
            return Opened()
        manifest = read_manifest(package)
        if manifest.locks:
            return _unlocked(package, manifest, content, opening)
        collected = Collected(opening, opening.meter(content.size))
        if _files(collected, package):
            _documents(collected, package, manifest)
        return collected.opened()


def _unlocked(package: zipfile.ZipFile, manifest: Manifest, content: Content, opening: Opening) -> Opened:
    word = next((word for word in opening.passwords if _fits(package, manifest, word)), None)
    if word is None:
        return Opened(problem=Problem.NEEDS_PASSWORD)

    def pieces(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        lock = manifest.locks.get(entry.filename)
        return part_pieces(package, entry.filename, lock, word) if lock else entry_pieces(package, entry)

    kept, problem = opening.keep(document(package, "", manifest, pieces), opening.meter(content.size))
    return Opened(children=(Child(content=kept, problem=problem),), wraps=True, count=1, password=word, problem=problem)


def _fits(package: zipfile.ZipFile, manifest: Manifest, word: str) -> bool:
    """Whether a password opens the first part that is locked; all have the same."""
    there = set(package.namelist())
    name, lock = next(((name, lock) for name, lock in manifest.locks.items() if name in there), ("", None))
    # Of newer locks there is one, around the whole package (ODF 1.4).
    return lock is not None and fits(package, name, lock, word)


def _files(collected: Collected, package: zipfile.ZipFile) -> bool:
    found = [entry for entry in package.infolist() if OBJECT.search(entry.filename) or is_film(entry.filename)]
    return all(add(collected, package, entry) for entry in sorted(found, key=lambda entry: natural(entry.filename)))


def _documents(collected: Collected, package: zipfile.ZipFile, manifest: Manifest) -> None:
    for folder in manifest.documents():
        pieces = partial(document, package, folder, manifest)
        if not collected.add(Embedded(pieces=pieces, name=folder.rstrip("/"), declared_type=manifest.types[folder])):
            return
