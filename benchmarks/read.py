"""Reading documents: what it costs beside other readers on the same pages in the same run, and what each gets wrong.

    python benchmarks/read.py [layer|pictures] [rounds]

Every reader runs in a process of its own; figures are processor time, which is what counts with one process a core. ocrmypdf
and pdfplumber are in the group `bench`; without them their rows are left out.
"""

import contextlib
import gc
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402 - the path comes first

from benchmarks._worn import PAGES, pictures, wrong  # noqa: E402

LAYER_PAGES = 300
POOR = frozenset({"turned", "grainy", "shaded", "pale", "photographed", "askew"})


def main() -> None:
    """Run one benchmark, or both; or be one reader of them."""
    which = sys.argv[1] if len(sys.argv) > 1 else ""
    if which == "--one":
        print(json.dumps(_one(sys.argv[2], sys.argv[3])))
        return
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    for name, readers in READERS.items():
        if which in {"", name}:
            _compare(name, [reader for reader in readers if reader not in NEEDS or find_spec(NEEDS[reader])], rounds)


def _compare(name: str, readers: list[str], rounds: int) -> None:
    runs: dict[str, list[dict[str, float]]] = {reader: [] for reader in readers}
    for _ in range(rounds):
        for reader in readers:
            answer = subprocess.run(
                [sys.executable, __file__, "--one", name, reader], check=True, capture_output=True, text=True, env=_environment(reader)
            )
            runs[reader].append(json.loads(answer.stdout.splitlines()[-1]))
    ours = statistics.median(run["cpu"] for run in runs["claimpost"])
    print(f"{name:<34}{'cpu a page':>11}{'ours = 1':>9}{'pages/min':>10}{'peak MB':>8}{'clean %':>9}{'poor %':>8}")
    for reader, each in runs.items():
        middle = {key: statistics.median(run[key] for run in each) for key in each[0]}
        errors = "".join(f"{middle[kind]:>{width}.2f}" for kind, width in (("clean", 9), ("poor", 8)) if kind in middle)
        print(f"{reader:<34}{middle['cpu']:>11.4f}{middle['cpu'] / ours:>9.2f}{60 / middle['cpu']:>10.0f}{middle['memory']:>8.0f}{errors}")
    print()


def _environment(reader: str) -> dict[str, str]:
    """One thread a process, but for the way in which pytesseract is called by most."""
    limited = {key: value for key, value in os.environ.items() if key != "OMP_THREAD_LIMIT"}
    return limited if "as called" in reader else limited | {"OMP_THREAD_LIMIT": "1"}


def _one(name: str, reader: str) -> dict[str, float]:
    return (_layer if name == "layer" else _pictures)(READERS[name][reader])


def _layer(read: Callable[[bytes], object]) -> dict[str, float]:
    from pypdf import PdfReader, PdfWriter

    from tests.extractors import papers

    writer = PdfWriter()
    for number in range(LAYER_PAGES):
        writer.append(PdfReader(io.BytesIO(papers.pdf(PAGES[number % len(PAGES)]))))
    out = io.BytesIO()
    writer.write(out)
    read(papers.pdf(PAGES[0]))
    gc.collect()
    gc.freeze()  # what was needed to make the pages is no reader's to look through
    before = _cpu()
    read(out.getvalue())
    return {"cpu": (_cpu() - before) / LAYER_PAGES, "memory": _memory()}


def _pictures(read: Callable[[Image.Image], str]) -> dict[str, float]:
    pages = pictures()
    read(pages[0][1])
    errors = {"clean": [0, 0], "poor": [0, 0]}
    spent = 0.0
    for state, image, lines in pages:
        before = _cpu()
        text = read(image)
        spent += _cpu() - before
        for place, count in enumerate(wrong(lines, text)):
            errors["poor" if state in POOR else "clean"][place] += count
    return {"cpu": spent / len(pages), "memory": _memory(), **{kind: 100 * bad / all_ for kind, (bad, all_) in errors.items()}}


def _cpu() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def _memory() -> float:
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


def _ours_layer(data: bytes) -> object:
    """Text, words, boxes, and the judgement whether they are good: what is compared; facts and type come on top."""
    from core.content import Spool
    from extractors.context import Context
    from extractors.readers.pdf import read_pdf

    with Spool() as spool:
        return read_pdf(spool.keep(data), Context())


def _pdfium(data: bytes) -> object:
    """The text and the box of every character, nothing made of them."""
    import ctypes

    import pypdfium2
    from pypdfium2 import raw

    document = pypdfium2.PdfDocument(data)
    box = raw.FS_RECTF()
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        for index in range(text.count_chars()):
            raw.FPDFText_GetUnicode(text, index)
            raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box))
    document.close()
    return None


def _charboxes(data: bytes) -> object:
    """The text, and the box of every character through the method that is there for it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        for index in range(text.count_chars()):
            text.get_charbox(index, loose=True)
    document.close()
    return None


def _runs(data: bytes) -> object:
    """The box and the text of every run, which is mostly a line: no words."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        for index in range(text.count_rects()):
            text.get_text_bounded(*text.get_rect(index))
    document.close()
    return None


def _pypdf(data: bytes) -> object:
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def _pdfplumber(data: bytes) -> object:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return [page.extract_words() for page in document.pages]


def _ours(engine: str) -> Callable[[Image.Image], str]:
    def read(image: Image.Image) -> str:
        from extractors.context import Context
        from extractors.ocr.page import read_picture

        return read_picture(image, number=1, width=595, height=842, context=Context(ocr_engine=engine)).text

    return read


def _tesseract(image: Image.Image) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.png"
        image.save(path, compress_level=1)
        command = ["tesseract", str(path), "-", "-l", "fra+nld+deu+eng", "--dpi", "200"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _pytesseract(image: Image.Image) -> str:
    import pytesseract

    return str(pytesseract.image_to_string(image, lang="fra+nld+deu+eng"))


def _ocrmypdf(image: Image.Image) -> str:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        image.save("page.png", dpi=(200, 200))
        options = [
            "--rotate-pages",
            "--deskew",
            "--jobs",
            "1",
            "--output-type",
            "pdf",
            "-O0",
            "--sidecar",
            "page.txt",
            "--image-dpi",
            "200",
        ]
        command = [sys.executable, "-m", "ocrmypdf", "-q", "-l", "fra+nld+deu+eng", *options, "page.png", "page.pdf"]
        subprocess.run(command, check=True, capture_output=True)
        return Path("page.txt").read_text("utf-8")


READERS: dict[str, dict[str, Callable]] = {  # type: ignore[type-arg]
    "layer": {
        "claimpost": _ours_layer,
        "bare pypdfium2": _pdfium,
        "bare pypdfium2, get_charbox": _charboxes,
        "bare pypdfium2, runs, no words": _runs,
        "pypdf": _pypdf,
        "pdfplumber": _pdfplumber,
    },
    "pictures": {
        "claimpost": _ours("auto"),
        "claimpost, tesseract alone": _ours("tesseract"),
        "tesseract, one thread": _tesseract,
        "pytesseract as called by most": _pytesseract,
        "ocrmypdf --rotate-pages --deskew": _ocrmypdf,
    },
}
NEEDS = {"pdfplumber": "pdfplumber", "ocrmypdf --rotate-pages --deskew": "ocrmypdf"}


if __name__ == "__main__":
    started = time.monotonic()
    main()
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)
