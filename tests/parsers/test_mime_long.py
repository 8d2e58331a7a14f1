"""Headers and bodies of millions of lines come out like short ones, and few of their lines are looked at one by one."""

import io
import re
import time
from collections.abc import Iterator

import pytest

from core.errors import Problem, Unreadable
from core.limits import Limits
from parsers.mime.base64_end import base64_end
from parsers.mime.beyond import beyond
from parsers.mime.boundaries import Boundary, Line
from parsers.mime.lines import LINE
from parsers.mime.raw import Raw
from parsers.mime.scan import Structure, scan

TOP = b"Subject: Envoi\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
PART = b"--b\r\n\r\n"
END = b"\r\n--b--\r\n"
MANY = 200_000


def raw_of(data: bytes) -> Raw:
    return Raw(io.BytesIO(data), len(data))


def structure(data: bytes, *, most: int = 100) -> Structure:
    return scan(raw_of(data), Limits(), most=most)


class Counting:
    """The pattern of a header line, counting how many were asked for."""

    def __init__(self) -> None:
        self.lines = 0

    def finditer(self, data: bytes, at: int = 0) -> Iterator[re.Match[bytes]]:
        for found in LINE.finditer(data, at):
            self.lines += 1
            yield found


class Searched(Raw):
    """A mail that counts how often a boundary was looked for in it."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data), len(data))
        self.searches = 0

    def find(self, needle: bytes, start: int, end: int) -> int:
        self.searches += 1
        return super().find(needle, start, end)

    def search_dashed(self, pattern: re.Pattern[bytes], start: int, end: int) -> int:
        self.searches += 1
        return super().search_dashed(pattern, start, end)


HEADERS = {
    "different names": b"".join(b"X-%d: b\r\n" % number for number in range(MANY)),
    "one name": b"Received: from a by b\r\n" * MANY,
    "a name that matters": b"Cc: c@d.example\r\n" * MANY,
    "two names that matter": b"Cc: c@d.example\r\nTo: c@d.example\r\n" * MANY,
    "folded": b"X-A: b\r\n" + b" b\r\n" * MANY,
    "folded, and it matters": b"Cc: b\r\n" + b" b\n" * MANY,
    "lines without a name between": b"X-A: b\r\nperdue\r\n" * MANY,
    "more of them": b"X-A: b\r\n" + (b"perdue\r\n" * 90 + b"X-A: b\r\n") * (MANY // 90),
    "lines of white space between": b"X-A: b\r\n\t \r\n" * MANY,
    "mbox lines between": b"X-A: b\r\nFrom a@b.example Mon Mar  2\r\n" * MANY,
    "one line": b"X-A: " + b"b" * 10 * MANY + b"\r\n",
    "one line of spaces": b"X-A:" + b" " * 10 * MANY + b"\r\n",
}


@pytest.mark.parametrize("before", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r", b"\r\r\n"], ids=["CR LF", "LF", "CR", "CR CR LF"])
def test_beyond_the_limit_few_lines_are_looked_at_and_the_last_header_is_found(
    monkeypatch: pytest.MonkeyPatch, before: bytes, end: bytes
) -> None:
    counting = Counting()
    monkeypatch.setattr("parsers.mime.beyond.LINE", counting)
    data = (before.replace(b"\r\n", b"\n") + b"Subject: fin\n\n").replace(b"\n", end)

    found = beyond(raw_of(data), 0, len(data), lambda _line: False)

    assert (found.fields[-1].name, found.fields[-1].value, found.body) == ("Subject", b"fin", len(data))
    assert counting.lines < 1_000


def test_a_folded_value_beyond_the_limit_is_unfolded() -> None:
    data = b"Subject: un\r\n deux\r\n\ttrois\r\nX-A: b\r\n quatre\r\n\r\n"

    assert beyond(raw_of(data), 0, len(data), lambda _line: False).fields[0].value == b"un deux\ttrois"


BODIES = {
    "returns": b"\r" * 2_000_000,
    "line feeds": b"\n" * 2_000_000,
    "dashes on every line": b"--c\r\n" * MANY,
    "nothing but dashes on every line": b"--\n" * MANY,
    "dashes and returns": b"--\r" * MANY,
    "one line of dashes": b"-" * 2_000_000,
    "long lines of dashes": (b"-" * 1_200 + b"\r\n") * 1_000,
    "lines that begin like the boundary": b"--bb\r\n" * MANY,
    "lines that end like the boundary": b"x--b\r\n" * MANY,
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_of_hardly_anything_is_one_leaf(body: bytes) -> None:
    raw = Searched(TOP + PART + body + END)

    found = scan(raw, Limits(), most=100)

    assert [(leaf.start, leaf.end) for leaf in found.leaves] == [(len(TOP + PART), len(TOP + PART + body))]
    assert raw.searches < 150


@pytest.mark.parametrize("line", [b"--b\r\n", b"--b\n", b"--b\r\n\r\n", b"--b--\r\n", b"--b\r\n\r\nx\r\n--b--\r\n"])
def test_boundaries_beyond_the_limit_of_parts_end_the_search(line: bytes) -> None:
    raw = Searched(TOP + PART + b"x\r\n" + line * MANY)

    found = scan(raw, Limits(), most=100)

    assert (found.problem, raw.searches < 1_000) == (Problem.TOO_MANY_PARTS, True)


def test_multiparts_without_a_part_are_counted_too() -> None:
    inner = b"--b\r\nContent-Type: multipart/mixed; boundary=zz\r\n\r\n"

    assert structure(TOP + inner * 5_000).problem == Problem.TOO_MANY_PARTS


def test_a_mail_may_have_as_many_parts_as_the_limit_says_each_in_a_multipart_of_its_own() -> None:
    inner = b"--b\r\nContent-Type: multipart/mixed; boundary=zz\r\n\r\n--zz\r\n\r\nx\r\n--zz--\r\n"
    found = structure(TOP + inner * 100 + END)

    assert (len(found.leaves), found.problem) == (100, None)


def test_many_long_headers_of_parts_are_read_for_what_matters() -> None:
    part = b"--b\r\n" + b"X-A: b\r\n" * 7_000 + b"Content-Type: application/pdf; name=a.pdf\r\n\r\nx\r\n"
    found = structure(TOP + part * 60 + END)

    assert {(leaf.entity.media_type, leaf.entity.name) for leaf in found.leaves} == {("application/pdf", "a.pdf")}
    assert {leaf.problem for leaf in found.leaves} == {None, Problem.TOO_BIG}


@pytest.mark.parametrize("shift", range(8))
def test_a_boundary_line_may_stand_where_two_blocks_meet(shift: int) -> None:
    start = 1024 * 1024 - shift
    data = b"x" * (start - 1) + b"\n--b--\r\n"

    assert Boundary(raw_of(data), b"b").next(0, len(data)) == Line(start=start, end=len(data), closing=True)


def test_siblings_with_long_boundaries_deep_down_cost_little() -> None:
    names = [b"%02d" % number + b"x" * 1_048 for number in range(19)]
    opened = b"".join(b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n--%s\r\n' % (name, name) for name in names)
    sibling = b'Content-Type: multipart/mixed; boundary="%s%d"\r\n\r\nx\r\n' + b"--\r\n" * 102 + b"--" + names[-1] + b"\r\n"
    data = opened + b"".join(sibling % (b"y" * 1_000, number) for number in range(300))
    raw = Searched(data)

    found = scan(raw, Limits(), most=1_000)

    assert (len(found.leaves), found.problem, raw.searches < 10_000) == (301, None, True)


def test_lines_that_only_begin_like_a_long_boundary_are_passed_over() -> None:
    name = b"y" * 1_000
    top = TOP.replace(b"=b\r", b"=" + name + b"\r")
    raw = Searched(top + b"--" + name + b"\r\n\r\n" + (b"--" + name + b"z\r\n") * 5_000 + b"--" + name + b"--\r\n")

    found = scan(raw, Limits(), most=100)

    assert (len(found.leaves), raw.searches < 200) == (1, True)


def test_a_boundary_with_a_line_end_in_it_separates_nothing() -> None:
    data = b"Content-Type: multipart/mixed; boundary*=utf-8''a%0Ab\r\n\r\n--a\nb\r\n\r\nx"

    assert [data[leaf.start : leaf.end] for leaf in structure(data).leaves] == [b"--a\nb\r\n\r\nx"]


def test_when_the_time_is_over_what_was_found_is_kept() -> None:
    times = iter(range(1_000))

    def tick(_count: int) -> None:
        if next(times) > 50:
            raise Unreadable(Problem.TIMED_OUT)

    data = TOP + (PART + b"x\r\n") * 90 + END

    found = scan(raw_of(data), Limits(), most=100, tick=tick)

    assert (found.problem, 40 < len(found.leaves) < 60) == (Problem.TIMED_OUT, True)


@pytest.mark.parametrize("line", [b"--x y\r\nTo: a\r\n", b"--x%d\r\nTo: a\r\n"], ids=["one", "many"])
def test_lines_above_headers_without_number_are_not_all_tried(line: bytes) -> None:
    raw = Searched(TOP.replace(b"=b\r", b"=zz\r") + b"".join(line.replace(b"%d", b"%d" % number) for number in range(50_000)))

    scan(raw, Limits(), most=100)

    assert raw.searches < 1_000


NO_LINES = {
    "at the very start": b"--b\r\n",
    "in a line": b"x--b\r\n",
    "with blanks without number": b"\n--b" + b" " * 2_000 + b"\n",
    "going on": b"\n--bc\n",
}


@pytest.mark.parametrize("data", NO_LINES.values(), ids=NO_LINES)
def test_what_only_looks_like_a_boundary_line_is_none(data: bytes) -> None:
    assert Boundary(raw_of(data), b"b").next(0, len(data)) is None


TAILS = {
    "spaces": b"x" + b" " * 60_000 + b"y\r\n",
    "returns": b"x y\r\n" + b"\r" * 60_000,
    "returns and colons": b"a b:" + b"\r" * 60_000 + b"=",
    "short padding": b"QQ==\r\n" * 20_000 + b"x y",
    "equals signs": b"=" * 200_000 + b"x y",
}


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS)
def test_the_end_of_base64_is_found_at_once(tail: bytes) -> None:
    data = (b"QUJD" * 15 + b"\r\n") * 1_000 + tail
    began = time.process_time()

    base64_end(raw_of(data), 0, len(data), lambda _count: None)

    assert time.process_time() - began < 1
