"""The folder store when the machine misbehaves."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.content import Spool, of_file
from core.errors import Unavailable
from core.settings import Settings
from storage import blobs
from tests.databases import ROOT

PUT = """
import resource, sys
from pathlib import Path
from core.content import of_file
from core.errors import Unavailable
from storage.blobs.folder import FolderBlobs
home, file, limit = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
content = of_file(file)
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    FolderBlobs(home / "blobs").put(content)
except Unavailable as error:
    print(error.code)
"""


def put_elsewhere(home: Path, file: Path, limit: int = 0) -> subprocess.Popen[str]:
    """Another process that puts `file`, and may write no file above `limit` bytes."""
    return subprocess.Popen([sys.executable, "-c", PUT, home, file, str(limit)], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def written(home: Path) -> int:
    """Bytes of all files that are on their way into the store."""
    return sum(file.stat().st_size for file in (home / "blobs" / "incoming").glob("*"))


@pytest.mark.parametrize("at", [1, 20_000_000, 80_000_000], ids=["at once", "early", "late"])
def test_a_process_killed_in_the_middle_leaves_no_wrong_blob(home: Path, tmp_path: Path, at: int) -> None:
    file = tmp_path / "video.mp4"
    file.write_bytes(os.urandom(1_000_000) * 100)
    with put_elsewhere(home, file) as process:
        while written(home) < at and process.poll() is None:
            time.sleep(0.0005)
        process.kill()
    video = of_file(file)
    store = blobs.connect(Settings(home=home))

    kept_after_the_kill = store.has(video.sha256)
    store.put(video)

    with Spool(home / "spool") as spool:
        assert (kept_after_the_kill, store.fetch(video.sha256, spool).size) == (False, 100_000_000)


def test_a_full_disk_is_said_and_leaves_nothing_behind(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "video.mp4"
    file.write_bytes(bytes(3_000_000))

    with put_elsewhere(home, file, limit=1_000_000) as process:
        said, _ = process.communicate()

    assert (said, written(home), blobs.connect(Settings(home=home)).has(of_file(file).sha256)) == ("blobs_full\n", 0, False)


def test_a_home_that_is_no_folder_is_unreachable(home: Path, spool: Spool) -> None:
    store = blobs.connect(Settings(home=home))
    (home / "blobs").write_text("in the way")

    with pytest.raises(Unavailable) as refused:
        store.put(spool.keep(b"letter"))

    assert refused.value.code == "blobs_unreachable"


def test_what_a_killed_process_left_is_cleared_after_a_day(home: Path) -> None:
    incoming = home / "blobs" / "incoming"
    incoming.mkdir(parents=True)
    old, young = incoming / "old", incoming / "young"
    old.touch()
    young.touch()
    os.utime(old, (time.time() - 25 * 3600,) * 2)

    blobs.connect(Settings(home=home))

    assert [left.name for left in incoming.iterdir()] == ["young"]


def test_nobody_else_may_read_a_blob(home: Path, spool: Spool) -> None:
    given = spool.keep(b"medical report")

    blobs.connect(Settings(home=home)).put(given)

    file = home / "blobs" / given.sha256[:2] / given.sha256[2:4] / given.sha256
    assert [oct(path.stat().st_mode & 0o777) for path in (file, file.parent, home / "blobs")] == ["0o600", "0o700", "0o700"]
