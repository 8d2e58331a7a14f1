"""The bucket store when the server misbehaves."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.content import Spool, of_file
from core.errors import Unavailable
from core.settings import Settings
from storage import blobs
from storage.blobs import Blobs
from tests.servers.ports import free_port
from tests.servers.s3 import KEY, S3


@pytest.fixture
def own_s3() -> Iterator[S3]:
    """A server that the test may kill."""
    with S3() as server:
        yield server


def connect(home: Path, url: str) -> Blobs:
    return blobs.connect(Settings(home=home, blobs_url=url))


def kill_in_mid_upload(server: S3, bucket: str) -> None:
    client = server.client()
    while not client._list_multipart_uploads(bucket).uploads:
        time.sleep(0.01)
    server.kill()


def test_an_upload_is_tried_again_after_the_server_was_killed_in_the_middle(own_s3: S3, home: Path, tmp_path: Path, spool: Spool) -> None:
    file = tmp_path / "video.mp4"
    file.write_bytes(os.urandom(1_000_000) * 120)
    video, letter = of_file(file), spool.keep(b"letter")
    store = connect(home, own_s3.url("claims"))
    store.put(letter)
    killer = threading.Thread(target=kill_in_mid_upload, args=(own_s3, "claims"))
    killer.start()

    with pytest.raises(Unavailable) as interrupted:
        store.put(video)
    killer.join()
    own_s3.start()
    kept_after_the_kill = store.has(video.sha256)
    store.put(video)

    assert (interrupted.value.code, kept_after_the_kill) == ("blobs_unreachable", False)
    assert (store.fetch(video.sha256, spool).size, store.fetch(letter.sha256, spool).head(9)) == (video.size, b"letter")


def test_a_server_that_dies_while_a_blob_is_read_is_unreachable(own_s3: S3, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "video.mp4"
    file.write_bytes(os.urandom(1_000_000) * 60)
    video = of_file(file)
    store = connect(home, own_s3.url())
    store.put(video)

    with store.open(video.sha256) as stream:
        stream.read(1_000_000)
        own_s3.kill()
        with pytest.raises(Unavailable) as broken:
            stream.read()

    assert broken.value.code == "blobs_unreachable"


def test_no_server_is_unreachable(home: Path, spool: Spool) -> None:
    store = connect(home, f"s3://key:secret@127.0.0.1:{free_port()}/claims")

    with pytest.raises(Unavailable) as refused:
        store.put(spool.keep(b"letter"))

    assert refused.value.code == "blobs_unreachable"


def test_a_wrong_secret_is_refused(s3: S3, home: Path, spool: Spool) -> None:
    store = connect(home, f"s3://{KEY}:wrong-secret@127.0.0.1:{s3.port}/claims")

    with pytest.raises(Unavailable) as refused:
        store.put(spool.keep(b"letter"))

    assert refused.value.code == "blobs_refused"


def test_something_that_is_no_s3_server_is_refused(home: Path, spool: Spool, page_server: str) -> None:
    with pytest.raises(Unavailable) as refused:
        connect(home, f"s3://key:secret@{page_server}/claims").put(spool.keep(b"letter"))

    assert refused.value.code == "blobs_refused"
