"""What one big mail costs: polled from a real IMAP server into the folder and the S3 blob store, in megabytes of memory and seconds.

    python benchmarks/poll.py [megabytes]

Prints, for each store, how far the process's memory rises during the poll, and the speed.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Self

import psutil

sys.path.insert(0, str(Path(__file__).parent.parent))

MIB = 1024 * 1024
SECRET = "env:CLAIMPOST_SECRET_OF_BENCHMARK"  # noqa: S105 - a name


def main() -> None:
    """Fill a mailbox, and poll it once into either store, each in a process of its own."""
    from tests.servers.dovecot import PASSWORD, Dovecot
    from tests.servers.s3 import S3

    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with Dovecot() as server, S3() as s3:
        server.append("INBOX", [_mail(megabytes)])
        for name, url in (("folder", ""), ("s3", s3.url("benchmark"))):
            with tempfile.TemporaryDirectory(prefix="claimpost-benchmark-") as home:
                environment = {
                    **os.environ,
                    "CLAIMPOST_HOME": home,
                    "CLAIMPOST_BLOBS_URL": url,
                    "DJANGO_SETTINGS_MODULE": "web.settings",
                    SECRET.removeprefix("env:"): PASSWORD,
                }
                subprocess.run([sys.executable, __file__, "--poll", name, str(server.port)], env=environment, check=True)


def _mail(megabytes: int) -> bytes:
    row = b"V2hhdCBhIGJyb2tlciBmaWxtcyBvbiB0aGUgcm9hZHNpZGUsIHNldmVudHktc2l4\r\n"
    head = b"From: expert@expertise-durand.example\r\nSubject: *C502100042* film\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head + row * (megabytes * MIB // len(row))


def poll(name: str, port: int) -> None:
    """Poll once in this process, and print what it cost."""
    import django

    django.setup()
    from django.core.management import call_command

    from core.settings import read
    from ingest.poll import poll_once
    from storage.models import Delivery, Mailbox
    from tests.ingest.polling import PollingServices, Store
    from tests.servers.dovecot import USER

    call_command("migrate", verbosity=0)
    settings = read(os.environ)
    services = PollingServices(settings=settings, blobs=Store(settings))
    row = Mailbox.objects.create(
        name="benchmark",
        host="127.0.0.1",
        port=port,
        security="plain",
        user=USER,
        secret=SECRET,
        folders=["INBOX"],
    )
    # The first poll finds a folder that is not there and loads every module that the second needs.
    Mailbox.objects.update(folders=["Nowhere"])
    poll_once(row.pk, services, threading.Event())
    Mailbox.objects.update(folders=["INBOX"])
    with Memory() as memory:
        began = time.monotonic()
        report = poll_once(row.pk, services, threading.Event())
        seconds = time.monotonic() - began
    size = Delivery.objects.get().size / MIB
    print(f"{name:8} {size:6.0f} MB held={report.held} {seconds:6.1f} s {size / seconds:6.1f} MB/s  memory +{memory.growth / MIB:.1f} MB")


class Memory:
    """How far the process's memory rises, looked at every few milliseconds.

    What the system calls the peak would be that of the process that started us: it survives fork and exec.
    """

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._before = self._peak = self._process.memory_info().rss
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    @property
    def growth(self) -> int:
        """Bytes above the start, at the highest point."""
        return self._peak - self._before

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.003):
            self._peak = max(self._peak, self._process.memory_info().rss)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--poll"]:
        poll(sys.argv[2], int(sys.argv[3]))
    else:
        main()
