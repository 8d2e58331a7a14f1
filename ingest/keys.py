"""The key that signs the Message-IDs of what we send: a setting, or made once in the home folder."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from core.settings import Settings


def answers_key(settings: Settings) -> bytes:
    """The key of this installation."""
    if settings.answers.key:
        return settings.answers.key.encode()
    file = settings.home / "answers-key"
    if not file.exists():
        _make(file)
    return file.read_bytes()


def _make(file: Path) -> None:
    """Write it whole before it has its name: another process that starts now must not read half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".answers-key-")
    with os.fdopen(descriptor, "w") as made:
        made.write(secrets.token_urlsafe(48))
    with suppress(FileExistsError):
        os.link(name, file)
    Path(name).unlink()
