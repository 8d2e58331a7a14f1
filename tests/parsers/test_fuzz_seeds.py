"""What the fuzzers begin with, and what they found: every target of theirs takes it, and ends with a value."""

import io
import struct
import zipfile
from functools import cache

import pytest

from tests.fuzz.mutate import CHANGES, mutated
from tests.fuzz.seeds import TEXTS, archives
from tests.fuzz.targets import targets
from tests.parsers.build import plain


def without_a_name() -> bytes:
    """A ZIP archive whose one file is called nothing: its name begins with a zero."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("#.txt", "Bonjour")
    return packed.getvalue().replace(b"#.txt", b"\0.txt")


def locked_by_its_extra_field_alone() -> bytes:
    """A ZIP archive whose entry is locked by AES, and says in its flags that it is not."""
    archive = bytearray(archives()["secret.zip"])
    for place in range(len(archive) - 8):
        if archive[place : place + 4] == b"PK\x03\x04":
            archive[place + 6] &= 0xFE
        elif archive[place : place + 4] == b"PK\x01\x02":
            archive[place + 8] &= 0xFE
    return bytes(archive)


def of_sixteen_exabytes() -> bytes:
    """A RAR 4 archive with a file that goes on behind whatever a file system can hold."""
    has_data, large = 0x8000, 0x0100
    fields = struct.pack("<IIBIIBBHI", 0xFFFFFFFF, 7, 2, 0, 0, 20, 0x30, 9, 0x20) + struct.pack("<II", 0xFFFFFFFF, 0) + b"devis.txt"
    return b"Rar!\x1a\x07\0" + struct.pack("<HBHH", 0, 0x74, has_data | large, 7 + len(fields)) + fields


FOUND = {
    ("zip", "a file without a name"): without_a_name(),
    ("zip", "an entry that is locked and says it is not"): locked_by_its_extra_field_alone(),
    ("rar", "a file of sixteen exabytes"): of_sixteen_exabytes(),
    # What takes the square of its length would not be ready for days.
    ("mime.parameters", "a megabyte of line ends"): b"\r" * 1_000_000,
    ("mime.parameters", "a megabyte of spaces"): b" " * 1_000_000,
    ("mime.parameters", "a megabyte of brackets"): b"(" * 1_000_000,
    ("mime.parameters", "a megabyte of digits"): b"a; " + b"1" * 1_000_000,
    ("parsers.passwords", "a megabyte of exclamation marks"): b"!" * 1_000_000,
    ("mime.unit", "a megabyte of one word"): b"a" * 1_000_000,
    ("text.quotes", "a sender of a megabyte"): b"De : " + b"a" * 1_000_000 + b"\nDate : 3 mars 2026\nObjet : x\n",
}


@cache
def beginnings() -> tuple[bytes, ...]:
    return (*(words.encode() for words in TEXTS), *archives().values())


@pytest.mark.parametrize("target", targets())
def test_a_target_takes_what_a_fuzzer_begins_with_whole_or_cut(target: str) -> None:
    outcomes = [targets()[target](seed[:length]) for seed in beginnings() for length in (len(seed), len(seed) // 2, 3, 0)]

    assert len(outcomes) == 4 * len(beginnings())


@pytest.mark.parametrize(("target", "data"), [pytest.param(name, data, id=what) for (name, what), data in FOUND.items()])
def test_what_was_found_once_ends_as_a_value(target: str, data: bytes) -> None:
    assert targets()[target](data)


def test_the_same_number_is_the_same_damage_and_another_number_another() -> None:
    mails = (plain("Sinistre *C502100001*", "Bonjour"), plain("Relance", "Merci"))

    assert mutated(7, mails) == mutated(7, mails)
    assert len({mutated(number, mails) for number in range(50)}) > 40
    assert len(set(CHANGES)) > 8
