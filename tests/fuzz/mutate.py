"""Damaged mails through `claimpost inspect`, by the thousand: `python -m tests.fuzz.mutate COUNT`.

The same number gives the same mail every time. Whatever ends in a crash, over its time, or with leaves that do not add
up lies in `var/fuzz/mutated` afterwards, named by its number.
"""

import collections
import json
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click

from core.errors import Problem
from core.settings import Settings
from core.values import Tree
from ingest.sandbox import Sandbox
from router.clues import references_of
from tests.fuzz.seeds import NOW, archives
from tests.fuzz.targets import fresh_spool
from tests.parsers.build import file, mail, text
from web import logs
from web.cli import shapes
from web.demo.samples import make_samples

ROOT = Path(__file__).parents[2]
AT_ONCE = 2
LONG = 200_000
WHOLE_OF_LONG = 0.02
"""How often a mail longer than that keeps its length: the middle of a film teaches nothing."""

SLOW_SECONDS = 10
EVERY = 1_000
LINES = (
    *(b"\r\n\r\n", b"\r\n", b"\n", b"\r", b"\0", b"\xff\xfe", b"=?utf-8?B?", b"?=", b'"', b";", b"PK\x03\x04", b"%PDF-", b"begin 644 x\n"),
    b"Content-Type: multipart/mixed; boundary=b\r\n",
    b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Type: application/ms-tnef; name=winmail.dat\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n",
    b"Content-Transfer-Encoding: x-uuencode\r\n",
    b"Content-Disposition: attachment; filename*0*=utf-8''%E9; filename*1=..\r\n",
    b"Date: Thu, 99 Feb 99999 99:99:99 +9999\r\n",
    b"From: =?x?q?=?= <\r\n",
)

Change = Callable[[random.Random, bytes, bytes], bytes]
"""Damages a mail; the last argument is another one."""


def _flip(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.choice((1, 1, 4, 40))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    start, end = _range(chance, raw)
    return raw[:start] + raw[end:]


def _end(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    return raw[: chance.randrange(len(raw))]


def _repeat(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    start, end = _range(chance, raw)
    return raw[:end] + raw[start:end] * chance.choice((1, 1, 2, 20)) + raw[end:]


def _splice(chance: random.Random, raw: bytes, other: bytes) -> bytes:
    start, end = _range(chance, raw)
    first, last = _range(chance, other)
    return raw[:start] + other[first:last] + raw[end:]


def _put(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    at = chance.randrange(len(raw))
    return raw[:at] + chance.choice(LINES) + raw[at:]


def _header(chance: random.Random, raw: bytes, other: bytes) -> bytes:
    """A header line twice, or one of another mail."""
    lines = chance.choice((raw, other)).partition(b"\r\n\r\n")[0].split(b"\r\n")
    return chance.choice(lines) + b"\r\n" + raw


def _boundary(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    """One line with two dashes gone, twice, changed, or closed."""
    lines = raw.split(b"\r\n")
    places = [number for number, line in enumerate(lines) if line.startswith(b"--")]
    if places:
        at = chance.choice(places)
        lines[at] = chance.choice(
            (b"", lines[at] + b"\r\n" + lines[at], lines[at][:-1], lines[at] + b"--", b" " + lines[at], lines[at][2:])
        )
    return b"\r\n".join(lines)


def _line_ends(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    return raw.replace(b"\r\n", chance.choice((b"\n", b"\r", b"\r\r\n", b"\n\r")))


CHANGES: tuple[Change, ...] = (_flip, _flip, _cut, _end, _repeat, _splice, _splice, _put, _put, _header, _boundary, _boundary, _line_ends)


def _range(chance: random.Random, raw: bytes) -> tuple[int, int]:
    start = chance.randrange(len(raw))
    return start, min(len(raw), start + int(len(raw) ** chance.random()))


def mutated(number: int, mails: tuple[bytes, ...]) -> bytes:
    """The damaged mail of that number."""
    chance = random.Random(number)  # noqa: S311 - the same every time, no secrets
    raw = chance.choice(mails)
    if len(raw) > LONG and chance.random() > WHOLE_OF_LONG:
        raw = raw[: LONG // 2] + raw[-LONG // 2 :]
    for _ in range(chance.randint(1, 6)):
        raw = chance.choice(CHANGES)(chance, raw or b"\r\n", chance.choice(mails))
    return raw


def samples() -> tuple[bytes, ...]:
    """The mails of the demonstration, and one for each kind of archive."""
    with tempfile.TemporaryDirectory() as folder:
        made = [sample.raw for sample in make_samples(Path(folder), NOW)]
    words = text("Bonjour, le mot de passe est : 1234")
    return (*made, *(mail(f"Envoi {name}", words, file(content, "application/octet-stream", name)) for name, content in archives().items()))


@dataclass(slots=True)
class Tally:
    """What became of the mails so far."""

    folder: Path
    lock: threading.Lock = field(default_factory=threading.Lock)
    done: int = 0
    slowest: tuple[float, int] = (0.0, -1)
    found: collections.Counter[str] = field(default_factory=collections.Counter)
    problems: collections.Counter[str] = field(default_factory=collections.Counter)

    def count(self, number: int, raw: bytes, seconds: float, verdict: str, problems: list[str]) -> None:
        """Count one mail; keep it when something is wrong with it."""
        with self.lock:
            self.done += 1
            self.slowest = max(self.slowest, (seconds, number))
            self.problems.update(problems)
            self.found.update([verdict] if verdict else [])
        if verdict:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"{number}.eml").write_bytes(raw)
            (self.folder / f"{number}.txt").write_text(verdict)

    def __str__(self) -> str:
        seconds, number = self.slowest
        return f"{self.done} mails; slowest {seconds:.1f} s (number {number}); wrong: {dict(self.found)}; problems: {dict(self.problems)}"


def verdict_on(tree: Tree, seconds: float) -> str:
    """What is wrong with the outcome, "" when nothing is."""
    if tree.faults:
        return f"fault {tree.faults[0]}"
    if any(part.problem == Problem.CRASHED for part in tree.parts):
        return "crashed"
    if any(part.problem == Problem.TIMED_OUT for part in tree.parts):
        return "timed out"
    if not tree.balanced:
        return "unbalanced"
    return "slow" if seconds > SLOW_SECONDS else ""


def inspect(number: int, mails: tuple[bytes, ...], sandbox: Sandbox, tally: Tally) -> None:
    """One mail the way `claimpost inspect --json` goes."""
    raw = mutated(number, mails)
    with fresh_spool() as spool:
        began = time.monotonic()
        tree = sandbox.open_tree(spool.keep(raw), spool, name=f"{number}.eml", declared_type="message/rfc822")
        json.dumps([*map(shapes.unit, tree.units), *map(shapes.part, tree.parts), *map(shapes.reference, references_of(tree))])
        seconds = time.monotonic() - began
    tally.count(number, raw, seconds, verdict_on(tree, seconds), [str(part.problem) for part in tree.parts if part.problem])


@click.command()
@click.argument("count", type=int)
@click.option("--first", default=0, help="The number of the first mail.")
@click.option("--home", type=Path, default=ROOT / "var" / "fuzz", help="Where the mails lie that something is wrong with.")
def main(*, count: int, first: int, home: Path) -> None:
    """Inspect COUNT damaged mails; the exit code says whether something was wrong."""
    logs.to_standard_error("error")
    mails = samples()
    numbers = iter(range(first, first + count))
    tally = Tally(folder=home / "mutated")
    lock = threading.Lock()

    def work() -> None:
        for number in _taken(numbers, lock):
            inspect(number, mails, sandbox, tally)
            if tally.done % EVERY == 0:
                click.echo(f"{time.strftime('%H:%M:%S')} {tally}")

    with Sandbox(Settings()) as sandbox:
        threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    click.echo(str(tally))
    # A thread that an exception ended leaves mails undone.
    sys.exit(bool(tally.found) or tally.done < count)


def _taken(numbers: Iterator[int], lock: threading.Lock) -> Iterator[int]:
    while True:
        with lock:
            number = next(numbers, None)
        if number is None:
            return
        yield number


if __name__ == "__main__":
    main()
