"""Tar archives: names, links, damage, and headers made to mislead."""

import io
import tarfile

import pytest

from core.content import Spool
from core.errors import Problem
from core.limits import MIB, Limits
from core.values import Kind, Tree
from parsers.containers.tar import open_tar
from parsers.opening import Opening
from tests.parsers.build import PDF, Opener, bytes_of, file, mail

WORDS = b"Constat du 3 mars, rue Haute.\n"


def entry(name: str, content: bytes = b"", kind: bytes = tarfile.REGTYPE, **fields: object) -> tuple[tarfile.TarInfo, bytes]:
    found = tarfile.TarInfo(name)
    found.size, found.type = len(content), kind
    for field, value in fields.items():
        setattr(found, field, value)
    return found, content


def tar(*entries: tuple[tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT, encoding: str = "utf-8") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=form, encoding=encoding) as archive:
        for found, content in entries:
            archive.addfile(found, io.BytesIO(content))
    return packed.getvalue()


def opened(opener: Opener, raw: bytes, *, limits: Limits | None = None) -> Tree:
    return opener.tree(raw, declared_type="", name="photos.tar", limits=limits)


def shown(tree: Tree) -> list[tuple[str, Problem | None]]:
    return [(part.original_name, part.problem) for part in tree.parts]


LONG = "très/" * 40 + "long.pdf"


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_the_files_come_out_where_they_stand_in_the_archive(opener: Opener, form: int) -> None:
    raw = tar(entry(LONG, PDF), entry("constat.txt", WORDS), entry("vide.txt"), form=form)
    parts = opener.parts(mail("Photos", file(raw, "application/octet-stream", "photos")))[1:]

    assert [(part.original_name, part.kind, part.problem) for part in parts] == [
        ("photos", Kind.CONTAINER, None),
        (LONG, Kind.DOCUMENT, None),
        ("constat.txt", Kind.DOCUMENT, None),
        ("vide.txt", Kind.DOCUMENT, Problem.EMPTY),
    ]
    assert [bytes_of(part.content) for part in parts[1:]] == [PDF, WORDS, b""]
    assert {part.content.path for part in parts} == {parts[0].content.path}


def test_links_folders_and_devices_are_no_files(opener: Opener) -> None:
    kinds = (tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE)
    others = [entry(f"autre{number}", kind=kind, linkname="constat.txt") for number, kind in enumerate(kinds)]

    assert shown(opened(opener, tar(*others, entry("constat.txt", WORDS)))) == [("photos.tar", None), ("constat.txt", None)]


def test_another_name_of_a_file_has_its_bytes(opener: Opener) -> None:
    raw = tar(entry("constat.txt", WORDS), entry("copie.txt", kind=tarfile.LNKTYPE, linkname="constat.txt"))
    parts = opened(opener, raw).parts

    assert [(part.original_name, part.problem, bytes_of(part.content)) for part in parts[1:]] == [
        ("constat.txt", None, WORDS),
        ("copie.txt", None, WORDS),
    ]
    assert {part.content.path for part in parts} == {parts[0].content.path}


def test_another_name_of_a_file_that_is_not_there_is_said(opener: Opener) -> None:
    raw = tar(entry("copie.txt", kind=tarfile.LNKTYPE, linkname="constat.txt"), entry("plan.pdf", PDF))

    assert shown(opened(opener, raw))[1:] == [("copie.txt", Problem.INCOMPLETE), ("plan.pdf", None)]


def test_an_archive_of_the_seventh_edition_is_known_by_its_checksum(opener: Opener) -> None:
    found, content = entry("constat.txt", WORDS)
    head = bytearray(found.tobuf(tarfile.USTAR_FORMAT))
    head[257:265] = bytes(8)
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    raw = bytes(head) + content.ljust(512, b"\0") + bytes(1024)

    assert shown(opener.tree(raw, declared_type="", name="envoi"))[1:] == [("constat.txt", None)]


def test_names_of_another_charset_are_read_as_western_windows_writes_them(opener: Opener) -> None:
    raw = tar(entry("dégâts.pdf", PDF), form=tarfile.GNU_FORMAT, encoding="cp850")

    assert opened(opener, raw).parts[1].name == "dégâts.pdf"


def sparse(size: int, number: bytes = b"1\n512\n") -> bytes:
    """A file of that many bytes of which one block is there, as GNU writes it in pax headers."""
    pax = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "disque.img", "GNU.sparse.realsize": str(size)}
    listed = number if b"\n" not in number[:-1] else b"1\n%d\n512\n" % (size - 512)
    return tar(entry("GNUSparseFile.0/disque.img", listed.ljust(512, b"\0") + b"x" * 512, pax_headers=pax))


def test_the_holes_of_a_file_are_zeros(opener: Opener) -> None:
    assert bytes_of(opened(opener, sparse(20_480)).parts[1].content) == bytes(20_480 - 512) + b"x" * 512


def test_a_file_of_nothing_but_holes_is_stopped(opener: Opener) -> None:
    assert [part.problem for part in opened(opener, sparse(1 << 40)).parts] == [Problem.TOO_DENSE, Problem.TOO_DENSE]


def test_a_list_of_holes_without_end_is_damage(opener: Opener) -> None:
    assert opened(opener, sparse(4_096, b"5\n" + b"7" * 510)[:2_048]).parts[0].problem == Problem.DAMAGED


def test_a_disk_without_room_is_no_fault_of_the_archive(opener: Opener) -> None:
    with Spool(opener.spool.folder) as gone:
        opening = Opening(spool=gone, limits=Limits(), parts_left=10, bytes_left=MIB)
    content = opener.spool.keep(sparse(4_096))

    with pytest.raises(FileNotFoundError):
        open_tar(content, opening)


def test_what_follows_a_wrong_header_comes_out(opener: Opener) -> None:
    raw = tar(entry("un.txt", WORDS), entry("deux.txt", WORDS), entry("trois.txt", WORDS), form=tarfile.USTAR_FORMAT)
    broken = raw[:1024] + b"\xff" * 200 + raw[1224:]

    assert shown(opened(opener, broken)) == [("photos.tar", Problem.DAMAGED), ("un.txt", None), ("trois.txt", None)]


def test_archives_in_a_row_are_one(opener: Opener) -> None:
    raw = tar(entry("un.txt", WORDS)) + tar(entry("deux.txt", WORDS))

    assert shown(opened(opener, raw)) == [("photos.tar", None), ("un.txt", None), ("deux.txt", None)]


def test_of_a_cut_archive_the_beginning_stays(opener: Opener) -> None:
    raw = tar(entry("un.txt", WORDS), entry("deux.txt", WORDS * 100), form=tarfile.USTAR_FORMAT)
    tree = opened(opener, raw[:2_000])

    assert shown(tree) == [("photos.tar", Problem.DAMAGED), ("un.txt", None), ("deux.txt", Problem.TRUNCATED)]
    assert tree.parts[2].content.size == 2_000 - 1_536


def names_of_names(count: int) -> bytes:
    one = entry("././@LongLink", b"nom\0", tarfile.GNUTYPE_LONGNAME)[0].tobuf(tarfile.GNU_FORMAT)
    return (one + b"nom".ljust(512, b"\0")) * count


def header(**fields: object) -> bytes:
    return entry("a.txt", **fields)[0].tobuf(tarfile.GNU_FORMAT)  # type: ignore[arg-type]


MISLEADING = {
    "long names of long names": names_of_names(5_000),
    "a header of gigabytes": header(kind=tarfile.XHDTYPE, size=1 << 33),
    "a size below nothing": header(size=-1024) + bytes(1024),
    "a header that is none": b"\xff" * 2_048,
    "a wrong extended header": header(kind=tarfile.XHDTYPE, size=512) + b"99999 path=x\n".ljust(512, b"\0") + bytes(1024),
}


@pytest.mark.parametrize("raw", MISLEADING.values(), ids=MISLEADING)
def test_headers_made_to_mislead_are_damage(opener: Opener, raw: bytes) -> None:
    assert shown(opened(opener, raw)) == [("photos.tar", Problem.DAMAGED)]


def test_no_cut_and_no_wrong_octet_stops_the_walk(opener: Opener) -> None:
    raw = tar(entry(LONG, WORDS), entry("deux.txt", WORDS))[:4_096] + sparse(4_096)[:3_072]
    damaged = (*(raw[:end] for end in range(1, len(raw), 101)), *(edited(raw, at) for at in range(0, len(raw), 47)))

    assert all(opened(opener, one).balanced for one in damaged)


def edited(raw: bytes, at: int) -> bytes:
    return raw[:at] + bytes([raw[at] ^ 0xA5]) + raw[at + 1 :]


def test_more_files_than_the_limit_are_cut_with_a_mark(opener: Opener) -> None:
    tree = opened(opener, tar(*(entry(f"{number}.txt", WORDS) for number in range(20))), limits=Limits(parts=10))

    assert (len(tree.parts), tree.parts[0].problem) == (10, Problem.TOO_MANY_PARTS)


def test_a_file_beyond_the_limit_is_marked(opener: Opener) -> None:
    tree = opened(
        opener, tar(entry("un.txt", WORDS), entry("deux.txt", bytes(MIB)), entry("trois.txt", WORDS)), limits=Limits(bytes_out=1_000)
    )

    assert [part.problem for part in tree.parts] == [Problem.TOO_BIG, None, Problem.TOO_BIG, None]
