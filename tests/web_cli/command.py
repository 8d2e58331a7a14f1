"""Runs the command as a script outside would: in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON data
        """The one object on standard output."""
        return json.loads(self.out)


def environment(home: Path | None = None) -> dict[str, str]:
    """Ours without settings; with `home`, an installation of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CLAIMPOST_", "DJANGO_"))}
    return {**kept, "PYTHONPATH": str(ROOT), **({"CLAIMPOST_HOME": str(home)} if home else {})}


def claimpost(
    *words: str | Path, home: Path | None = None, given: str = "", seconds: float = 120, settings: Mapping[str, str] | None = None
) -> Ran:
    """Run `claimpost` with these words and `given` on standard input."""
    command = [sys.executable, "-m", "web.cli", *map(str, words)]
    done = subprocess.run(
        command,
        input=given,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
        env={**environment(home), **(settings or {})},
        cwd=ROOT,
    )
    return Ran(status=done.returncode, out=done.stdout, err=done.stderr)
