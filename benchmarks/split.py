"""Taking mails apart: what it costs beside other parsers, and beside the bare work that nobody can save.

    python benchmarks/split.py [big|ordinary|containers|children] [rounds]

Every parser runs in a process of its own, a round of each after the other; the figures are medians, the ratios those of
processor time. What is written lies in memory where the system has such a place: file systems differ in what a temporary
folder costs by more than the parsers do. The other parsers get the mail in memory, which is the only way they take it.
fast-mail-parser is in the group `bench`; without it its row is left out.

The corpus of containers is looked for in ../shared/corpora, or in CLAIMPOST_CORPORA; without it the samples of the
demonstration stand in.
"""

import base64
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks._ordinary import archive, invoice, mails, pdf  # noqa: E402 - the path comes first
from benchmarks._parsers import TAKERS, names  # noqa: E402

MEGABYTES = (100, 400)
ORDINARY = 1_000
PARTS = 200
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - folders of its own are made in it
ROW = 57
"""Octets of one line of base64."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run took: processor and wall seconds, and by how many MB memory grew at the highest point."""

    cpu: float
    wall: float
    memory: float


def main() -> None:
    """Run one benchmark, or all of them."""
    which = sys.argv[1] if len(sys.argv) > 1 else ""
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    for name, benchmark in BENCHMARKS.items():
        if which in {"", name}:
            benchmark(rounds)


def big(rounds: int) -> None:
    """One mail with a film."""
    for megabytes in MEGABYTES:
        with tempfile.TemporaryDirectory(prefix="claimpost-benchmark-") as folder:
            _write_film(Path(folder) / "film.eml", megabytes)
            print(f"\none mail with a film of {megabytes} MB")
            # Four times as much is there to see whether memory grows with it; speed is measured on the first.
            first = megabytes == MEGABYTES[0]
            _compare(Path(folder), rounds if first else 1, ("bare", *names()) if first else ("bare", "claimpost"))


def ordinary(rounds: int) -> None:
    """A thousand mails of an ordinary day."""
    with tempfile.TemporaryDirectory(prefix="claimpost-benchmark-") as folder:
        total = 0
        for number, raw in enumerate(mails(ORDINARY)):
            total += (Path(folder) / f"{number}.eml").write_bytes(raw)
        print(f"\n{ORDINARY} ordinary mails, {total / 1e6:.0f} MB")
        _compare(Path(folder), rounds, (*names(), "mail-parser, kept"))


def _compare(folder: Path, rounds: int, parsers: Iterable[str]) -> None:
    costs: dict[str, list[Cost]] = {name: [] for name in parsers}
    for _ in range(rounds):
        for name in list(costs):
            answer = subprocess.run([sys.executable, __file__, "--run", name, folder], check=False, stdout=subprocess.PIPE, text=True)
            if answer.returncode:
                del costs[name]
            else:
                costs[name].append(Cost(**json.loads(answer.stdout)))
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    ours = statistics.median(cost.cpu for cost in costs["claimpost"])
    for name, found in costs.items():
        cpu = statistics.median(cost.cpu for cost in found)
        wall = statistics.median(cost.wall for cost in found)
        memory = max(cost.memory for cost in found)
        speed = f"{cpu:7.2f} s cpu {wall:7.2f} s wall {size / wall:6.0f} MB/s"
        print(f"  {name:20} {speed}  memory +{memory:4.0f} MB  {cpu / ours:5.2f} x claimpost")


def _write_film(path: Path, megabytes: int) -> None:
    block = base64.encodebytes(os.urandom(ROW * 16 * 1024)).replace(b"\n", b"\r\n")
    with path.open("wb") as mail:
        mail.write(b"From: expert@expertise-durand.example\r\nSubject: *C502100042* film\r\nMIME-Version: 1.0\r\n")
        mail.write(b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nVoir le film.\r\n')
        mail.write(b'--b\r\nContent-Type: video/mp4; name="film.mp4"\r\nContent-Transfer-Encoding: base64\r\n\r\n')
        for _ in range(megabytes * 1024 * 1024 // (ROW * 16 * 1024)):
            mail.write(block)
        mail.write(b"--b--\r\n")


def run(name: str, folder: Path) -> Cost:
    """What the parser costs on the mails of the folder, once it has seen one small mail."""
    if IN_MEMORY.is_dir():
        tempfile.tempdir = str(IN_MEMORY)
    take = TAKERS[name]
    files = sorted(folder.iterdir())
    with tempfile.TemporaryDirectory(prefix="claimpost-benchmark-") as other:
        small = Path(other) / "small.eml"
        small.write_bytes(b"Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nabc\r\n--b--\r\n")
        take(small)
        before = _reset_peak()
        cpu, wall = time.process_time(), time.perf_counter()
        for file in files:
            take(file)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Cost(cpu=cpu, wall=wall, memory=_status("VmHWM") - before)


def _reset_peak() -> float:
    # The peak of the process that started us survives fork and exec.
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def _status(field: str) -> float:
    """A field of this process's memory in MB."""
    return int(Path("/proc/self/status").read_text().split(f"{field}:")[1].split()[0]) / 1024


def containers(_rounds: int) -> None:
    """Every file of the corpus of containers, in children as in earnest."""
    from core.content import Spool, of_file
    from core.settings import Settings
    from ingest.sandbox import Sandbox

    with tempfile.TemporaryDirectory(prefix="claimpost-benchmark-") as folder:
        files = _corpus() or _samples(Path(folder))
        seconds: dict[str, float] = {}
        with Sandbox(Settings()) as sandbox, _Family() as family, Spool() as spool:
            for file in files:
                began = time.perf_counter()
                sandbox.open_tree(of_file(file), spool, name=file.name)
                seconds[file.name] = time.perf_counter() - began
    slowest = max(seconds, key=lambda name: seconds[name])
    print(
        f"\n{len(files)} containers: {sum(seconds.values()):.1f} s, children's memory at most {family.peak / 2**20:.0f} MB together;",
        end=" ",
    )
    print(f"median {statistics.median(seconds.values()) * 1000:.0f} ms, slowest {slowest} {seconds[slowest]:.2f} s")


def _corpus() -> list[Path]:
    folder = Path(os.environ.get("CLAIMPOST_CORPORA", ROOT.parent / "shared" / "corpora")) / "containers"
    return sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix not in {".json", ".md"})


def _samples(folder: Path) -> list[Path]:
    from datetime import UTC, datetime

    from web.demo.samples import make_samples

    return [sample.path for sample in make_samples(folder, datetime(2026, 3, 4, tzinfo=UTC))]


class _Family:
    """The most resident memory that all children of this process have together, looked at every few milliseconds."""

    def __init__(self) -> None:
        self.peak = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        import psutil

        me = psutil.Process()
        while not self._ended.wait(0.02):
            total = 0
            for child in me.children(recursive=True):
                try:
                    total += child.memory_info().rss
                except psutil.Error:
                    continue
            self.peak = max(self.peak, total)


def children(rounds: int) -> None:
    """What it costs that the risky parts are opened in a child: its start, and each part's way there and back."""
    from core.limits import Limits
    from parsers.apart import Apart, open_here
    from web.demo import mime

    print(f"\none mail with {PARTS} small files of one kind, milliseconds a file")
    scan = pdf(b"\xff\xd8\xff" + b"x" * 2_000)
    for name, content in {"PDF with nothing attached": scan, "PDF with a file attached": invoice(), "7z": archive()}.items():
        attached = [mime.attached(content + b"\n" * number, f"{number}.dat", "application/octet-stream") for number in range(PARTS)]
        raw = mime.entity(mime.several("mixed", "b", *attached), ("Subject", "x"))
        here, apart, cold = [], [], []
        for _ in range(rounds):
            here.append(_walked(raw, open_here) / PARTS)
            level = Apart(Limits())
            cold.append(_walked(mime.entity(mime.several("mixed", "b", attached[0]), ("Subject", "x")), level))
            apart.append(_walked(raw, level) / PARTS)
            level.close()
        print(f"  {name:25} here {_ms(here)}, in a child {_ms(apart)}; the first, with the start of the child, {_ms(cold)}")


def _walked(raw: bytes, level: Callable[..., object]) -> float:
    from core.content import Spool
    from core.limits import Limits
    from parsers.tree import Source, walk

    with Spool() as spool:
        source = Source(content=spool.keep(raw), declared_type="message/rfc822")
        began = time.perf_counter()
        walk(source, spool=spool, limits=Limits(), level=level)  # type: ignore[arg-type]
        return time.perf_counter() - began


def _ms(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.2f} ms"


BENCHMARKS: dict[str, Callable[[int], None]] = {"big": big, "ordinary": ordinary, "containers": containers, "children": children}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        cost = run(sys.argv[2], Path(sys.argv[3]))
        print(json.dumps({"cpu": cost.cpu, "wall": cost.wall, "memory": cost.memory}))
    else:
        main()
