"""A block of headers as it should be is read at once, any other line by line: both find the same."""

import io

from hypothesis import given
from hypothesis import strategies as st

from parsers.mime.block import Block, read_block
from parsers.mime.raw import Raw

LINES = st.sampled_from(
    (
        *(b"Subject: Sinistre *C502100001*", b"From : Agence Duval <contact@duval.example>", b"Content-Type: multipart/mixed;", b"X-Vide:"),
        *(
            b" boundary=b",
            b"\t charset=utf-8",
            b" suite : ici",
            b"Bonjour,",
            b"--b",
            b"--b: c",
            b"From a@b.example Mon Mar  2",
            b" ",
            b"X-Nul: a\0b",
        ),
    )
)


def block(raw: bytes) -> Block:
    return read_block(Raw(io.BytesIO(raw), len(raw)), 0, len(raw), limit=64 * 1024, stops=lambda line: line == b"--b")


@given(lines=st.lists(LINES, max_size=12), body=st.sampled_from((b"", b"Bonjour", b"X-Corps: oui")))
def test_the_same_headers_are_read_whatever_ends_their_lines(lines: list[bytes], body: bytes) -> None:
    with_both = b"".join(line + b"\r\n" for line in (*lines, b"")) + body
    with_one = b"".join(line + b"\n" for line in (*lines, b"")) + body
    found, expected = block(with_both), block(with_one)

    assert (found.fields, with_both[found.body :].replace(b"\r\n", b"\n")) == (expected.fields, with_one[expected.body :])


def test_a_long_block_is_read_to_its_end() -> None:
    raw = b"".join(b"X-Spam-%d: %s\r\n" % (number, b"a" * 70) for number in range(1_000)) + b"Subject: fin\r\n\r\nBonjour"
    found = read_block(Raw(io.BytesIO(raw), len(raw)), 0, len(raw), limit=1024 * 1024, stops=lambda _line: False)

    assert (len(found.fields), found.fields[-1].value, raw[found.body :]) == (1_001, b"fin", b"Bonjour")
