"""An S3 server: SeaweedFS in its one-process form, with access keys."""

import io
import json
import sys
from pathlib import Path

import urllib3
from minio import Minio
from minio.error import MinioException

from tests.servers import Server
from tests.servers.ports import free_port

KEY, SECRET = "claimpost", "claimpost-secret"
ACTIONS = ["Admin", "Read", "List", "Tagging", "Write"]


class S3(Server):
    """Listens on 127.0.0.1; `url` is what CLAIMPOST_BLOBS_URL takes."""

    def __init__(self) -> None:
        super().__init__("s3")
        self.port = free_port()
        self._buckets = 0
        users = self.folder / "users.json"
        credentials = [{"accessKey": KEY, "secretKey": SECRET}]
        users.write_text(json.dumps({"identities": [{"name": "app", "credentials": credentials, "actions": ACTIONS}]}))
        (self.folder / "data").mkdir()
        ports = {f"-{name}.port": free_port() for name in ("master", "volume", "filer", "admin")}
        options = {
            "-dir": self.folder / "data",
            "-ip": "127.0.0.1",
            "-ip.bind": "127.0.0.1",
            **ports,
            "-s3.port": self.port,
            "-s3.port.iceberg": 0,
            "-metricsPort": free_port(),
            "-webdav": "false",
            "-admin.ui": "false",
            "-master.telemetry": "false",
            # The filer's own web page would hand out every object without asking for a key.
            "-disableHttp": "true",
            "-s3.config": users,
        }
        weed = Path(sys.executable).parent / "weed"
        self.arguments = [weed, "-logtostderr=true", "mini", *(f"{name}={value}" for name, value in options.items())]
        # Django sets this process's zone; the client library reads listings in UTC only.
        self.environment = {"TMPDIR": str(self.folder), "TZ": "UTC"}

    def url(self, bucket: str = "claimpost") -> str:
        """Address of a bucket with the keys to it."""
        return f"s3://{KEY}:{SECRET}@127.0.0.1:{self.port}/{bucket}"

    def new_bucket(self) -> str:
        """Name of a bucket that nobody used before; it is not made yet."""
        self._buckets += 1
        return f"claimpost-{self._buckets}"

    def client(self) -> Minio:
        """A client of our own, to look at or tamper with what is stored."""
        http = urllib3.PoolManager(timeout=urllib3.Timeout(connect=1, read=5), retries=False)
        return Minio(f"127.0.0.1:{self.port}", KEY, SECRET, secure=False, region="us-east-1", http_client=http)

    def ready(self) -> bool:
        # The gateway answers before there is a volume to write to: only a write tells.
        client = self.client()
        try:
            if not client.bucket_exists("ready"):
                client.make_bucket("ready")
            client.put_object("ready", "ready", io.BytesIO(b"1"), 1)
        except (MinioException, urllib3.exceptions.HTTPError):
            return False
        return True
