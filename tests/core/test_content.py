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


def test_a_closed_spool_leaves_an_empty_folder_at_most_and_the_next_one_takes_it(tmp_path: Path) -> None:
    with Spool(tmp_path) as first:
        first.keep(b"video")
    left = list(tmp_path.rglob("*"))
    with Spool(tmp_path) as second, Spool(tmp_path) as third:
        assert (left, second.folder) == ([first.folder], first.folder)
        assert third.folder != second.folder


def test_a_folder_that_housekeeping_deleted_is_not_taken_again(tmp_path: Path) -> None:
    with Spool(tmp_path) as first:
        pass
    first.folder.rmdir()

    with Spool(tmp_path) as second:
        assert second.keep(b"video").size == len(b"video")


def test_a_spool_that_is_closed_twice_serves_one_other(tmp_path: Path) -> None:
    first = Spool(tmp_path)
    first.close()
    first.close()

    with Spool(tmp_path) as second, Spool(tmp_path) as third:
        assert second.folder != third.folder


def test_a_spool_inside_another_and_whatever_lies_in_a_folder_are_gone(tmp_path: Path) -> None:
    with Spool(tmp_path) as outer:
        with Spool.inside(outer) as inner:
            inner.keep(b"video")
        assert list(outer.folder.iterdir()) == []
        (outer.folder / "folder").mkdir()

    assert list(tmp_path.iterdir()) == []


def test_a_file_on_disk_becomes_a_handle(tmp_path: Path) -> None:
    file = tmp_path / "mail.eml"
    file.write_bytes(b"x" * 3_000_000)

    content = of_file(file)

    assert (content.size, content.sha256) == (3_000_000, hashlib.sha256(b"x" * 3_000_000).hexdigest())
