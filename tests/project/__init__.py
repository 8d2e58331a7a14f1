"""Tests of the project itself: what its documents, its lock file and its containers promise."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("core", "parsers", "extractors", "router", "ingest", "storage", "web")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is, or is about to be, in the repository."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True
    )
    return tuple(file for name in listing.stdout.decode().split("\0") if name and (file := ROOT / name).is_file())


def texts() -> dict[Path, str]:
    """The tracked files that are text; pictures and samples in foreign encodings are left out."""
    found = {}
    for file in tracked():
        content = file.read_bytes()
        if b"\0" not in content:
            found[file.relative_to(ROOT)] = content.decode(errors="replace")
    return found
