"""What tests of polling share: services without the readers, mails like those of brokers, and a poller as a process of its own."""

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from core.content import Content, Spool
from core.settings import Settings


def _now() -> datetime:
    return datetime.now(UTC)


def _silent(_step: str, _target: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True, kw_only=True)
class PollingServices:
    """What polling needs, and nothing that reads documents."""

    settings: Settings
    blobs: "Store"
    now: Callable[[], datetime] = _now
    bell: Callable[[str, int], None] = _silent
    owner: str = field(default_factory=lambda: f"tests:{os.getpid()}")

    def spool(self) -> Spool:
        return Spool(self.settings.home / "spool")


class Store:
    """The installation's blob store; `before` runs before every put, and may fail."""

    def __init__(self, settings: Settings, before: Callable[[Content], None] = lambda _content: None) -> None:
        from storage import blobs

        self.inner = blobs.connect(settings)
        self.before = before
        self.puts: list[str] = []

    def put(self, content: Content) -> None:
        self.before(content)
        self.inner.put(content)
        self.puts.append(content.sha256)


def mail(number: int, size: int = 0) -> bytes:
    """A broker's mail about a claim, all different, with `size` bytes of attachment at least."""
    lines = [
        f"Message-ID: <{number}.20260504@courtage-lambert.example>",
        "From: Sophie Lambert <sophie@courtage-lambert.example>",
        "To: claims@bureau.example",
        f"Subject: =?utf-8?q?Info_compl=C3=A9mentaire?= *C50210{number:04d}*",
        "Date: Mon, 4 May 2026 10:12:00 +0200",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "",
        f"Bonjour, voici le constat {number}.",
    ]
    rows = (f"{number:08d}-{row:08d}-" + "x" * 60 for row in range(-(-size // 80)))
    return ("\r\n".join([*lines, *rows]) + "\r\n").encode()


def main() -> None:
    """Poll every mailbox until SIGTERM, or with `UNTIL_HELD` in the environment, until so many deliveries are held."""
    import django

    django.setup()
    from core.settings import read
    from ingest import poller
    from storage import models

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    settings = read(os.environ)
    services = PollingServices(settings=settings, blobs=Store(settings))
    wanted = int(os.environ.get("UNTIL_HELD", "0"))

    def watch() -> None:
        while wanted and not stop.wait(0.1):
            if models.Delivery.objects.filter(state="held", current=True).count() >= wanted:
                stop.set()

    threading.Thread(target=watch, daemon=True).start()
    poller.run(services, stop)


if __name__ == "__main__":
    main()
