"""A plug-in of pytest that keeps what the tests take apart, for the fuzzer to begin with.

pytest -p tests.fuzz.gather tests/parsers && python -m tests.fuzz zip --more var/fuzz/gathered
"""

import hashlib
import os
from pathlib import Path

import pytest

from core.content import Content, Spool
from tests.fuzz.seeds import BIGGEST

FOLDER = Path(os.environ.get("GATHERED", Path(__file__).parents[2] / "var" / "fuzz" / "gathered"))


def pytest_configure(config: pytest.Config) -> None:
    keep = Spool.keep
    FOLDER.mkdir(parents=True, exist_ok=True)

    def gather(spool: Spool, content: bytes) -> Content:
        if 0 < len(content) <= BIGGEST:
            (FOLDER / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)
        return keep(spool, content)

    Spool.keep = gather  # type: ignore[method-assign,assignment]
    config.add_cleanup(lambda: setattr(Spool, "keep", keep))
