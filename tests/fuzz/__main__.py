"""Fuzz one target, guided by coverage: `python -m tests.fuzz [TARGET]`; without a target: say which there are.

A target begins with the seeds of `seeds.py`, what it learned in earlier runs, and the files below `--more`. What it finds
lies in `var/fuzz/TARGET/crashes`: the input, and beside it the traceback, one of each kind.
"""

import hashlib
import subprocess
import sys
import time
import traceback
from pathlib import Path

import click

ROOT = Path(__file__).parents[2]
INSTRUMENTED = ["parsers", "mailparser", "olefile", "py7zr", "msoffcrypto", "pypdf", "pyzipper"]
SLOWEST_SECONDS = 25
MEMORY_MB = 3_000
LONGEST = 64 * 1024
NEVER_BEGAN = 1
"""Exit code of Python itself; the fuzzer has others for what it finds."""


@click.command()
@click.argument("name", default="")
@click.option("--seconds", default=600.0, help="How long.")
@click.option("--home", type=Path, default=ROOT / "var" / "fuzz", help="Where seeds, corpora and crashes lie.")
@click.option("--more", type=Path, help="A folder of further files to begin with.")
@click.option("--here", is_flag=True, hidden=True)
def main(*, name: str, seconds: float, home: Path, more: Path | None, here: bool) -> None:
    """Fuzz the target NAME; the exit code says whether something was found."""
    if here:
        fuzz(name, home / name, int(seconds))
    elif name:
        sys.exit(bool(_crashes(name, seconds, home, more)))
    else:
        from tests.fuzz.targets import targets

        click.echo("\n".join(targets()))


def _crashes(name: str, seconds: float, home: Path, more: Path | None) -> list[Path]:
    """What was found when the time is over; the fuzzer is started anew after whatever ended it."""
    folder = home / name
    for part in ("seeds", "corpus", "crashes"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    if more or not any((folder / "seeds").iterdir()):
        _plant(name, folder / "seeds", more)
    ends_at = time.monotonic() + seconds
    while (left := ends_at - time.monotonic()) > 1:
        command = [sys.executable, "-m", "tests.fuzz", name, "--here", "--home", str(home), "--seconds", str(int(left))]
        if subprocess.run(command, cwd=ROOT, check=False).returncode == NEVER_BEGAN:
            sys.exit(f"{name} cannot be fuzzed")
    found = [crash for crash in sorted((folder / "crashes").iterdir()) if crash.suffix != ".txt"]
    for crash in found:
        click.echo(crash)
    return found


def _plant(name: str, folder: Path, more: Path | None) -> None:
    """Write the seeds that are made for the target; where none is, everything."""
    from tests.fuzz.seeds import seeds
    from tests.fuzz.targets import media_types

    wanted = media_types(name)
    found = list(seeds(more))
    for seed in [seed for seed in found if seed.media_type in wanted] or found:
        (folder / hashlib.sha256(seed.content).hexdigest()[:16]).write_bytes(seed.content)


def fuzz(name: str, folder: Path, seconds: int) -> None:
    """Fuzz in this process, which the fuzzer ends."""
    import atheris  # type: ignore[import-untyped]

    with atheris.instrument_imports(include=INSTRUMENTED):
        from tests.fuzz.targets import targets

        target = targets()[name]

    def once(data: bytes) -> None:
        try:
            target(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, is what is looked for
            _note(error, data, folder / "crashes")

    options = [
        f"-max_total_time={seconds}",
        f"-timeout={SLOWEST_SECONDS}",
        f"-rss_limit_mb={MEMORY_MB}",
        f"-max_len={LONGEST}",
        f"-artifact_prefix={folder / 'crashes'}/",
        "-print_final_stats=1",
        "-verbosity=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(folder / "corpus"), str(folder / "seeds")], once)
    atheris.Fuzz()


def _note(error: Exception, data: bytes, folder: Path) -> None:
    """Keep the shortest input of each kind of crash; of one kind are those that end in the same place."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/parsers/" in frame.filename or "/tests/" in frame.filename]
    place = "".join(f"{frame.filename}:{frame.lineno}" for frame in (ours[-1], frames[-1]))
    kind = f"{type(error).__name__}-{hashlib.sha256(place.encode()).hexdigest()[:8]}"
    kept = folder / kind
    if kept.exists() and kept.stat().st_size <= len(data):
        return
    kept.write_bytes(data)
    kept.with_suffix(".txt").write_text("".join(traceback.format_exception(error)))


if __name__ == "__main__":
    main()
