"""What holds for every blob store."""

import hashlib
import random
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest

from core.content import Spool
from core.errors import Misconfigured, Problem, Unavailable, Unreadable
from core.settings import Settings
from storage import blobs
from tests.storage.conftest import Store

NOBODYS = "0" * 64


def some_bytes(size: int) -> bytes:
    return random.Random(size).randbytes(size)  # noqa: S311 - the same bytes every time


def read_in_pieces(stream: BinaryIO) -> None:
    while stream.read(100_000):
        pass


SIZES = {"none": 0, "one": 1, "a letter": 40_000, "one part": 8 << 20, "three parts": (17 << 20) + 1}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_what_was_put_comes_back(store: Store, spool: Spool, size: int) -> None:
    given = spool.keep(some_bytes(size))

    store.blobs.put(given)

    with store.blobs.open(given.sha256) as stream:
        assert hashlib.sha256(stream.read()).hexdigest() == given.sha256
    assert store.blobs.fetch(given.sha256, spool).sha256 == given.sha256
    assert (store.blobs.has(given.sha256), store.blobs.size(given.sha256)) == (True, size)


def test_every_blob_is_listed_with_the_moment_it_came(store: Store, spool: Spool) -> None:
    given = [spool.keep(some_bytes(size)) for size in (1, 2, 3)]
    before = list(store.blobs.all())
    started = datetime.now(UTC) - timedelta(seconds=2)

    for content in given:
        store.blobs.put(content)

    listed = list(store.blobs.all())
    assert before == []
    assert {blob.sha256 for blob in listed} == {content.sha256 for content in given}
    assert all(started <= blob.put_at <= datetime.now(UTC) + timedelta(seconds=2) for blob in listed)


def test_a_part_of_a_file_is_put_like_a_whole_one(store: Store, spool: Spool) -> None:
    whole = spool.keep(b"-- envelope -- the letter -- envelope --")
    letter = replace(whole, start=15, size=10, sha256=hashlib.sha256(b"the letter").hexdigest())

    store.blobs.put(letter)

    with store.blobs.open(letter.sha256) as stream:
        assert stream.read() == b"the letter"


def test_put_twice_is_once(store: Store, spool: Spool) -> None:
    given = spool.keep(b"constat amiable")
    store.blobs.put(given)
    store.tamper(given.sha256, b"CONSTAT AMIABLE")

    store.blobs.put(given)

    with pytest.raises(Unreadable):
        store.blobs.fetch(given.sha256, spool)


def test_a_blob_that_was_cut_short_is_put_again(store: Store, spool: Spool) -> None:
    given = spool.keep(b"constat amiable")
    store.blobs.put(given)
    store.tamper(given.sha256, b"constat")

    store.blobs.put(given)

    assert store.blobs.fetch(given.sha256, spool).head(100) == b"constat amiable"


TAMPERED = {"changed": b"X" * 3_000_000, "cut short": some_bytes(3_000_000)[:-1], "longer": some_bytes(3_000_000) + b"!", "emptied": b""}


@pytest.mark.parametrize("found", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_tampered_blob_is_never_read_to_its_end(store: Store, spool: Spool, found: bytes) -> None:
    given = spool.keep(some_bytes(3_000_000))
    store.blobs.put(given)
    store.tamper(given.sha256, found)

    with pytest.raises(Unreadable) as fetched:
        store.blobs.fetch(given.sha256, spool)
    with store.blobs.open(given.sha256) as stream, pytest.raises(Unreadable) as read:
        stream.read()
    with store.blobs.open(given.sha256) as stream, pytest.raises(Unreadable) as pieced:
        read_in_pieces(stream)

    assert {error.value.problem for error in (fetched, read, pieced)} == {Problem.DAMAGED}


def test_the_last_piece_of_a_tampered_blob_is_not_handed_out(store: Store, spool: Spool) -> None:
    given = spool.keep(b"0123456789")
    store.blobs.put(given)
    store.tamper(given.sha256, b"012345678X")

    with store.blobs.open(given.sha256) as stream, pytest.raises(Unreadable):
        stream.read(10)


@pytest.mark.parametrize("size", [5, 9 << 20], ids=["small", "in parts"])
def test_bytes_that_are_not_what_their_handle_says_are_not_kept(store: Store, spool: Spool, size: int) -> None:
    lie = replace(spool.keep(some_bytes(size)), sha256=NOBODYS)

    with pytest.raises(Unreadable) as refused:
        store.blobs.put(lie)

    assert (refused.value.problem, store.blobs.has(NOBODYS)) == (Problem.DAMAGED, False)


def test_a_video_is_read_from_any_place(store: Store, spool: Spool) -> None:
    video = some_bytes(2_000_000)
    given = spool.keep(video)
    store.blobs.put(given)
    ranges = [(0, 10), (1_500_000, 300_000), (1_999_990, 100), (2_000_000, 10), (5_000_000, 1), (0, 0)]

    found = []
    for start, length in ranges:
        with store.blobs.open_range(given.sha256, start, length) as stream:
            found.append(stream.read())

    assert found == [video[start : start + length] for start, length in ranges]


def test_what_is_not_there_is_said_to_be_missing(store: Store, spool: Spool) -> None:
    store.blobs.put(spool.keep(b"another"))
    codes = []
    for ask in (
        store.blobs.open,
        store.blobs.size,
        lambda key: store.blobs.fetch(key, spool),
        lambda key: store.blobs.open_range(key, 0, 1),
    ):
        with pytest.raises(blobs.Missing) as missing:
            ask(NOBODYS)
        codes.append(missing.value.code)

    assert (codes, store.blobs.has(NOBODYS)) == (["blob_missing"] * 4, False)


def test_an_empty_store_has_nothing(store: Store) -> None:
    assert store.blobs.has(NOBODYS) is False


def test_what_was_deleted_is_gone_and_deleting_it_again_is_nothing(store: Store, spool: Spool) -> None:
    given = spool.keep(b"to be forgotten")
    store.blobs.put(given)

    store.blobs.delete(given.sha256)
    store.blobs.delete(given.sha256)

    assert store.blobs.has(given.sha256) is False


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "/.."])
def test_only_a_sha256_names_a_blob(store: Store, key: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        store.blobs.has(key)


def test_many_threads_may_put_the_same_bytes(store: Store, spool: Spool) -> None:
    given = spool.keep(some_bytes(300_000))
    failed: list[Exception] = []

    def put() -> None:
        try:
            store.blobs.put(given)
        except Unavailable as error:
            failed.append(error)

    threads = [threading.Thread(target=put) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (failed, store.blobs.fetch(given.sha256, spool).size) == ([], 300_000)


WRONG = [
    "ftp://key:secret@host/bucket",
    "s3://host/bucket",
    "s3://key@host/bucket",
    "s3://key:hidden@host",
    "s3://key:hidden@host/a/b",
    "nonsense",
]


@pytest.mark.parametrize("url", WRONG)
def test_an_address_that_does_not_fit_is_refused_without_repeating_the_secret(url: str, home: Path) -> None:
    with pytest.raises(Misconfigured) as refused:
        blobs.connect(Settings(home=home, blobs_url=url))

    assert (refused.value.code, "hidden" in str(refused.value)) == ("blobs_url", False)
