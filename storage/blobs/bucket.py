"""Blobs as objects of an S3 bucket (MinIO, SeaweedFS, Ceph, a cloud's own ...): the store of the office set-up."""

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import BinaryIO

import urllib3
from minio import Minio
from minio.error import InvalidResponseError, MinioException, S3Error, ServerError
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from core.content import CHUNK, Content, Spool
from core.errors import Problem, Unavailable, Unreadable
from storage.blobs import Blob, Missing, checked_key, is_key
from storage.blobs.checking import checked

PART_BYTES = 8 * 1024 * 1024
"""A larger object goes up in parts of this size, of which one is in memory."""

CONNECT_SECONDS = 5
READ_SECONDS = 60
RETRIES = 3
REGION = "us-east-1"
CONNECTIONS = 16

MISSING = {"NoSuchKey", "NoSuchBucket"}
FULL = {"XMinioStorageFull", "InsufficientStorage", "QuotaExceeded", "XMinioAdminBucketQuotaExceeded"}
PASSING = {"SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout", "XMinioServerNotInitialized"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A bucket and the keys to it; `host` is `name:port`."""

    host: str
    key: str
    secret: str
    bucket: str
    secure: bool


class BucketBlobs:
    """The blob abcd... is the object ab/cd/abcd...."""

    def __init__(self, address: Address) -> None:
        retries = urllib3.Retry(total=RETRIES, backoff_factor=0.2, status_forcelist=[500, 502, 503, 504], raise_on_status=False)
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        self._bucket = address.bucket
        self._client = Minio(
            address.host,
            address.key,
            address.secret,
            secure=address.secure,
            region=REGION,
            http_client=urllib3.PoolManager(timeout=timeout, retries=retries, maxsize=CONNECTIONS),
        )

    def put(self, content: Content) -> None:
        """Keep the bytes; see `Blobs`."""
        if self._size_of(content.sha256) == content.size:
            return
        try:
            self._upload(content)
        except Missing:
            self._make_bucket()
            self._upload(content)
        if self._size_of(content.sha256) != content.size:
            raise Unavailable("blobs_unreachable", "the object is not there after it was put")

    def _upload(self, content: Content) -> None:
        # A mismatch shows before the last bytes are handed to the client, which then gives the whole upload up.
        with content.open() as file, checked(file, content.sha256, content.size) as source, _ours():
            if content.size == 0:
                source.read()
            self._client.put_object(
                self._bucket,
                _name(content.sha256),
                source,
                content.size,
                part_size=PART_BYTES,
                num_parallel_uploads=1,
            )

    def _make_bucket(self) -> None:
        with _ours():
            try:
                self._client.make_bucket(self._bucket)
            except S3Error as error:
                # Another process was faster.
                if error.code not in {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}:
                    raise

    def open(self, sha256: str) -> BinaryIO:
        """A checked stream; see `Blobs`."""
        answer = self._get(sha256)
        return checked(_Body(answer, sha256), sha256, int(answer.headers["content-length"]))

    def open_range(self, sha256: str, start: int, length: int) -> BinaryIO:
        """A stream of a part; see `Blobs`."""
        length = min(length, self.size(sha256) - start)
        if length <= 0:
            return io.BytesIO()
        return io.BufferedReader(_Body(self._get(sha256, start, length), sha256), CHUNK)

    def fetch(self, sha256: str, spool: Spool) -> Content:
        """The bytes as a checked file of the spool; see `Blobs`."""
        with _Body(self._get(sha256), sha256) as body, spool.writer() as writer:
            while piece := body.read(CHUNK):
                writer.write(piece)
            content = writer.close()
        if content.sha256 != sha256:
            raise Unreadable(Problem.DAMAGED, sha256)
        return content

    def has(self, sha256: str) -> bool:
        """True when the object is there; see `Blobs`."""
        return self._size_of(sha256) is not None

    def size(self, sha256: str) -> int:
        """The size of the object; see `Blobs`."""
        with _ours(sha256):
            return self._client.stat_object(self._bucket, _name(sha256)).size or 0

    def all(self) -> Iterator[Blob]:
        """The objects; see `Blobs`."""
        with contextlib.suppress(Missing), _ours():
            for found in self._client.list_objects(self._bucket, recursive=True):
                name = (found.object_name or "").rpartition("/")[2]
                if is_key(name) and found.last_modified:
                    yield Blob(sha256=name, put_at=found.last_modified)

    def delete(self, sha256: str) -> None:
        """Delete the object; see `Blobs`."""
        with contextlib.suppress(Missing), _ours(sha256):
            self._client.remove_object(self._bucket, _name(sha256))

    def _size_of(self, sha256: str) -> int | None:
        try:
            return self.size(sha256)
        except Missing:
            return None

    def _get(self, sha256: str, start: int = 0, length: int = 0) -> BaseHTTPResponse:
        with _ours(sha256):
            answer: BaseHTTPResponse = self._client.get_object(self._bucket, _name(sha256), start, length)
            return answer


class _Body(io.RawIOBase):
    """The body of an answer; a connection that breaks while it is read is `Unavailable`."""

    def __init__(self, answer: BaseHTTPResponse, sha256: str) -> None:
        super().__init__()
        self._answer = answer
        self._sha256 = sha256

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        with _ours(self._sha256):
            piece = self._answer.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._answer.close()
            self._answer.release_conn()
        super().close()


def _name(sha256: str) -> str:
    key = checked_key(sha256)
    return f"{key[:2]}/{key[2:4]}/{key}"


@contextlib.contextmanager
def _ours(sha256: str = "") -> Iterator[None]:
    """Turn what the client library raises into `Unavailable`."""
    try:
        yield
    except S3Error as error:
        if error.code in MISSING:
            raise Missing(sha256) from error
        raise Unavailable(_code_of(error.code or "", error.response.status), error.code or "") from error
    except ServerError as error:
        raise Unavailable(_code_of("", error.status_code), str(error.status_code)) from error
    except InvalidResponseError as error:
        raise Unavailable(_code_of("", error._code), str(error._code)) from error  # noqa: SLF001 - has no public name
    except (MinioException, HTTPError) as error:
        raise Unavailable("blobs_unreachable", type(error).__name__) from error


def _code_of(code: str, status: int) -> str:
    if code in FULL or status == HTTPStatus.INSUFFICIENT_STORAGE:
        return "blobs_full"
    if code in PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
        return "blobs_unreachable"
    return "blobs_refused"
