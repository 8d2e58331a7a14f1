"""7z archives: passwords, blocks, damage."""

import errno
import hashlib
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import py7zr
import pytest

from core.errors import Problem
from core.limits import Limits
from core.values import Tree
from parsers.sevenzip_files import faults
from tests.parsers.build import PDF, Opener, bytes_of
from tests.parsers.packers import bcj2

WORDS = b"Constat du 3 mars, rue Haute.\n"


def sevenzip(*files: tuple[str, bytes], **options: Any) -> bytes:  # noqa: ANN401 - as the library has them
    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w", **options) as archive:
        for name, content in files:
            archive.writestr(content, name)
    return packed.getvalue()


def plain(*files: tuple[str, bytes], **options: Any) -> bytes:  # noqa: ANN401 - as above
    """An archive whose directory is not packed."""
    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w", filters=[{"id": py7zr.FILTER_COPY}], **options) as archive:
        archive.set_encoded_header_mode(False)
        for name, content in files:
            archive.writestr(content, name)
    return packed.getvalue()


def resealed(raw: bytes) -> bytes:
    """The archive with the checksums of its directory set right."""
    offset, length = struct.unpack_from("<QQ", raw, 12)
    start = struct.pack("<QQI", offset, length, zlib.crc32(raw[32 + offset : 32 + offset + length]))
    return raw[:8] + struct.pack("<I", zlib.crc32(start)) + start + raw[32:]


def opened(opener: Opener, raw: bytes, *, limits: Limits | None = None) -> Tree:
    return opener.tree(raw, declared_type="", name="envoi.7z", limits=limits)


def shown(tree: Tree) -> list[tuple[str, Problem | None]]:
    return [(part.original_name, part.problem) for part in tree.parts]


def test_the_files_come_out_each_under_its_name(opener: Opener) -> None:
    raw = sevenzip(("dégâts/plan.pdf", PDF), ("constat.txt", WORDS), ("constat.txt", WORDS * 2), ("vide.txt", b""))
    tree = opened(opener, raw)

    assert shown(tree) == [
        ("envoi.7z", None),
        ("dégâts/plan.pdf", None),
        ("constat.txt", None),
        ("constat.txt", None),
        ("vide.txt", Problem.EMPTY),
    ]
    assert [bytes_of(part.content) for part in tree.parts[1:]] == [PDF, WORDS, WORDS * 2, b""]


def test_a_path_that_leads_elsewhere_is_only_a_name(opener: Opener) -> None:
    raw = plain(("aa/aa/passwd", WORDS)).replace("aa/aa/".encode("utf-16-le"), "../../".encode("utf-16-le"))

    assert [part.original_name for part in opened(opener, resealed(raw)).parts[1:]] == ["../../passwd"]


def test_a_locked_archive_opens_with_one_of_the_passwords(opener: Opener) -> None:
    raw = sevenzip(("plan.pdf", PDF), ("constat.txt", WORDS), password="Sinistre24")
    shut = opener.unlocked(raw, "faux", "autre")
    tree = opener.unlocked(raw, "faux", "autre", "Sinistre24")

    assert [(part.original_name, part.problem, part.content.size) for part in shut.parts[1:]] == [
        ("plan.pdf", Problem.NEEDS_PASSWORD, 0),
        ("constat.txt", Problem.NEEDS_PASSWORD, 0),
    ]
    assert [bytes_of(part.content) for part in tree.parts[1:]] == [PDF, WORDS]
    assert (shut.parts[0].problem, tree.parts[0].problem) == (Problem.NEEDS_PASSWORD, None)


def test_a_locked_directory_opens_with_one_of_the_passwords(opener: Opener) -> None:
    raw = sevenzip(("plan.pdf", PDF), password="Sinistre24", header_encryption=True)
    shut = opener.unlocked(raw, "faux")
    tree = opener.unlocked(raw, "faux", "Sinistre24")

    assert shown(shut) == [("envoi.zip", Problem.NEEDS_PASSWORD)]
    assert shown(tree) == [("envoi.zip", None), ("plan.pdf", None)]


def test_folders_and_links_are_no_files(opener: Opener, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "constat.txt").write_bytes(WORDS)
    (folder / "lien").symlink_to("/etc/passwd")
    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w") as archive:
        archive.writeall(folder, "photos")

    assert shown(opened(opener, packed.getvalue()))[1:] == [("photos/constat.txt", None)]


def test_a_file_with_a_wrong_checksum_stays_beside_the_others(opener: Opener) -> None:
    raw = plain(("plan.pdf", PDF), ("constat.txt", WORDS)).replace(PDF, PDF[:-2] + b"X\n")

    assert shown(opened(opener, raw)) == [("envoi.7z", None), ("plan.pdf", Problem.DAMAGED), ("constat.txt", None)]


def in_two_blocks() -> bytes:
    packed = io.BytesIO(sevenzip(("un.txt", WORDS * 50), ("deux.txt", WORDS)))
    with py7zr.SevenZipFile(packed, "a") as archive:
        archive.writestr(PDF, "trois.pdf")
    return packed.getvalue()


def test_behind_a_damaged_block_the_next_one_comes_out(opener: Opener) -> None:
    raw = in_two_blocks()
    broken = raw[:33] + b"\xff" * 8 + raw[41:]

    assert shown(opened(opener, broken)) == [
        ("envoi.7z", Problem.DAMAGED),
        ("un.txt", Problem.DAMAGED),
        ("deux.txt", Problem.DAMAGED),
        ("trois.pdf", None),
    ]


def test_after_many_damaged_blocks_the_rest_counts_as_damaged_too(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.containers.sevenzip.MOST_FAULTS", 1)
    raw = in_two_blocks()

    assert shown(opened(opener, raw[:33] + b"\xff" * 8 + raw[41:]))[3:] == [("trois.pdf", Problem.DAMAGED)]


def test_a_full_disk_is_no_fault_of_the_archive() -> None:
    with pytest.raises(OSError, match="No space"), faults():
        raise OSError(errno.ENOSPC, "No space left on device")


def test_what_one_library_does_not_know_the_other_opens(opener: Opener) -> None:
    program = b"".join(hashlib.sha256(bytes([number % 256, number // 256])).hexdigest().encode() for number in range(4_000))
    tree = opened(opener, bcj2("setup.exe", program))

    assert shown(tree) == [("envoi.7z", None), ("setup.exe", Problem.PROGRAM)]
    assert bytes_of(tree.parts[1].content) == program


STARTS = {
    "cut in its first bytes": (sevenzip(("a.txt", WORDS))[:20], Problem.TRUNCATED),
    "with a wrong beginning": (sevenzip(("a.txt", WORDS))[:12] + bytes(80), Problem.DAMAGED),
    "first of several": (sevenzip(("a.txt", WORDS))[:-40], Problem.INCOMPLETE),
    "with a wrong directory": (sevenzip(("a.txt", WORDS))[:-4] + b"XXXX", Problem.DAMAGED),
    "packed in a way that nobody knows": (
        resealed(plain(("a.txt", WORDS)).replace(b"\x0b\1\0\1\1\0\x0c", b"\x0b\1\0\1\1\x7e\x0c")),
        Problem.UNSUPPORTED,
    ),
}


@pytest.mark.parametrize(("raw", "problem"), STARTS.values(), ids=STARTS)
def test_what_cannot_be_opened_says_why(opener: Opener, raw: bytes, problem: Problem) -> None:
    assert opened(opener, raw).parts[0].problem == problem


def test_what_goes_beyond_the_limits_is_marked(opener: Opener) -> None:
    raw = sevenzip(("un.txt", WORDS), ("deux.txt", WORDS), ("trois.txt", WORDS))
    few = opened(opener, raw, limits=Limits(parts=3))
    small = opened(opener, raw, limits=Limits(bytes_out=len(WORDS) + 10))

    assert [part.problem for part in few.parts] == [Problem.TOO_MANY_PARTS, None, None]
    assert [part.problem for part in small.parts] == [Problem.TOO_BIG, None, Problem.TOO_BIG, Problem.TOO_BIG]


def test_behind_what_swells_the_names_are_had(opener: Opener) -> None:
    raw = sevenzip(("photos.bin", bytes(40_000_000)), ("constat.pdf", PDF))

    assert shown(opened(opener, raw))[1:] == [("photos.bin", Problem.TOO_DENSE), ("constat.pdf", Problem.TOO_DENSE)]


def test_what_swells_is_stopped_while_it_swells(opener: Opener) -> None:
    assert [part.problem for part in opened(opener, sevenzip(("a.bin", bytes(40_000_000)))).parts] == [Problem.TOO_DENSE] * 2


def test_no_cut_and_no_wrong_octet_stops_the_walk(opener: Opener) -> None:
    raw = in_two_blocks()
    cuts = [raw[:end] for end in range(1, len(raw), 7)]
    edits = [resealed(raw[:at] + b"\xa5" + raw[at + 1 :]) for at in range(32, len(raw), 5)]

    assert all(opened(opener, damaged).balanced for damaged in (*cuts, *edits))
