"""What the tests of files in texts share: a text of a mail, what lies in it, and damage to it."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from core.content import Content, Spool
from core.errors import Problem
from core.limits import Limits
from core.values import Part
from parsers.check import leaves_balance
from parsers.tree import Source, walk
from tests.parsers.build import JPEG, mail

PHOTO = JPEG + bytes(range(256)) * 4
MARKS = (
    *(b"\n", b"\r\n", b" ", b"begin 644 a\n", b"end\n", b"`\nend\n", b"====\n", b"=yend size=1 crc32=z\n"),
    *(b"=ybegin part=1 line=1 size=9 name=\n", b"data:", b'src="data:', b"url(data:,", b"base64,", b"%", b"&", b'"', b"'", b">", b"<"),
    *(b"=", b":", b";", b"ATTACH;", b"PHOTO:", b"\0", b"\xff"),
)
WORDS = st.sampled_from(MARKS)
EDITS = st.lists(st.tuples(st.integers(0, 40_000), st.integers(0, 60), WORDS | st.binary(max_size=8)), max_size=10)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def body(content: bytes, media_type: str = "text/plain") -> bytes:
    return f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode() + content


def letter(content: bytes, media_type: str = "text/plain") -> bytes:
    return mail("Constat *C502100001*", body(content, media_type))


def inside(parts: tuple[Part, ...]) -> list[tuple[str, str, Problem | None]]:
    """What lies in the first text of a mail."""
    return [(part.path, part.name, part.problem) for part in parts if part.parent == "0.0"]


def ignore(_count: int) -> None:
    """Time that nobody watches."""


def edited(raw: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    for place, length, put in edits:
        at = place % (len(raw) + 1)
        raw = raw[:at] + put + raw[at + length :]
    return raw


def holds_together(content: Content, spool: Spool, media_type: str) -> bool:
    tree = walk(Source(content=content, declared_type=media_type), spool=spool, limits=Limits(depth=3, parts=60))
    return leaves_balance(tree) and tree.faults == ()


def cut_anywhere(raw: bytes, spool: Spool, media_type: str) -> bool:
    return all(holds_together(spool.keep(raw[:end]), spool, media_type) for end in range(0, len(raw), 7))
