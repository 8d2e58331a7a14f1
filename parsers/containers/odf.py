"""OpenDocument files: what is embedded in them (ODF 1.3 part 2, 3; part 3, 10.4.6)."""

import re
import zipfile
from functools import partial

from core.content import Content
from core.errors import Problem
from parsers.containers import opens_apart
from parsers.embedded import Collected, Embedded
from parsers.odf_manifest import FAMILY, Manifest, document, read_manifest
from parsers.opening import Opened, Opening
from parsers.packages import add, archive, is_film, natural

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
    """The embedded files, documents and films; pictures, charts and formulas are part of the document."""
    with archive(content) as package:
        if package is None:
            return Opened()
        manifest = read_manifest(package)
        if manifest.locked:
            return Opened(problem=Problem.NEEDS_PASSWORD)
        collected = Collected(opening, opening.meter(content.size))
        if _files(collected, package):
            _documents(collected, package, manifest)
        return collected.opened()


def _files(collected: Collected, package: zipfile.ZipFile) -> bool:
    found = [entry for entry in package.infolist() if OBJECT.search(entry.filename) or is_film(entry.filename)]
    return all(add(collected, package, entry) for entry in sorted(found, key=lambda entry: natural(entry.filename)))


def _documents(collected: Collected, package: zipfile.ZipFile, manifest: Manifest) -> None:
    for folder in manifest.documents():
        pieces = partial(document, package, folder, manifest)
        if not collected.add(Embedded(pieces=pieces, name=folder.rstrip("/"), declared_type=manifest.types[folder])):
            return
