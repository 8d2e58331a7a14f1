import hashlib
from pathlib import Path

import pytest

from core.content import Content, Spool, of_file
from core.errors import Problem, Unreadable


def test_a_spooled_file_carries_its_size_and_hash(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        writer = spool.writer()
        writer.write(b"constat ")
        writer.write(b"amiable")
        content = writer.close()

        assert (content.size, content.sha256) == (15, hashlib.sha256(b"constat amiable").hexdigest())


def test_a_window_reads_only_its_own_bytes(tmp_path: Path) -> None:
    file = tmp_path / "mail"
    file.write_bytes(b"outer|inner|outer")
    window = Content(path=file, start=6, size=5, sha256="")

    with window.open() as opened:
        opened.seek(2)
        middle = opened.read()
        opened.seek(-1, 2)
        last = opened.read(10)

    assert (middle, last, window.head(99), b"".join(window.chunks(2))) == (b"ner", b"r", b"inner", b"inner")


def test_a_window_refuses_to_seek_before_its_start(tmp_path: Path) -> None:
    file = tmp_path / "mail"
    file.write_bytes(b"abc")

    with of_file(file).open() as opened, pytest.raises(OSError, match="before the start"):
        opened.seek(-4, 2)


def test_reading_more_than_the_limit_is_refused(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool, pytest.raises(Unreadable) as caught:
        spool.keep(b"12345").read(4)

    assert caught.value.problem == Problem.TOO_BIG


def test_a_closed_spool_leaves_nothing(tmp_path: Path) -> None:
    with Spool(tmp_path / "spool") as spool:
        spool.keep(b"video")

    assert list((tmp_path / "spool").iterdir()) == []


def test_a_file_on_disk_becomes_a_handle(tmp_path: Path) -> None:
    file = tmp_path / "mail.eml"
    file.write_bytes(b"x" * 3_000_000)

    content = of_file(file)

    assert (content.size, content.sha256) == (3_000_000, hashlib.sha256(b"x" * 3_000_000).hexdigest())
