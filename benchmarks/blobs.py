"""What 200 MB cost through each blob store: seconds, and by how much the memory of our process grows.

Run from the checkout: `python -m benchmarks.blobs`.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.servers.s3 import S3

MEGABYTES = 200
STORE = """
import resource, sys, time
from pathlib import Path
from core.content import Spool, of_file
from core.settings import Settings
from storage import blobs
home, url, file = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
store = blobs.connect(Settings(home=home, blobs_url=url))
with Spool(home / "spool") as spool:
    store.put(spool.keep(b"warm"))
    content = of_file(file)
    peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    before, started = peak(), time.monotonic()
    store.put(content)
    put, started = time.monotonic() - started, time.monotonic()
    store.fetch(content.sha256, spool)
    fetch = time.monotonic() - started
print(f"put {put:5.2f} s   fetch {fetch:5.2f} s   memory +{peak() - before} MB (from {before} MB)")
"""


def measure(name: str, home: Path, url: str, file: Path) -> None:
    """Put and fetch in a process of its own, so that its memory is nobody else's."""
    answer = subprocess.run([sys.executable, "-c", STORE, home, url, file], check=True, capture_output=True, text=True)
    print(f"{name:7} {answer.stdout}", end="")


def main() -> None:
    """Measure both stores."""
    with tempfile.TemporaryDirectory() as folder, S3() as server:
        file = Path(folder) / "video.mp4"
        with file.open("wb") as made:
            for _ in range(MEGABYTES):
                made.write(os.urandom(1_000_000))
        measure("folder", Path(folder) / "home", "", file)
        measure("bucket", Path(folder) / "home", server.url(), file)


if __name__ == "__main__":
    main()
