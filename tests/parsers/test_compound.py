"""Compound files: written and read again, damaged, and made to lead a reader astray."""

import io
import struct
from pathlib import Path

import olefile
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.content import Spool
from core.errors import Problem, Unreadable
from core.limits import Limits
from core.values import Tree
from parsers.check import leaves_balance
from parsers.mapi import compose as composing
from parsers.mapi import compound as reading
from parsers.mapi import tags
from parsers.mapi.compose import compose
from parsers.mapi.compound import Compound, Storage, Stream, read_compound
from parsers.tree import Source, walk
from tests.parsers import mapi
from tests.parsers.build import PDF, Opener
from tests.parsers.mapi import File, Item, binary, named_file, unicode

VALUES: mapi.Values = {unicode(tags.SUBJECT): "Sinistre *C502100001*", unicode(tags.BODY): "Bonjour, voici le reçu."}
RECIPIENT: mapi.Values = {unicode(tags.DISPLAY_NAME): "Sinistres"}
WHOLE = mapi.msg(
    Item(
        values={**VALUES, binary(tags.HTML): b"<p>Bonjour" * 600},
        recipients=(RECIPIENT,),
        files=(named_file("devis.pdf", PDF * 80), File(item=Item(values=VALUES, files=(named_file("b.pdf", PDF * 80),)))),
    )
)
QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
WORDS = st.sampled_from([struct.pack("<I", number) for number in (0, 1, 2, 5, 0x7FFFFFFF, 0xFFFFFFFC, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF)])
EDITS = st.lists(st.tuples(st.integers(0, len(WHOLE) // 4), WORDS | st.binary(min_size=1, max_size=8)), min_size=1, max_size=6)


def read(raw: bytes) -> Compound:
    return read_compound(io.BytesIO(raw), len(raw))


def walked(folder: Path, raw: bytes, limits: Limits | None = None) -> Tree:
    with Spool(folder) as spool:
        tree = walk(Source(content=spool.keep(raw), name="courrier.msg", declared_type=""), spool=spool, limits=limits or Limits())
        assert leaves_balance(tree)
        return tree


def put(raw: bytes, at: int, data: bytes) -> bytes:
    return raw[:at] + data + raw[at + len(data) :]


def entry_at(raw: bytes, name: str) -> int:
    return raw.index(name.encode("utf-16-le"))


@pytest.mark.parametrize("size", [0, 63, 64, 4_095, 4_096, 4_097, 100_000, 7_500_000])
def test_what_is_composed_is_read_again(size: int) -> None:
    data = bytes(range(251)) * (size // 251 + 1)
    inner = Storage(name="Unterordner", clsid=b"x" * 16, streams=[mapi.stream(f"{number}", data[:number]) for number in range(40)])
    raw = mapi.written(Storage(clsid=b"c" * 16, storages=[inner], streams=[mapi.stream("Größe", data[:size]), mapi.stream("b", b"y")]))
    found = read_compound(io.BytesIO(raw), len(raw))
    with olefile.OleFileIO(io.BytesIO(raw), raise_defects=olefile.DEFECT_UNSURE) as read:
        theirs = {"/".join(path): read.openstream(path).read() for path in read.listdir()}

    ours = {stream.name: b"".join(stream.pieces()) for stream in found.root.streams}
    ours |= {f"Unterordner/{stream.name}": b"".join(stream.pieces()) for stream in found.root.storages[0].streams}

    assert ours == theirs
    assert (theirs["Größe"], theirs["Unterordner/39"], found.problem) == (data[:size], data[:39], None)


def test_sectors_of_four_thousand_bytes_are_read_too() -> None:
    # Version 4: one sector each of table, directory and a stream; nothing small ([MS-CFB] 2.2).
    header = struct.pack("<8s16x5H6x9I", reading.SIGNATURE, 0x3E, 4, 0xFFFE, 12, 6, 1, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<1024I", 0xFFFFFFFD, 0xFFFFFFFE, 3, 0xFFFFFFFE, *[0xFFFFFFFF] * 1020)
    entry = "<64sHBB3I16s20xIQ"
    root = struct.pack(entry, "Root".encode("utf-16-le"), 10, 5, 1, 0xFFFFFFFF, 0xFFFFFFFF, 1, b"", 0xFFFFFFFE, 0)
    stream = struct.pack(entry, "a".encode("utf-16-le"), 4, 2, 1, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, b"", 2, 5_000)
    raw = b"".join(piece.ljust(4096, b"\0") for piece in (header, table, root + stream, b"x" * 4096, b"y" * 904))

    assert [b"".join(one.pieces()) for one in read(raw).root.streams] == [b"x" * 4096 + b"y" * 904]


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(WHOLE[:511], id="less than a header"),
        pytest.param(put(WHOLE, 0, b"\0"), id="another signature"),
        pytest.param(put(WHOLE, 30, b"\x40"), id="sectors of a size that nobody has"),
        pytest.param(put(WHOLE, 48, b"\xff\xff\xff\x7f"), id="no directory"),
        pytest.param(put(WHOLE, entry_at(WHOLE, "Root Entry") + 66, b"\2"), id="no root"),
    ],
)
def test_what_has_no_directory_is_damaged(raw: bytes) -> None:
    with pytest.raises(Unreadable) as error:
        read(raw)

    assert error.value.problem == Problem.DAMAGED


def test_a_directory_with_too_many_entries_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ENTRIES", 8)

    assert read(WHOLE).problem == Problem.TOO_MANY_PARTS


def test_a_directory_that_does_not_end_as_it_should_is_damaged() -> None:
    raw = mapi.written(Storage(streams=[mapi.stream("Anlage", b"x")]))

    assert read(put(raw, 512 + 4, struct.pack("<I", 0xFFFFFFFF))).problem == Problem.DAMAGED


def test_a_file_that_lost_its_end_says_so() -> None:
    assert (read(WHOLE).problem, read(WHOLE[:-1_000]).problem) == (None, Problem.TRUNCATED)


def test_entries_of_no_known_kind_are_left_out() -> None:
    raw = mapi.written(Storage(streams=[mapi.stream("Anlage", b"x"), mapi.stream("b", b"y")]))

    assert [one.name for one in read(put(raw, entry_at(raw, "Anlage") + 66, b"\7")).root.streams] == ["b"]


def test_a_stream_that_ends_before_its_size_says_so() -> None:
    raw = mapi.written(Storage(streams=[mapi.stream("Anlage", b"x" * 5_000), mapi.stream("b", b"y" * 100)]))
    raw = put(raw, entry_at(raw, "Anlage") + 120, struct.pack("<I", 6_000))
    raw = put(raw, entry_at(raw, "b\0") + 120, struct.pack("<I", 300))

    assert [(stream.head(9_000).strip(b"\0"), ended(stream)) for stream in sorted(read(raw).root.streams, key=lambda one: one.name)] == [
        (b"x" * 5_000, True),
        (b"y" * 100, True),
    ]


def ended(stream: Stream) -> bool:
    try:
        return not list(stream.pieces())
    except Unreadable:
        return True


def test_a_chain_that_bites_its_tail_ends() -> None:
    raw = mapi.written(Storage(streams=[mapi.stream("Anlage", b"x" * 50_000)]))
    first = struct.unpack_from("<I", raw, entry_at(raw, "Anlage") + 116)[0]
    raw = put(raw, 512 + 4 * (first + 3), struct.pack("<I", first))
    raw = put(raw, entry_at(raw, "Anlage") + 120, struct.pack("<I", 0x7FFFFFFF))

    assert len(read(raw).root.streams[0].head(1 << 30)) < len(raw)


def test_a_small_stream_where_nothing_small_is_kept_is_empty() -> None:
    raw = mapi.written(Storage(streams=[mapi.stream("Anlage", b"x")]))

    assert read(put(raw, entry_at(raw, "Root Entry") + 116, struct.pack("<I", 0xFFFFFFFE))).root.streams[0].head(9) == b""


def test_a_large_stream_without_a_sector_is_empty() -> None:
    raw = mapi.written(Storage(streams=[mapi.stream("Anlage", b"x" * 5_000)]))

    assert read(put(raw, entry_at(raw, "Anlage") + 116, struct.pack("<I", 0xFFFFFFFE))).root.streams[0].head(9) == b""


def test_lists_of_tables_that_lead_in_circles_end() -> None:
    raw = mapi.written(Storage(streams=[mapi.stream("Anlage", b"x" * 50_000)]))

    assert read(put(raw, 68, struct.pack("<I", 0))).root.streams[0].head(9) == b"x" * 9


@pytest.mark.parametrize("ending", [b"x", struct.pack("<128I", *[0xFFFFFFFF] * 127, 0)], ids=["one byte", "a circle without tables"])
def test_a_list_of_tables_may_name_none(ending: bytes) -> None:
    raw = mapi.written(Storage(streams=[mapi.stream("Anlage", b"x" * 50_000)]))
    place = len(raw) // 512 - 1
    raw = put(raw, 68, struct.pack("<I", place)) + ending[:-4] + ending[-4:].replace(bytes(4), struct.pack("<I", place))

    assert read(raw).root.streams[0].head(9) == b"x" * 9


def test_entries_that_name_each_other_are_seen_once() -> None:
    at = entry_at(WHOLE, "__nameid") + 68
    raw = put(WHOLE, at, struct.pack("<III", 0, 1, 1))

    assert len(read(raw).root.streams) <= len(read(WHOLE).root.streams)


def test_an_item_that_announces_more_than_the_whole_file_is_not_composed(tmp_path: Path) -> None:
    places = [place for place in range(len(WHOLE) - 8) if WHOLE[place : place + 8] == struct.pack("<Q", len(PDF * 80))]
    raw = WHOLE
    for place in places:
        raw = put(raw, place, struct.pack("<I", 0x70000000))
    tree = walked(tmp_path, raw)

    assert [(part.name, part.problem) for part in tree.parts[3:]] == [
        ("devis.pdf", Problem.TRUNCATED),
        ("Sinistre _C502100001_.msg", Problem.DAMAGED),
    ]


def test_a_stream_that_is_shorter_than_it_says_is_filled_up() -> None:
    raw = mapi.written(Storage(streams=[mapi.stream("Anlage", b"x" * 5_000)]))
    raw = put(raw, entry_at(raw, "Anlage") + 120, struct.pack("<I", 9_000))
    file = compose(read(raw).root)
    again = b"".join(file.pieces())

    assert (read(again).root.streams[0].head(9_000), file.problem) == ((b"x" * 5_000).ljust(9_000, b"\0"), Problem.TRUNCATED)


def test_a_file_beyond_the_format_is_not_composed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "LARGEST", 10_000)

    with pytest.raises(Unreadable):
        mapi.written(Storage(streams=[mapi.stream("Anlage", b"x" * 20_000)]))


@pytest.mark.parametrize("values", [{}, {1: b""}], ids=["empty", "with streams of another kind"])
def test_a_compound_file_without_values_is_no_message(opener: Opener, values: dict[int, bytes]) -> None:
    raw = mapi.written(Storage(storages=[mapi.names_storage()], streams=[mapi.stream("x", data) for data in values.values()]))

    assert [part.problem for part in opener.parts(raw, declared_type="", name="a.msg")] == [Problem.DAMAGED]


@pytest.mark.parametrize("cut", range(0, len(WHOLE), 7 * 37))
def test_a_message_that_was_cut_is_a_tree(tmp_path: Path, cut: int) -> None:
    assert walked(tmp_path, WHOLE[:cut]).parts


@QUICK
@given(edits=EDITS)
@example(edits=[(11, b"\0\0\0\0")])
def test_no_damage_stops_the_walk(tmp_path: Path, edits: list[tuple[int, bytes]]) -> None:
    raw = WHOLE
    for place, word in edits:
        raw = put(raw, place * 4, word)

    assert walked(tmp_path, raw, Limits(depth=5, parts=100)).parts


def test_more_attachments_than_the_limit_are_cut_with_a_mark(opener: Opener) -> None:
    item = Item(values=VALUES, files=[named_file(f"{number}.txt", b"x") for number in range(20)])
    tree = opener.tree(mapi.msg(item), limits=Limits(parts=10))

    assert (len(tree.parts), tree.parts[0].problem) == (10, Problem.TOO_MANY_PARTS)


def test_what_goes_beyond_the_bytes_of_one_mail_is_marked(opener: Opener) -> None:
    item = Item(values=VALUES, files=(named_file("a.pdf", PDF * 100), named_file("b.pdf", PDF)))
    tree = opener.tree(mapi.msg(item), limits=Limits(bytes_out=4_000))

    assert [(part.name, part.problem) for part in tree.parts[2:]] == [("a.pdf", Problem.TOO_BIG), ("b.pdf", None)]
