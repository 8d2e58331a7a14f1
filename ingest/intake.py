"""A mail that is handed in as a file instead of by a mailbox."""

from pathlib import Path

from core.content import of_file
from core.errors import Problem, Unreadable
from ingest.services import Services
from storage import ledger


def take_file(path: Path, services: Services, *, acknowledge: bool = False) -> ledger.Held:
    """Keep the mail in the file at `path` and leave it to be opened, as if a mailbox had held it.

    Raises:
        Unreadable: the file is empty (EMPTY) or larger than the limit `mail_bytes` (TOO_BIG).
        OSError: the file cannot be read.
    """
    content = of_file(path)
    if not content.size:
        raise Unreadable(Problem.EMPTY)
    if content.size > services.settings.limits.mail_bytes:
        raise Unreadable(Problem.TOO_BIG)
    services.blobs.put(content)
    now = services.now()
    held = ledger.take_file(content, received_at=now, acknowledge=acknowledge, now=now)
    services.bell("open", held.mail_id)
    return held
