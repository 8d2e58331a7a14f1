"""The demonstration's mail server is a real one, and gone when its owner is."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime

from web.demo.server import HOST, MailServer
from web.demo.values import Sample


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def test_a_mail_comes_out_byte_for_byte_with_the_time_it_came(samples: dict[str, Sample]) -> None:
    damaged = samples["28-damaged"]

    with MailServer() as server:
        assert list(server.deliver([(damaged.raw, damaged.at)])) == [1]
        with server.connect() as client:
            client.select_folder("INBOX")
            (found,) = client.fetch(client.search(), ["BODY.PEEK[]", "INTERNALDATE"]).values()

    assert found[b"BODY[]"] == damaged.raw
    assert found[b"INTERNALDATE"].astimezone(UTC) == damaged.at.astimezone(UTC)


def test_it_can_what_polling_needs() -> None:
    with MailServer() as server, server.connect() as client:
        list(server.deliver([(b"Subject: x\r\n\r\n", datetime.now(UTC))]))
        client.create_folder("Done")
        before = client.select_folder("INBOX")
        client.move(client.search(), "Done")

        assert {b"IDLE", b"MOVE", b"UIDPLUS"} <= set(client.capabilities())
        assert client.select_folder("INBOX")[b"UIDVALIDITY"] == before[b"UIDVALIDITY"]
        assert client.folder_status("Done")[b"MESSAGES"] == 1


def test_it_is_gone_after_closing() -> None:
    with MailServer() as server:
        port = server.imap_port

    assert not listens(port)


def test_it_does_not_outlive_an_owner_that_is_killed() -> None:
    code = "import time; from web.demo.server import MailServer\nwith MailServer() as s: print(s.imap_port, flush=True); time.sleep(60)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment) as owner:
        assert owner.stdout is not None
        port = int(owner.stdout.readline())
        assert listens(port)
        owner.send_signal(signal.SIGKILL)
        owner.wait()

    deadline = time.monotonic() + 10
    while listens(port) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not listens(port)
