"""Packings of archives that the library does not know, or would unpack into memory."""

import hashlib
import lzma
import struct
import sys
import zipfile

import inflate64
import pytest

from core.errors import Problem
from tests.parsers.build import Opener, bytes_of
from tests.parsers.test_zip import zipped

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def with_method(raw: bytes, number: int, packed: bytes) -> bytes:
    """The archive of one stored file, whose bytes are `packed` by the method `number`."""
    local, name = raw[:30], raw[30:35]
    central = raw[raw.index(b"PK\x01\x02") :]
    fields = struct.pack("<H", number), struct.pack("<I", len(packed))
    local = local[:8] + fields[0] + local[10:18] + fields[1] + local[22:]
    central = central[:10] + fields[0] + central[12:20] + fields[1] + central[24:]
    end = central[:-6] + struct.pack("<I", len(local + name + packed)) + central[-2:]
    return local + name + packed + end


def deflate64(data: bytes) -> bytes:
    deflater = inflate64.Deflater()
    return bytes(deflater.deflate(data) + deflater.flush())


TEXT = "Le toit a été arraché par la tempête.\n".encode() * 100
STORED = zipped({"a.txt": TEXT}, zipfile.ZIP_STORED)
METHODS = {
    "Deflate64": with_method(STORED, 9, deflate64(TEXT)),
    "bzip2": zipped({"a.txt": TEXT}, zipfile.ZIP_BZIP2),
    "LZMA": zipped({"a.txt": TEXT}, zipfile.ZIP_LZMA),
    "Zstandard": with_method(STORED, 93, zstd.compress(TEXT)),
    "xz": with_method(STORED, 95, lzma.compress(TEXT)),
}


@pytest.mark.parametrize("raw", METHODS.values(), ids=METHODS)
def test_newer_packings_are_unpacked(opener: Opener, raw: bytes) -> None:
    parts = opener.parts(raw, declared_type="", name="a.zip")

    assert [(part.name, part.problem) for part in parts] == [("a.zip", None), ("a.txt", None)]
    assert bytes_of(parts[1].content) == TEXT


@pytest.mark.parametrize("raw", METHODS.values(), ids=METHODS)
@pytest.mark.parametrize(("at", "put"), [(0, b"XX"), (60, b"\xff" * 12)], ids=["header", "data"])
def test_damage_in_newer_packings_is_damage(opener: Opener, raw: bytes, at: int, put: bytes) -> None:
    raw = b"PK\x05\x06" + raw[:at] + put + raw[at + len(put) :]

    assert opener.parts(raw, declared_type="", name="a.zip")[1].problem in {Problem.DAMAGED, Problem.TRUNCATED}


def test_an_endless_packing_takes_no_memory(opener: Opener) -> None:
    parts = opener.parts(zipped({"a.txt": bytes(50_000_000)}, zipfile.ZIP_BZIP2), declared_type="", name="a.zip")

    assert [part.problem for part in parts] == [Problem.TOO_DENSE, Problem.TOO_DENSE]


def test_an_endless_deflate64_takes_no_memory(opener: Opener) -> None:
    raw = with_method(zipped({"a.txt": bytes(50_000_000)}, zipfile.ZIP_STORED), 9, deflate64(bytes(50_000_000)))

    assert [part.problem for part in opener.parts(raw, declared_type="", name="a.zip")] == [Problem.TOO_DENSE, Problem.TOO_DENSE]


def test_a_large_file_of_deflate64_comes_out_as_it_was(opener: Opener) -> None:
    data = bytes(range(256)) * 500 + b"".join(hashlib.sha256(bytes([number % 256])).digest() for number in range(9_000)) + TEXT
    raw = with_method(zipped({"a.txt": data}, zipfile.ZIP_STORED), 9, deflate64(data))

    assert bytes_of(opener.parts(raw, declared_type="", name="a.zip")[1].content) == data


@pytest.mark.parametrize(("cut", "problem"), [(1, Problem.TRUNCATED), (40, Problem.TRUNCATED)])
def test_deflate64_without_an_end_is_cut(opener: Opener, cut: int, problem: Problem) -> None:
    raw = with_method(STORED, 9, deflate64(TEXT)[:-cut])

    assert opener.parts(raw, declared_type="", name="a.zip")[1].problem == problem


def test_deflate64_of_other_bytes_than_were_summed_is_damaged(opener: Opener) -> None:
    raw = with_method(STORED, 9, deflate64(TEXT.upper()))

    assert opener.parts(raw, declared_type="", name="a.zip")[1].problem == Problem.DAMAGED


def test_ppmd_is_kept_and_named_as_a_packing_that_we_do_not_know(opener: Opener) -> None:
    parts = opener.parts(with_method(STORED, 98, b"\x75\x03" + TEXT), declared_type="", name="a.zip")

    assert [(part.name, part.problem) for part in parts] == [("a.zip", None), ("a.txt", Problem.UNSUPPORTED)]
