"""Archives: 7z, RAR, cabinets, cpio and LHA, and the library that reads most of them."""

import errno
import io
import locale
import sys
from collections.abc import Callable

import pytest

from core.content import Spool
from core.errors import Problem
from core.limits import Limits
from core.settings import Settings
from core.values import Kind, Tree
from ingest.sandbox import Sandbox
from parsers.archives import problem_of
from parsers.rar_headers import directory
from tests.parsers.build import PDF, Opener, bytes_of, file, mail
from tests.parsers.packers import Stored, cab, cpio, lzh, rar4, rar5

WORDS = b"Constat du 3 mars, rue Haute.\n"
LETTER = Stored(name=b"courrier/constat.txt", content=WORDS)
PAPER = Stored(name="dégâts.pdf".encode(), content=PDF)
ARCHIVES: dict[str, Callable[..., bytes]] = {"a.cab": cab, "a.cpio": cpio, "a.lzh": lzh, "RAR 4.rar": rar4, "RAR 5.rar": rar5}


def shown(tree: Tree) -> list[tuple[str, Problem | None]]:
    return [(part.original_name, part.problem) for part in tree.parts]


def opened(opener: Opener, raw: bytes, name: str, limits: Limits | None = None) -> Tree:
    return opener.tree(raw, declared_type="", name=name, limits=limits)


@pytest.mark.parametrize("name", ARCHIVES)
def test_the_files_of_an_archive_come_out(opener: Opener, name: str) -> None:
    parts = opener.parts(mail("Photos", file(ARCHIVES[name](LETTER, PAPER), "application/octet-stream", name)))[1:]

    assert [(part.original_name, part.kind, part.problem) for part in parts] == [
        (name, Kind.CONTAINER, None),
        ("courrier/constat.txt", Kind.DOCUMENT, None),
        ("dégâts.pdf", Kind.DOCUMENT, None),
    ]
    assert [bytes_of(part.content) for part in parts[1:]] == [WORDS, PDF]


@pytest.mark.parametrize("name", ["a.cab", "a.cpio", "a.lzh"])
def test_names_of_another_charset_are_read_as_western_windows_writes_them(opener: Opener, name: str) -> None:
    raw = ARCHIVES[name](Stored(name="dégâts.pdf".encode("cp850"), content=PDF))

    assert opened(opener, raw, name).parts[1].name == "dégâts.pdf"


@pytest.mark.parametrize("name", ["a.lzh", "RAR 4.rar", "RAR 5.rar"])
def test_a_file_with_a_wrong_checksum_stays_beside_the_others(opener: Opener, name: str) -> None:
    raw = ARCHIVES[name](Stored(name=b"plan.pdf", content=PDF, wrong=1), LETTER)

    assert shown(opened(opener, raw, name))[1:] == [("plan.pdf", Problem.DAMAGED), ("courrier/constat.txt", None)]


@pytest.mark.parametrize("name", ARCHIVES)
def test_no_cut_stops_the_walk(opener: Opener, name: str) -> None:
    raw = ARCHIVES[name](LETTER, PAPER)
    trees = [opened(opener, raw[:end], name) for end in range(1, len(raw), 7)]

    assert all(tree.balanced for tree in trees)


@pytest.mark.parametrize("name", ARCHIVES)
def test_what_goes_beyond_the_limits_is_marked(opener: Opener, name: str) -> None:
    raw = ARCHIVES[name](LETTER, PAPER, PAPER, Stored(name=b"note.txt", content=b"Bonjour"))
    few = opened(opener, raw, name, Limits(parts=3))
    small = opened(opener, raw, name, Limits(bytes_out=len(WORDS) + 10))

    assert [part.problem for part in few.parts] == [Problem.TOO_MANY_PARTS, None, None]
    assert [part.problem for part in small.parts] == [Problem.TOO_BIG, None, Problem.TOO_BIG, Problem.TOO_BIG, None]


def test_behind_what_is_too_big_in_a_solid_archive_the_names_are_had(opener: Opener) -> None:
    files = (LETTER, PAPER, Stored(name=b"note.txt", content=b"x"), Stored(name=b"lien", link_to=b"note.txt"))
    tree = opened(opener, rar5(*files, flags=4), "RAR 5.rar", Limits(bytes_out=len(WORDS) + 10))

    assert shown(tree)[1:] == [
        (LETTER.name.decode(), None),
        (PAPER.name.decode(), Problem.TOO_BIG),
        ("note.txt", Problem.TOO_BIG),
    ]


LINKS = {
    "a.cpio": cpio(Stored(name=b"dehors", link_to=b".."), Stored(name=b"dehors/a.txt", content=b"x"), LETTER),
    "a.rar": rar5(Stored(name=b"dehors", link_to=b".."), Stored(name=b"dehors/a.txt", content=b"x"), LETTER),
}


@pytest.mark.parametrize("name", LINKS)
def test_nothing_comes_out_through_a_link(opener: Opener, name: str) -> None:
    assert shown(opened(opener, LINKS[name], name)) == [(name, Problem.DAMAGED), ("courrier/constat.txt", None)]


def test_folders_and_links_are_no_files_and_no_damage(opener: Opener) -> None:
    raw = cpio(Stored(name=b"courrier/"), Stored(name=b"lien", link_to=b"/etc/passwd"), LETTER)

    assert shown(opened(opener, raw, "a.cpio")) == [
        ("a.cpio", None),
        ("courrier/constat.txt", None),
    ]


SECRET = Stored(name=b"expertise.pdf", content=bytes(range(64)), locked=True)


@pytest.mark.parametrize("raw", [rar4(LETTER, SECRET, PAPER), rar5(LETTER, SECRET, PAPER)], ids=["RAR 4", "RAR 5"])
def test_of_locked_files_of_a_rar_the_names_are_shown(opener: Opener, raw: bytes) -> None:
    tree = opened(opener, raw, "a.rar")

    assert shown(tree) == [
        ("a.rar", Problem.NEEDS_PASSWORD),
        ("courrier/constat.txt", None),
        ("expertise.pdf", Problem.NEEDS_PASSWORD),
        ("dégâts.pdf", None),
    ]
    assert tree.parts[2].content.size == 0


def test_a_locked_file_that_the_library_did_not_come_to_is_shown_too(opener: Opener) -> None:
    raw = rar5(LETTER, SECRET, Stored(name=b"autre.pdf", content=b"x", locked=True))
    broken = raw[:26] + b"\xff" + raw[27:]

    assert shown(opened(opener, broken, "a.rar"))[1:] == [
        ("expertise.pdf", Problem.NEEDS_PASSWORD),
        ("autre.pdf", Problem.NEEDS_PASSWORD),
    ]
    assert opened(opener, broken, "a.rar", Limits(parts=2)).parts[0].problem == Problem.TOO_MANY_PARTS


def test_files_beyond_four_gigabytes_are_found_in_the_directory(opener: Opener) -> None:
    large = Stored(name=b"film.mp4", content=WORDS, large=True, locked=True)

    assert shown(opened(opener, rar4(large, LETTER), "a.rar"))[1:] == [
        ("film.mp4", Problem.NEEDS_PASSWORD),
        ("courrier/constat.txt", None),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        rar4(LETTER)[:7] + bytes(40),
        rar4(LETTER)[:20] + rar4(LETTER)[22:],
        rar5(LETTER)[:8] + bytes(40),
        rar5(LETTER)[:12] + b"\xff" * 40,
    ],
)
def test_a_directory_without_sense_has_no_entries(raw: bytes) -> None:
    assert directory(io.BytesIO(raw), len(raw)).entries == ()


@pytest.mark.parametrize(
    ("number", "words", "problem"),
    [
        (errno.ENOMEM, "No memory for a window", Problem.OUT_OF_MEMORY),
        (84, "Truncated data", Problem.TRUNCATED),
        (84, "Unexpected end of file", Problem.TRUNCATED),
        (84, "This method is not supported", Problem.UNSUPPORTED),
        (-1, "Unknown codec", Problem.UNSUPPORTED),
        (84, None, Problem.DAMAGED),
    ],
)
def test_an_error_of_the_library_says_whose_fault_it_is(number: int, words: str | None, problem: Problem) -> None:
    from libarchive.exception import ArchiveError

    assert problem_of(ArchiveError(words, number)) == problem


@pytest.mark.parametrize("raw", [rar4(LETTER, flags=0x80), rar5(locked=True)], ids=["RAR 4", "RAR 5"])
def test_a_rar_that_is_locked_as_a_whole_needs_a_password(opener: Opener, raw: bytes) -> None:
    assert shown(opened(opener, raw, "a.rar")) == [("a.rar", Problem.NEEDS_PASSWORD)]


FILM = Stored(name=b"film.mp4", content=b"m" * 5_000, goes_on=True)


@pytest.mark.parametrize("raw", [rar4(LETTER, FILM, flags=0x101), rar5(LETTER, FILM, flags=1)], ids=["RAR 4", "RAR 5"])
def test_one_volume_of_several_gives_what_is_in_it_and_says_so(opener: Opener, raw: bytes) -> None:
    tree = opened(opener, raw, "film.part1.rar")

    assert shown(tree) == [
        ("film.part1.rar", Problem.INCOMPLETE),
        ("courrier/constat.txt", None),
        ("film.mp4", Problem.TRUNCATED),
    ]
    assert tree.parts[2].content.size == 5_000


@pytest.mark.parametrize("flags", [1, 2])
def test_one_cabinet_of_several_gives_what_is_in_it_and_says_so(opener: Opener, flags: int) -> None:
    raw = cab(LETTER, Stored(name=b"plan.txt", content=WORDS * 20), flags=flags)

    assert shown(opened(opener, raw, "a.cab"))[:2] == [("a.cab", Problem.INCOMPLETE), ("courrier/constat.txt", None)]


def test_a_packing_that_the_library_does_not_know_is_said(opener: Opener) -> None:
    raw = cab(Stored(name=b"plan.txt", content=WORDS, method=2))

    assert shown(opened(opener, raw, "a.cab")) == [("a.cab", Problem.UNSUPPORTED), ("plan.txt", Problem.UNSUPPORTED)]


def test_without_the_library_an_archive_stays_closed(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "libarchive"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setenv("LIBARCHIVE", "/nowhere/libarchive.so")

    assert shown(opened(opener, cpio(LETTER), "a.cpio")) == [("a.cpio", Problem.UNSUPPORTED)]


def test_names_come_out_whatever_the_language_of_the_process(opener: Opener) -> None:
    before = locale.setlocale(locale.LC_CTYPE)
    locale.setlocale(locale.LC_CTYPE, "C")
    try:
        tree = opened(opener, rar5(PAPER), "a.rar")
    finally:
        locale.setlocale(locale.LC_CTYPE, before)

    assert tree.parts[1].name == "dégâts.pdf"


def test_in_children_with_all_their_fences_everything_comes_out_too(spool: Spool) -> None:
    archives = [file(make(LETTER), "application/octet-stream", name) for name, make in ARCHIVES.items()]
    with Sandbox(Settings()) as sandbox:
        tree = sandbox.open_tree(spool.keep(mail("Photos", *archives)), spool, declared_type="message/rfc822")

    assert [part.original_name for part in tree.parts if part.path.count(".") > 1] == ["courrier/constat.txt"] * len(ARCHIVES)
    assert [part.problem for part in tree.parts if part.problem] == []
