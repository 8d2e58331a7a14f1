"""Opens one level in this process, or in a killable child whose death is a problem on one part."""

from pathlib import Path
from typing import Any, Protocol

from core import child, codec
from core.content import Content, Spool
from core.errors import Problem, Unreadable
from core.limits import Limits
from parsers.containers import APART, OPENERS
from parsers.opening import Opened, Opening


class Level(Protocol):
    """How one level is opened."""

    def __call__(self, media_type: str, content: Content, opening: Opening) -> Opened:
        """What is in `content`.

        Raises:
            Unreadable: nothing can be had.
            core.child.Fault: the opener in the child raised what it should not.
        """


def open_here(media_type: str, content: Content, opening: Opening) -> Opened:
    """One level, in this process."""
    return OPENERS.all()[media_type](content, opening)


class Apart:
    """Opens what is risky in one reusable child; `everything` else there too, where an opener of ours is not to be trusted."""

    def __init__(self, limits: Limits, *, everything: bool = False) -> None:
        self._everything = everything
        self._limits = limits
        self._child = child.Child(memory_bytes=limits.part_memory_bytes, file_bytes=limits.bytes_out, in_our_group=True)

    def __call__(self, media_type: str, content: Content, opening: Opening) -> Opened:
        """As `Level` says."""
        opener = OPENERS.all()[media_type]
        if not self._everything and opener not in APART:
            return opener(content, opening)
        if not self._everything and not APART[opener](content):
            return Opened()
        data = {
            "media_type": media_type,
            "content": codec.dump(content),
            "spool": str(opening.spool.folder),
            "limits": codec.dump(opening.limits),
            "parts_left": opening.parts_left,
            "bytes_left": opening.bytes_left,
            "passwords": list(opening.passwords),
            "body": opening.body,
        }
        seconds = min(self._limits.part_seconds, opening.seconds_left())
        if seconds <= 0:
            raise Unreadable(Problem.TIMED_OUT)
        try:
            return codec.load(Opened, self._child.call("parsers.apart:open_in_child", data, seconds=seconds))
        except codec.MISFITS as error:
            self._child.close()  # it may have been taken over
            raise Unreadable(Problem.CRASHED) from error

    def close(self) -> None:
        """Kill the child."""
        self._child.close()


def open_in_child(data: Any) -> Any:  # noqa: ANN401 - plain JSON data
    """`open_here` for `core.child`: the same with plain data."""
    opening = Opening(
        spool=Spool.within(Path(data["spool"])),
        limits=codec.load(Limits, data["limits"]),
        parts_left=data["parts_left"],
        bytes_left=data["bytes_left"],
        passwords=tuple(data["passwords"]),
        body=data["body"],
    )
    return codec.dump(open_here(data["media_type"], codec.load(Content, data["content"]), opening))
