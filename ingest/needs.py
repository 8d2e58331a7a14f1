"""What polling and settling need of the services, and no more."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from core.content import Content, Spool
from core.settings import Settings


class Blobs(Protocol):
    """Where bytes are kept."""

    def put(self, content: Content) -> object:
        """Keep the bytes under their SHA-256; when it returns, they are durable. The second time, nothing happens.

        Raises:
            Unavailable: the store does not take them now.
        """


class Services(Protocol):
    """What polling needs of `ingest.services.Services`."""

    @property
    def settings(self) -> Settings:
        """The installation's settings."""

    @property
    def blobs(self) -> Blobs:
        """Where raw mails go."""

    @property
    def owner(self) -> str:
        """Who takes leases."""

    @property
    def now(self) -> Callable[[], datetime]:
        """The clock."""

    @property
    def bell(self) -> Callable[[str, int], None]:
        """Rings for a job that was committed."""

    def spool(self) -> Spool:
        """A spool for one message."""
