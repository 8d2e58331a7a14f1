"""The two blob stores, for tests that must hold for both."""

import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from core.settings import Settings
from storage import blobs
from storage.blobs import Blobs
from tests.servers.s3 import S3


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A blob store and its back door."""

    blobs: Blobs
    folder: Path | None = None
    server: S3 | None = None
    bucket: str = ""

    def tamper(self, sha256: str, content: bytes) -> None:
        """Put other bytes where the blob lies."""
        name = f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
        if self.folder:
            (self.folder / name).write_bytes(content)
        elif self.server:
            self.server.client().put_object(self.bucket, name, io.BytesIO(content), len(content))


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, home: Path) -> Store:
    """An empty store of either kind."""
    if request.param == "folder":
        return Store(blobs=blobs.connect(Settings(home=home)), folder=home / "blobs")
    server: S3 = request.getfixturevalue("s3")
    bucket = server.new_bucket()
    return Store(blobs=blobs.connect(Settings(home=home, blobs_url=server.url(bucket))), server=server, bucket=bucket)


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_PUT = do_GET  # noqa: N815 - http.server's names

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def page_server() -> Iterator[str]:
    """Address of a web server that knows nothing of S3."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
