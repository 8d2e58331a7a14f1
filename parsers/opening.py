"""What an opener gets and what it brings back: one level of one container."""

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from core.content import Content, Spool
from core.errors import Problem, Unreadable
from core.limits import MIB, Limits
from core.values import Unit

FREE_OF_RATIO = 16 * MIB
"""Bytes that an archive may unpack to however well it was packed: small text packs well and hurts nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One thing found in a container, one level down."""

    content: Content
    name: str = ""
    """As it was decoded, "" when it has none; not safe to show, never used on disk."""

    declared_type: str = ""
    """What the container says it is, "" when nothing."""

    presumed_type: str = ""
    """What it counts as where nothing is said: in a digest a mail, in any other mail plain text."""

    content_id: str = ""
    disposition: str = ""
    body: bool = False
    """Part of what the mail itself says, not something sent along."""

    cited: bool = False
    """An HTML body of the same mail shows it in its text, by its Content-ID."""

    mail: bool = False
    """A mail of its own, in whatever format; message/rfc822 always is one."""

    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What came out; `problem` says why it is not all that was in it."""

    children: tuple[Child, ...] = ()
    unit: Unit | None = None
    """For a mail: who wrote what to whom. Its path is set by the walk."""

    lent: bool = False
    """The unit's words belong to the mail around it, which may have none: winmail.dat, smime.p7m."""

    wraps: bool = False
    """There is nothing to it but what came out: a document that was locked, or signed, and is open now."""

    macros: bool = False
    """There are programs in it that an office would run."""

    count: int | None = None
    """How many children the container itself announces, `None` where it does not say."""

    password: str = field(default="", repr=False)
    """Which of the words on offer opened it."""

    problem: Problem | None = None


@dataclass(slots=True)
class Meter:
    """Counts the bytes that come out of one container, and stops at what is left of the mail's limits."""

    left: int
    packed: int | None = None
    """Size of the archive, where a ratio is to be watched."""

    ratio: int = 0
    ends_at: float = math.inf
    spent: int = 0

    def take(self, count: int) -> None:
        """Count `count` bytes more.

        Raises:
            Unreadable: that is more than the limits allow, or the time is over.
        """
        if time.monotonic() > self.ends_at:
            raise Unreadable(Problem.TIMED_OUT)
        if self.spent + count > self.left:
            raise Unreadable(Problem.TOO_BIG)
        if self.packed is not None and self.spent + count > max(FREE_OF_RATIO, self.packed * self.ratio):
            raise Unreadable(Problem.TOO_DENSE)
        # What was refused is not counted: smaller parts behind it may still fit.
        self.spent += count


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What an opener may use: where to put bytes, what is left of the limits, and passwords to try."""

    spool: Spool
    limits: Limits
    parts_left: int
    bytes_left: int
    passwords: tuple[str, ...] = field(default=(), repr=False)
    body: bool = False
    """What is opened is the text of a mail, not a file sent along."""

    ends_at: float = math.inf
    """When the time for this mail is over, on the stopwatch of `time.monotonic`."""

    def seconds_left(self) -> float:
        """How long opening may still take."""
        return self.ends_at - time.monotonic()

    def meter(self, packed: int | None = None) -> Meter:
        """A counter for what comes out; with the size of an archive, its ratio is watched too."""
        return Meter(left=self.bytes_left, packed=packed, ratio=self.limits.ratio, ends_at=self.ends_at)

    def keep(self, pieces: Iterable[bytes], meter: Meter) -> tuple[Content, Problem | None]:
        """The pieces as a file of the spool; when the sender's fault or a limit ends them early, what came so far and why."""
        with self.spool.writer() as writer:
            problem = None
            try:
                for piece in pieces:
                    meter.take(len(piece))
                    writer.write(piece)
            except Unreadable as error:
                problem = error.problem
            return writer.close(), problem


Opener = Callable[[Content, Opening], Opened]
"""Opens one level. Raises Unreadable when nothing can be had; the container then stays a part with that problem."""
