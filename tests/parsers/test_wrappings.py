"""What lies in a wrapping is called after it."""

import bz2
import gzip
import io
import tarfile

import pytest

from tests.parsers.build import PDF, Opener, file, mail


def tar(content: bytes) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        entry = tarfile.TarInfo("devis.pdf")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "inner"),
    [
        ("devis.pdf.gz", gzip.compress(PDF), "devis.pdf"),
        ("devis.gz", gzip.compress(PDF), "devis.pdf"),
        ("Devis n. 4.bz2", bz2.compress(PDF), "Devis n. 4.pdf"),
        ("photos.tgz", gzip.compress(tar(PDF)), "photos.tar"),
        ("photos.TBZ2", bz2.compress(tar(PDF)), "photos.tar"),
        ("devis", gzip.compress(PDF), "devis.pdf"),
        ("notes.gz", gzip.compress(b"Vu l'expert le 3 mars."), "notes.txt"),
        ("", gzip.compress(PDF), "part-1.pdf"),
    ],
)
def test_the_one_file_in_a_stream_has_its_name(opener: Opener, name: str, content: bytes, inner: str) -> None:
    part = next(part for part in opener.parts(mail("Devis", file(content, "application/octet-stream", name))) if part.path == "0.0.0")

    assert part.name == inner
