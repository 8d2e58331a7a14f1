"""Bodies as RTF: compressed, and with HTML or text wrapped in it."""

import struct
import zlib
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.errors import Problem, Unreadable
from core.limits import Limits
from core.values import Kind
from parsers.mapi import rtf, tags
from parsers.mapi.lzfu import BEGINNING, decompressed
from parsers.mapi.properties import fixed
from parsers.mapi.rtf import html_of, text_of, wrapped_type
from tests.parsers import mapi
from tests.parsers.build import JPEG, Opener, bytes_of
from tests.parsers.mapi import Item, ansi, binary, integer, named_file, unicode

HTML_HEAD = rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset238 Arial CE;}{\f2\cpg932 M;}}"
WRAPPED = (
    HTML_HEAD + rb"{\*\htmltag18 <html><body>}\htmlrtf {\plain \f0 \htmlrtf0 {\*\htmltag64 <p>}Le re\'e7u \u224\'e0 1.250 \u8364 ?"
    rb"{\*\htmltag84 &nbsp;}\htmlrtf  \htmlrtf0 {\*\mhtmltag84 <img src=x>}{\*\htmltag84 <img src='cid:logo@duval'>}"
    rb"{\*\htmltag72 </p>}\htmlrtf }\htmlrtf0 \par {\f1 \'8akoda}{\*\htmltag27 </body></html>}}"
)


def packed(data: bytes) -> bytes:
    """Compressed RTF that uses no reference but the last."""
    at = len(BEGINNING)
    out = b""
    for start in range(0, len(data), 8):
        part = data[start : start + 8]
        if len(part) == 8:
            out += b"\0" + part
        else:
            out += bytes([1 << len(part)]) + part + struct.pack(">H", ((at + len(data)) % 4096) << 4)
    if len(data) % 8 == 0:
        out += b"\1" + struct.pack(">H", ((at + len(data)) % 4096) << 4)
    return whole(out, len(data), b"LZFu", zlib.crc32(out, 0xFFFFFFFF) ^ 0xFFFFFFFF)


def summed_wrong(data: bytes) -> bytes:
    found = packed(data)
    return found[:12] + bytes(4) + found[16:]


def whole(out: bytes, size: int, kind: bytes, checksum: int) -> bytes:
    return struct.pack("<II4sI", len(out) + 12, size, kind, checksum) + out


def unpacked(data: bytes) -> bytes:
    return b"".join(decompressed(fixed(data)))


def bodies(opener: Opener, *forms: dict[int, mapi.Value], limits: Limits | None = None) -> list[tuple[str, bytes, Problem | None]]:
    values = {number: value for form in forms for number, value in form.items()}
    tree = opener.tree(mapi.msg(Item(values={unicode(tags.SUBJECT): "Sinistre", **values})), limits=limits)
    return [(part.media_type, bytes_of(part.content), part.problem) for part in tree.parts[1:] if part.kind == Kind.TEXT]


def said(opener: Opener, values: dict[int, mapi.Value]) -> str:
    return opener.unit(mapi.msg(Item(values={unicode(tags.SUBJECT): "Sinistre", **values}))).own_text


# The two examples of [MS-OXRTFCP] 4.1 and 4.2: the second one refers to what is only being written.
@pytest.mark.parametrize(
    ("data", "text"),
    [
        (
            "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0",
            b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n",
        ),
        ("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0", b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"),
    ],
)
def test_the_examples_of_the_standard_come_out(data: str, text: bytes) -> None:
    assert unpacked(bytes.fromhex(data)) == text


@example(data=bytes(range(256)) * 270)
@given(data=st.binary(max_size=300))
@settings(max_examples=40, deadline=None)
def test_what_was_packed_comes_out_again(data: bytes) -> None:
    assert unpacked(packed(data) + b"what stands behind it does not count") == data


def test_what_was_not_compressed_comes_out_as_it_is() -> None:
    assert unpacked(whole(WRAPPED * 300 + b"rest", len(WRAPPED) * 300, b"MELA", 0)) == WRAPPED * 300


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"{\\rtf1", id="too short for a header"),
        pytest.param(whole(b"xxxx", 4, b"GZIP", 0), id="another kind"),
        pytest.param(whole(b"\0abcdefgh\1\x0c", 4, b"LZFu", 0), id="cut in a reference"),
        pytest.param(summed_wrong(b"Bonjour"), id="another checksum"),
        pytest.param(packed(b"Bonjour")[:-3], id="cut"),
    ],
)
def test_what_is_damaged_says_so(data: bytes) -> None:
    with pytest.raises(Unreadable):
        unpacked(data)


def test_wrapped_html_comes_out_as_it_was() -> None:
    assert html_of(WRAPPED) == "<html><body><p>Le reçu à 1.250 €&nbsp;<img src='cid:logo@duval'></p>\r\nŠkoda</body></html>"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (rb"{\rtf1\ansi Bonjour\par au revoir\line fin\tab x}", "Bonjour\r\nau revoir\r\nfin\tx"),
        (rb"{\rtf1\ansi\ansicpg1250 \'8akoda}", "Škoda"),
        (rb"{\rtf1\mac caf\'8e}", "café"),
        (
            rb"{\rtf1\ansi\deff1{\fonttbl{\f1\fcharset204 Arial;}{\f2\fcharset0 A;}{\f3\fcharset2 Symbol;}}\plain \'d3\f2 \'d3\f3 \'d3}",
            "УÓÓ",
        ),
        (rb"{\rtf1\ansi{\fonttbl{\f0\fcharset128 M;}}\f0 \'8e\'96\'8cO}", "事薫"),
        (rb"{\rtf1\uc2\u233\'65\'65t\u-10179 ??\u-8704 ??}", "ét😀"),
        (rb"{\rtf1\uc1\u233 ?t\u8217\'92il {\uc0\u233 t}}", "ét’il ét"),
        (rb"{\rtf1\u8220\ldblquote Oui\u8221\rdblquote}", "“Oui”"),
        (rb"{\rtf1\u55296 x}", "�"),
        (rb"{\rtf1 a\~b\_c\\d\{e\}" + b"\\\n" + rb"f\-g}", "a\xa0b\N{NON-BREAKING HYPHEN}c\\d{e}\r\nfg"),
        (rb"{\rtf1{\info{\author X}}{\pict abcdef}{\*\generator Riched;}{\header H}vu{\*\htmltag64 <p>}}", "vu"),
        (rb"{\rtf1{\field{\*\fldinst HYPERLINK x}{\fldrslt lien}}}", "lien"),
        (rb"{\rtf1{\pict\bin5 }}{{}x}vu}", "vu"),
        (rb"{\rtf1\trowd un\cell deux\cell\row}", "un\tdeux\t\r\n"),
        (rb"{\rtf1 a}}}b\f\deff\uc c\ansicpg{\bin x", "abcx"),
        (rb"{\rtf1\ansicpg99999 \'e9{\fonttbl{\f0\fcharset99 A;}}\f0 \'e9", "éé"),
        (b"{\\rtf1 a\\", "a"),
    ],
)
def test_a_person_reads_the_text_alone(data: bytes, text: str) -> None:
    assert text_of(data) == text


@pytest.mark.parametrize(
    ("head", "media_type"),
    [(rb"{\rtf1\ansi\fromhtml1 ", "text/html"), (rb"{\rtf1\ansi\fromtext ", "text/plain"), (rb"{\rtf1\ansi fromhtml1", "")],
)
def test_rtf_says_what_it_wraps(head: bytes, media_type: str) -> None:
    assert wrapped_type(head) == media_type


def test_groups_without_end_are_read_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtf, "DEEPEST", 10)

    assert text_of(b"{\\rtf1 " + b"{" * 500 + b"fond") == "fond"


@given(
    data=st.lists(st.sampled_from([b"{", b"}", b"\\", b"\\*", b"\\u-1", b"\\'", b"\\uc9 ", b"\\bin9", b"\\htmltag", b"\\fonttbl", b"x"]))
)
@settings(max_examples=200, deadline=None)
def test_no_damage_stops_the_reading(data: list[bytes]) -> None:
    assert isinstance(html_of(b"".join(data)) + text_of(b"".join(data)), str)


PLAIN = {unicode(tags.BODY): "Bonjour à tous\0"}
RTF = {binary(tags.RTF_COMPRESSED): packed(rb"{\rtf1\ansi Bonjour \'e0 tous}")}
HTML = {binary(tags.HTML): b"<p>Bonjour"}


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ((PLAIN, HTML, RTF), [("text/plain", "Bonjour à tous".encode(), None), ("text/html", b"<p>Bonjour", None)]),
        ((PLAIN, RTF), [("text/plain", "Bonjour à tous".encode(), None), ("application/rtf", rb"{\rtf1\ansi Bonjour \'e0 tous}", None)]),
        ((RTF,), [("application/rtf", rb"{\rtf1\ansi Bonjour \'e0 tous}", None)]),
        (
            ({binary(tags.RTF_COMPRESSED): packed(rb"{\rtf1\fromtext Bonjour \'e0 tous}")},),
            [("text/plain", "Bonjour à tous".encode(), None)],
        ),
        (
            (PLAIN, {binary(tags.RTF_COMPRESSED): packed(rb"{\rtf1\fromtext Bonjour}")}),
            [("text/plain", "Bonjour à tous".encode(), None)],
        ),
        (({binary(tags.RTF_COMPRESSED): b"rubbish"},), [("application/rtf", b"", Problem.DAMAGED)]),
        (({binary(tags.RTF_COMPRESSED): summed_wrong(WRAPPED)},), [("text/html", html_of(WRAPPED).encode(), Problem.DAMAGED)]),
        (({binary(tags.RTF_COMPRESSED): b""}, {unicode(tags.BODY): ""}, {binary(tags.HTML): b""}), []),
    ],
    ids=["html goes before rtf", "rtf beside plain", "rtf alone", "wrapped text", "wrapped text twice", "rubbish", "a wrong sum", "empty"],
)
def test_each_form_of_a_text_is_kept_once(opener: Opener, forms: tuple[dict[int, mapi.Value], ...], expected: list[object]) -> None:
    assert bodies(opener, *forms) == expected


@pytest.mark.parametrize(
    "values",
    [
        PLAIN,
        RTF,
        {**PLAIN, **RTF},
        {ansi(tags.BODY): "Bonjour à tous".encode("cp1252")},
        {ansi(tags.BODY): "Bonjour à tous".encode()},
        {ansi(tags.BODY): "Bonjour à tous".encode("cp850"), integer(tags.MESSAGE_CODEPAGE): 850},
        {ansi(tags.HTML): "<p>Bonjour à tous".encode("cp1252")},
        {unicode(tags.HTML): "<p>Bonjour à tous"},
        {binary(tags.HTML): "<p>Bonjour à tous".encode("cp850"), integer(tags.INTERNET_CPID): 850},
        {binary(tags.HTML): "<meta charset=utf-8><p>Bonjour à tous".encode(), integer(tags.INTERNET_CPID): 1252},
        {binary(tags.HTML): "<p>Bonjour à tous".encode("cp1252"), integer(tags.INTERNET_CPID): 99_999},
        {binary(tags.RTF_COMPRESSED): packed(rb"{\rtf1\fromhtml1 {\*\htmltag <p>}Bonjour \'e0 tous}")},
        {binary(tags.RTF_COMPRESSED): packed(rb"{\rtf1\fromhtml1 {\*\htmltag <meta charset=iso-8859-2>}Bonjour \'e0 tous}")},
        {binary(tags.RTF_COMPRESSED): packed(rb"{\rtf1\fromhtml1 {\*\htmltag <meta charset=idna>}Bonjour \'e0 tous}" + b" " * 99)},
        {binary(tags.RTF_COMPRESSED): packed(rb"{\rtf1\fromhtml1 {\*\htmltag <meta charset=utf-8>}Bonjour \'e0 tous}")},
    ],
)
def test_accents_are_right_whatever_the_form(opener: Opener, values: dict[int, mapi.Value]) -> None:
    assert said(opener, values) == "Bonjour à tous"


def test_unwrapped_html_is_written_in_the_charset_that_it_names(opener: Opener) -> None:
    data = packed(rb"{\rtf1\fromhtml1 {\*\htmltag <meta charset=iso-8859-1>}\'e9\u8364 ?\u26085 ?}")

    assert bodies(opener, {binary(tags.RTF_COMPRESSED): data})[0][1] == b"<meta charset=iso-8859-1>\xe9\x80&#26085;"


def test_what_is_too_long_to_be_unwrapped_stays_rtf(opener: Opener) -> None:
    values = {binary(tags.RTF_COMPRESSED): packed(WRAPPED)}

    assert bodies(opener, values, limits=Limits(text_bytes=200))[0][0] == "application/rtf"


def test_pictures_of_wrapped_html_are_decoration(opener: Opener) -> None:
    picture = named_file("image001.jpg", JPEG, {unicode(tags.ATTACH_CONTENT_ID): "logo@duval"})
    parts = opener.parts(mapi.msg(Item(values={binary(tags.RTF_COMPRESSED): packed(WRAPPED)}, files=(picture,))))

    assert [(part.media_type, part.kind) for part in parts[1:]] == [("text/html", Kind.TEXT), ("image/jpeg", Kind.DECORATION)]


def test_what_stands_behind_the_end_counts_for_the_sum() -> None:
    data = packed(b"Bonjour")[16:] + b"x" * 9
    stream = fixed(whole(data, 7, b"LZFu", zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF))
    pieces = replace(stream, pieces=lambda: (bytes([byte]) for byte in stream.head(99)))

    assert b"".join(decompressed(pieces)) == b"Bonjour"
