"""Memory of the whole way: one 200 MB mail from the mailbox to its task, with the folder and with an S3 server.

Prints by how much the resident memory of the worker, and of the child that opens the mail, grows above what a small
mail needs. Run it with `make bench`; it starts the servers that it needs.
"""

import base64
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "web.settings"
HOME = Path(tempfile.mkdtemp(prefix="claimpost-bench-"))
os.environ["CLAIMPOST_HOME"] = str(HOME)

import django  # noqa: E402 - the environment comes first

django.setup()

import psutil  # noqa: E402
from django.core.management import call_command  # noqa: E402
from imapclient import IMAPClient  # noqa: E402

from core.settings import Settings  # noqa: E402
from ingest import poll, runner, services  # noqa: E402
from storage import models  # noqa: E402
from tests.servers.dovecot import PASSWORD, USER, Dovecot  # noqa: E402
from tests.servers.s3 import S3  # noqa: E402
from tests.whole import mails  # noqa: E402
from tests.whole.conftest import add_mailbox  # noqa: E402

MAIL_MB = 200
SPAWN = multiprocessing.get_context("spawn")


def _big_mail() -> bytes:
    block = base64.encodebytes(os.urandom(57 * 1024))
    lines = b"".join([block] * (MAIL_MB * 1024 * 1024 // len(block)))
    return b"".join(
        [
            f"From: Courtier Horizon <{mails.BROKER}>\r\nTo: sinistres@assureur.example\r\n".encode(),
            f"Subject: Video *{mails.claim(1)}*\r\nMIME-Version: 1.0\r\n".encode(),
            b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nVoir la video.\r\n--b\r\n',
            b'Content-Type: video/mp4; name="dashcam.mp4"\r\nContent-Transfer-Encoding: base64\r\n\r\n',
            lines,
            b"--b--\r\n",
        ],
    )


def _high_water(pids: list[int]) -> int:
    """The most resident memory that the processes together have had since it was last reset, in bytes."""
    total = 0
    for pid in pids:
        status = Path(f"/proc/{pid}/status").read_text()
        total += int(status.split("VmHWM:")[1].split()[0]) * 1024
    return total


def _reset(pids: list[int]) -> None:
    for pid in pids:
        Path(f"/proc/{pid}/clear_refs").write_text("5")


def _take(hands: services.Services) -> None:
    stop = threading.Event()
    for mailbox_id in models.Mailbox.objects.values_list("pk", flat=True):
        report = poll.poll_once(mailbox_id, hands, stop)
        if report.problem:
            raise SystemExit(f"poll failed: {report.problem}")
    runner.work(hands, stop, until_idle=True)


def _pids() -> list[int]:
    me = psutil.Process()
    return [me.pid, *(child.pid for child in me.children() if "core.child" in " ".join(child.cmdline()))]


def _append_big(dovecot: Dovecot, label: str) -> None:
    # In a process of its own: what the sender needs is not what Claimpost needs.
    sender = SPAWN.Process(target=_send, args=(dovecot.port, label))
    sender.start()
    sender.join()
    if sender.exitcode:
        raise SystemExit("the big mail could not be sent")


def _send(port: int, label: str) -> None:
    with IMAPClient("127.0.0.1", port, ssl=False) as client:
        client.plain_login(USER, PASSWORD)
        client.append("INBOX", _big_mail() + label.encode())


def measure(label: str, dovecot: Dovecot, blobs_url: str) -> None:
    """Take a small mail, then the big one, and print the difference."""
    settings = Settings(home=HOME / label, blobs_url=blobs_url, register=mails.write_register(HOME / "claims.csv", 3), readers=1)
    with services.build(settings).sandbox as sandbox:
        hands = replace(services.build(settings), sandbox=sandbox)
        dovecot.append("INBOX", [mails.letter(2, serial=hash(label) % 1000).as_bytes()])
        _take(hands)
        pids = _pids()
        before = [psutil.Process(pid).memory_info().rss for pid in pids]
        _append_big(dovecot, label)
        _reset(pids)
        started = time.perf_counter()
        _take(hands)
        seconds = time.perf_counter() - started
        growth = [(_high_water([pid]) - rss) / 2**20 for pid, rss in zip(pids, before, strict=True)]
    held = models.Mail.objects.filter(size__gt=MAIL_MB * 1024 * 1024, state=models.Mail.State.OPENED).count()
    names = ["worker", *["child"] * (len(growth) - 1)]
    print(f"{label:8} {MAIL_MB:4} MB mail in {seconds:5.1f} s; growth in MB:", end=" ")
    print(", ".join(f"{name} {mb:.0f}" for name, mb in zip(names, growth, strict=True)), f"; opened so far: {held}")


def main() -> None:
    """Measure both stores."""
    call_command("migrate", verbosity=0)
    with Dovecot() as dovecot, S3() as s3:
        add_mailbox(dovecot, HOME, settle=models.Mailbox.Settle.NOTHING)
        for label, url in (("folder", ""), ("s3", s3.url("bench"))):
            measure(label, dovecot, url)


if __name__ == "__main__":
    main()
