"""Packed files: gzip, bzip2, xz, LZMA, Zstandard, and the .Z of compress."""

import bz2
import gzip
import io
import lzma
import struct
import sys
from collections.abc import Callable

import pytest

from core.errors import Problem
from core.limits import MIB, Limits
from core.values import Kind
from tests.parsers.build import PDF, Opener, bytes_of, file, mail
from tests.parsers.packers import compressed

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

WORDS = b"Constat du 3 mars, rue Haute.\n"
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "constat.txt.gz": gzip.compress,
    "constat.txt.bz2": bz2.compress,
    "constat.txt.xz": lzma.compress,
    "constat.txt.zst": lambda content: zstd.compress(content, options={zstd.CompressionParameter.checksum_flag: 1}),
    "constat.txt.lzma": lambda content: lzma.compress(content, lzma.FORMAT_ALONE),
    "constat.txt.Z": compressed,
}
IN_A_ROW = [name for name in PACKED if not name.endswith((".lzma", ".Z"))]
WITH_AN_END = [name for name in PACKED if not name.endswith(".Z")]


@pytest.mark.parametrize("name", PACKED)
def test_the_one_file_inside_comes_out(opener: Opener, name: str) -> None:
    parts = opener.parts(mail("Constat", file(PACKED[name](WORDS), "application/octet-stream", name)))[1:]

    assert [(part.kind, part.problem) for part in parts] == [(Kind.CONTAINER, None), (Kind.DOCUMENT, None)]
    assert bytes_of(parts[1].content) == WORDS


@pytest.mark.parametrize("name", IN_A_ROW)
def test_streams_in_a_row_are_one_file(opener: Opener, name: str) -> None:
    pack = PACKED[name]
    raw = pack(WORDS * 5_000) + bytes(80_000) + pack(b"") + pack(PDF) + b"\n-- \nAnnonce"
    parts = opener.parts(raw, declared_type="", name=name)

    assert [part.problem for part in parts] == [None, None]
    assert bytes_of(parts[1].content) == WORDS * 5_000 + PDF


def test_frames_without_data_are_passed_over(opener: Opener) -> None:
    note = b"\x50\x2a\x4d\x18" + struct.pack("<I", 4) + b"note"

    assert bytes_of(opener.parts(zstd.compress(WORDS) + note + zstd.compress(PDF), declared_type="")[1].content) == WORDS + PDF


@pytest.mark.parametrize("name", WITH_AN_END)
def test_of_a_file_that_breaks_off_the_beginning_stays(opener: Opener, name: str) -> None:
    content = bytes(range(250))
    packed = PACKED[name](content)
    trees = [opener.tree(packed[:end], declared_type="", name=name) for end in range(1, len(packed) - 7, 7)]

    assert {tree.parts[0].problem for tree in trees} <= {Problem.DAMAGED, Problem.TRUNCATED}
    assert all(content.startswith(bytes_of(part.content)) for tree in trees for part in tree.parts[1:])


@pytest.mark.parametrize("name", WITH_AN_END)
def test_damage_is_said(opener: Opener, name: str) -> None:
    packed = bytearray(PACKED[name](bytes(range(250)) * 40))
    packed[len(packed) // 2] ^= 0xFF

    assert opener.parts(bytes(packed), declared_type="", name=name)[0].problem in {Problem.DAMAGED, Problem.TRUNCATED}


@pytest.mark.parametrize("name", PACKED)
def test_what_swells_is_stopped_while_it_swells(opener: Opener, name: str) -> None:
    zeros = compressed(bytes(250)) if name.endswith(".Z") else PACKED[name](bytes(40 * MIB))
    limits = Limits(bytes_out=200) if name.endswith(".Z") else Limits()
    parts = opener.tree(zeros, declared_type="", name=name, limits=limits).parts

    assert {part.problem for part in parts} <= {Problem.TOO_DENSE, Problem.TOO_BIG}
    assert sum(part.content.size for part in parts[1:]) <= 16 * MIB


@pytest.mark.parametrize("name", ["constat.txt.xz", "constat.txt.lzma"])
def test_a_dictionary_beyond_the_memory_is_not_made(opener: Opener, name: str) -> None:
    form = lzma.FORMAT_XZ if name.endswith(".xz") else lzma.FORMAT_ALONE
    kind = lzma.FILTER_LZMA2 if name.endswith(".xz") else lzma.FILTER_LZMA1
    raw = lzma.compress(WORDS, form, filters=[{"id": kind, "dict_size": 64 * MIB}])

    tree = opener.tree(raw, declared_type="", name=name, limits=Limits(part_memory_bytes=64 * MIB))

    assert [part.problem for part in tree.parts] == [Problem.OUT_OF_MEMORY]


def gzipped(name: bytes, extra: bytes = b"") -> bytes:
    flags = (8 if name else 0) | (4 if extra else 0)
    field = struct.pack("<H", len(extra)) + extra if extra else b""
    return b"\x1f\x8b\x08" + bytes([flags]) + bytes(6) + field + (name + b"\0" if name else b"") + gzip.compress(WORDS)[10:]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (gzipped("dégâts.txt".encode()), "dégâts.txt"),
        (gzipped("dégâts.txt".encode("cp850"), extra=b"ab\2\0xy"), "dégâts.txt"),
        (gzipped(b"", extra=b"ab\2\0xy"), "envoi.txt"),
        (gzip.compress(WORDS, mtime=0), "envoi.txt"),
    ],
)
def test_a_gzip_file_may_name_what_is_inside(opener: Opener, raw: bytes, name: str) -> None:
    assert opener.parts(raw, declared_type="", name="envoi.gz")[1].original_name == name


def test_no_cut_of_a_file_without_an_end_stops_the_walk(opener: Opener) -> None:
    packed = compressed(bytes(range(250)))

    assert all(opener.tree(packed[:end], declared_type="", name="a.Z").balanced for end in range(1, len(packed), 7))


def test_the_archive_in_a_packed_file_is_opened_too(opener: Opener) -> None:
    import tarfile

    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        entry = tarfile.TarInfo("photos/constat.pdf")
        entry.size = len(PDF)
        archive.addfile(entry, io.BytesIO(PDF))
    parts = opener.parts(mail("Constat", file(packed.getvalue(), "application/octet-stream", "photos.tgz")))[1:]

    assert [(part.path.count("."), part.kind, part.media_type) for part in parts] == [
        (1, Kind.CONTAINER, "application/gzip"),
        (2, Kind.CONTAINER, "application/x-tar"),
        (3, Kind.DOCUMENT, "application/pdf"),
    ]
