"""Transfer encodings, in pieces and out of shape; and what a big mail may cost."""

import base64
import binascii
import io
import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values import Kind
from parsers.check import leaves_balance
from parsers.mime import raw as raw_module
from parsers.mime.raw import Raw
from parsers.mime.transfer import decoder
from tests.parsers.build import HEAD, PDF, Opener, bytes_of, file, mail, text

ROOT = Path(__file__).parents[2]


def decoded(encoding: str, data: bytes) -> bytes:
    found = decoder(encoding)
    assert found
    return b"".join(found(Raw(io.BytesIO(data), len(data)), 0, len(data)))


WHOLE = bytes(range(256)) * 3
B64 = base64.b64encode(WHOLE)
PADDED = base64.b64encode(WHOLE[:-1]) + base64.b64encode(WHOLE[-1:])


@pytest.mark.parametrize(
    "data",
    [
        B64,
        b"\r\n".join(B64[at : at + 76] for at in range(0, len(B64), 76)),
        b"\n".join(B64[at : at + 77] for at in range(0, len(B64), 77)),
        b"\r".join(B64[at : at + 61] for at in range(0, len(B64), 61)),
        b" \t".join(B64[at : at + 1] for at in range(len(B64))),
        B64 + b"\r\n\r\n",
        base64.b64encode(WHOLE[:100]) + b"\r\n" + base64.b64encode(WHOLE[100:]),
        B64.rstrip(b"=") + b"\r\n",
        B64[:40] + b"\0\xff!" + B64[40:],
    ],
    ids=["one line", "76", "77", "61", "spaced", "blank lines", "padding in the middle", "no padding", "foreign signs"],
)
def test_base64_is_decoded_whatever_its_lines(data: bytes) -> None:
    assert decoded("base64", data) == WHOLE


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=400), width=st.integers(1, 90), block=st.integers(5, 64))
def test_base64_does_not_depend_on_where_blocks_end(content: bytes, width: int, block: int) -> None:
    coded = binascii.b2a_base64(content, newline=False)
    lines = b"\r\n".join(coded[at : at + width] for at in range(0, len(coded), width))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(raw_module, "BLOCK", block)
        patch.setattr("parsers.mime.transfer.BLOCK", block)

        assert decoded("base64", lines) == content


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=300), block=st.integers(5, 64))
def test_quoted_printable_does_not_depend_on_where_blocks_end(content: bytes, block: int) -> None:
    coded = binascii.b2a_qp(content, istext=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(raw_module, "BLOCK", block)
        patch.setattr("parsers.mime.transfer.BLOCK", block)

        assert decoded("quoted-printable", coded) == content


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"d=C3=A9g=C3=A2ts", "dégâts"),
        (b"d=\r\n=C3=A9=\ng=\r\n=C3=A2ts", "dégâts"),
        (b"coup=  \r\n=C3=A9", "coupé"),
        (b"coup=\r=C3=A9", "coupé"),
        (b"100 = cent, =ZZ", "100 = cent, =ZZ"),
        (b"fin=", "fin"),
    ],
)
def test_quoted_printable_is_decoded_as_it_was_meant(data: bytes, text: str) -> None:
    assert decoded("Quoted-Printable ", data).decode() == text


@pytest.mark.parametrize("name", ["x-uuencode", "x-uue", "UUENCODE"])
def test_uuencoded_files_are_decoded(name: str) -> None:
    lines = b"".join(binascii.b2a_uu(PDF[at : at + 45]) for at in range(0, len(PDF), 45))

    assert decoded(name, b"Voici\r\nbegin 644 devis.pdf\r\n" + lines.replace(b"\n", b"\r\n") + b"`\r\nend\r\nfin\r\n") == PDF


def test_uuencoded_lines_of_a_wrong_length_are_read_for_as_far_as_they_go() -> None:
    line = binascii.b2a_uu(b"constat amiable").rstrip()

    assert decoded("x-uue", b"begin 644 a\n" + line + b"  !!\n\n" + b"\xff\xff\n" + b"end") == b"constat amiable"


def test_a_uuencoded_file_without_an_end_ends_with_the_part() -> None:
    assert decoded("x-uue", b"begin 644 a\n" + binascii.b2a_uu(b"constat")) == b"constat"


def test_a_text_in_one_line_longer_than_a_block_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw_module, "BLOCK", 64)
    monkeypatch.setattr("parsers.mime.transfer.BLOCK", 64)

    assert decoded("quoted-printable", b"a" * 200) == b"a" * 200
    assert decoded("base64", PADDED[:-4].ljust(1024) + PADDED[-4:] + b"\r\n" * 60) == WHOLE


FOOTERS = {
    "a list's": b"_______\r\nListe de diffusion\r\nhttp://liste.example/?a=b\r\n",
    "behind a blank line": b"\r\n_______\r\nListe de diffusion : http://liste.example\r\n",
    "words alone": b"\r\nCordialement\r\nJean Dupont\r\n",
    "a very long one": b"\r\n" + b"Ce courriel est confidentiel, C502100001.\r\n" * 1_000,
}
CODED = {
    "padded": file(PDF * 20 + b"x", "application/pdf", "a.pdf"),
    "without padding": file(PDF * 20 + b"x", "application/pdf", "a.pdf").replace(b"==", b""),
    "in one line": file(b"Constat", "application/pdf", "a.pdf"),
    "every other line blank": file(PDF * 20 + b"x", "application/pdf", "a.pdf")
    .replace(b"\r\n", b"\r\n\r\n")
    .replace(b"\r\n\r\n", b"\r\n", 3),
}


@pytest.mark.parametrize("footer", FOOTERS.values(), ids=FOOTERS)
@pytest.mark.parametrize("coded", CODED.values(), ids=CODED)
def test_text_below_base64_is_a_leaf_of_its_own_and_no_part_of_the_file(opener: Opener, coded: bytes, footer: bytes) -> None:
    whole, with_footer = (opener.tree(mail("x", text("Bonjour"), part)) for part in (coded, coded + footer))

    assert with_footer.parts[2].content.sha256 == whole.parts[2].content.sha256
    assert [bytes_of(part.content).strip() for part in with_footer.parts[3:]] == [footer.strip()]
    assert (with_footer.units[0].own_text, leaves_balance(with_footer)) == ("Bonjour", True)


STRAYED = {
    "foreign signs in a line": (B64[:76] + b"\r\n" + B64[76:100] + b"!?" + B64[100:152] + b"\r\n" + B64[152:], WHOLE),
    "a sign in the last line": (B64[:76] + b"\r\n" + B64[76:104] + b"!" + B64[104:124], WHOLE[:93]),
    "a first line that is none": (b"!!\r\n" + B64[:76] + b"\r\n" + B64[76:], WHOLE),
    "spaces in every line": (b"\r\n".join(b" ".join((B64[at : at + 4], B64[at + 4 : at + 8])) for at in range(0, len(B64), 8)), WHOLE),
    "files in a row": (b"QUI=\r\nQ0Q=\r\n\r\n" + B64, b"ABCD" + WHOLE),
    "a long line behind padding": (b"QUI=\r\n" + B64[:60] + b"\r\n" + B64[60:], b"AB" + WHOLE),
}


@pytest.mark.parametrize(("coded", "content"), STRAYED.values(), ids=STRAYED)
def test_base64_out_of_shape_is_no_text(opener: Opener, coded: bytes, content: bytes) -> None:
    head = b"Content-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"

    assert [bytes_of(part.content) for part in opener.parts(mail("x", head + coded))[1:]] == [content]


def test_a_text_below_the_text_of_a_mail_is_kept_and_nothing_that_the_sender_says(opener: Opener) -> None:
    raw = HEAD.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(b"Bonjour ") + b"_____\nListe\n"

    assert [bytes_of(part.content) for part in opener.parts(raw)[1:]] == [b"Bonjour ", b"_____\nListe\n"]
    assert opener.unit(raw).own_text == "Bonjour"


def uu(content: bytes, name: str) -> bytes:
    lines = b"".join(binascii.b2a_uu(content[at : at + 45], backtick=True) for at in range(0, len(content), 45))
    return f"begin 644 {name}\n".encode() + lines + b"`\nend\n"


UU = b"Content-Transfer-Encoding: x-uuencode\r\n\r\n"
TWO = b"Bonjour *C502100001*\n" + uu(PDF, "a.pdf") + uu(PDF * 2, "b.pdf") + b"Merci\n"
SEVERAL = {
    "text around": TWO,
    "no text": TWO.removeprefix(b"Bonjour *C502100001*\n").removesuffix(b"Merci\n"),
}


@pytest.mark.parametrize("coded", SEVERAL.values(), ids=SEVERAL)
@pytest.mark.parametrize("declared", [b"text/plain", b"text/html", b"application/pdf; name=x.pdf"])
def test_of_several_uuencoded_files_every_one_is_a_leaf(opener: Opener, declared: bytes, coded: bytes) -> None:
    tree = opener.tree(mail("x", text("Voici"), b"Content-Type: " + declared + b"\r\n" + UU + coded))

    assert [(part.path, part.name, bytes_of(part.content)) for part in tree.parts[2:]] == [
        ("0.1", "part-2.txt", coded),
        ("0.1.0", "a.pdf", PDF),
        ("0.1.1", "b.pdf", PDF * 2),
    ]
    assert leaves_balance(tree)


def test_text_around_uuencoded_files_speaks_for_a_mail_that_is_nothing_else(opener: Opener) -> None:
    found = [opener.unit(HEAD.encode() + kind + UU + TWO).own_text for kind in (b"", b"Content-Type: application/pdf; name=x.pdf\r\n")]

    assert found == ["Bonjour *C502100001*\nMerci"] * 2


ALONE = {
    "with an end": uu(PDF, "a.pdf"),
    "with blank lines around": b"\r\n" + uu(PDF, "a.pdf") + b"\r\n",
    "without an end": uu(PDF, "a.pdf").removesuffix(b"`\nend\n"),
}


@pytest.mark.parametrize("coded", ALONE.values(), ids=ALONE)
def test_a_part_that_is_one_uuencoded_file_is_that_file(opener: Opener, coded: bytes) -> None:
    raw = mail("x", text("Voici"), b"Content-Type: application/pdf\r\n" + UU + coded, b"Content-Type: application/pdf; name=b.pdf\r\n" + UU)

    assert [(part.name, bytes_of(part.content)) for part in opener.parts(raw)[2:]] == [("a.pdf", PDF), ("b.pdf", b"")]


@pytest.mark.parametrize("text_after", [b"En vous remerciant\n", b"end-to-end\n", b"bend\n"])
def test_prose_behind_a_uuencoded_file_without_an_end_is_kept(opener: Opener, text_after: bytes) -> None:
    raw = HEAD.encode() + UU + uu(PDF, "a.pdf").removesuffix(b"`\nend\n") + text_after
    parts = opener.parts(raw)

    assert (text_after in bytes_of(parts[1].content), parts[2].name, bytes_of(parts[2].content)) == (True, "a.pdf", PDF)


@pytest.mark.parametrize("encoding", ["7bit", "8bit", "binary", "", "x-inconnu"])
def test_octets_that_are_not_encoded_stand_as_they_are(opener: Opener, encoding: str) -> None:
    part = b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: " + encoding.encode() + b"\r\n\r\n" + PDF + b"\xff\0"

    assert bytes_of(opener.parts(mail("x", part))[1].content) == PDF + b"\xff\0"


@pytest.mark.parametrize(
    ("charset", "data"),
    [
        ("utf-8", "dégâts".encode()),
        ("iso-8859-1", "dégâts".encode("latin-1")),
        ("windows-1252", "dégâts".encode("cp1252")),
        ("utf-8", "dégâts".encode("cp1252")),
        ("us-ascii", "dégâts".encode()),
        ("us-ascii", "dégâts".encode("cp1252")),
        ("iso-8859-1", "dégâts".encode()),
        ("x-nimporte", "dégâts".encode("cp1252")),
        ("base64", "dégâts".encode()),
        ("utf-7", b"d+AOk-g+AOI-ts"),
        ("utf-16", "dégâts".encode("utf-16")),
        ("", "dégâts".encode()),
        ("idna", "dégâts".encode("cp1252")),
    ],
)
def test_a_text_is_read_whatever_charset_it_claims(opener: Opener, charset: str, data: bytes) -> None:
    raw = f"Subject: x\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode() + data

    assert opener.unit(raw).own_text == "dégâts"


GROWTH = """
import base64, hashlib, json, os, resource, sys
from pathlib import Path
from core.content import Content, Spool
from core.limits import Limits
from parsers.tree import Source, walk

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

folder = Path(sys.argv[1])
piece = os.urandom(57 * 1024)
lines = base64.encodebytes(piece).replace(b"\\n", b"\\r\\n")
head = b"From: a@b.example\\r\\nSubject: Video *C502100001*\\r\\nContent-Type: multipart/mixed; boundary=lim\\r\\n\\r\\n"
part = b"--lim\\r\\nContent-Type: video/mp4; name=v.mp4\\r\\nContent-Transfer-Encoding: base64\\r\\n\\r\\n"
with (folder / "mail").open("wb") as file:
    file.write(head + part)
    for _ in range(int(sys.argv[2])):
        file.write(lines)
    file.write(b"--lim--\\r\\n")
with Spool(folder) as spool:
    walk(Source(content=spool.keep(b"Subject: x\\r\\n\\r\\nx"), name="", declared_type="message/rfc822"), spool=spool, limits=Limits())
    content = Content(path=folder / "mail", size=(folder / "mail").stat().st_size, sha256="")
    before = peak()
    tree = walk(Source(content=content, name="", declared_type="message/rfc822"), spool=spool, limits=Limits())
    digest = hashlib.sha256(piece * int(sys.argv[2])).hexdigest() if int(sys.argv[2]) < 50 else ""
    found = tree.parts[1].content
    print(json.dumps({"growth": peak() - before, "size": found.size, "right": digest in {"", found.sha256}}))
"""


@pytest.mark.parametrize("pieces", [20, 800])
def test_memory_does_not_grow_with_the_mail(tmp_path: Path, pieces: int) -> None:
    run = [sys.executable, "-c", textwrap.dedent(GROWTH), str(tmp_path), str(pieces)]
    done = subprocess.run(run, capture_output=True, check=True, cwd=ROOT, timeout=120)
    found = json.loads(done.stdout)

    assert (found["size"], found["right"]) == (pieces * 57 * 1024, True)
    assert found["growth"] < 40_000_000


def test_a_big_text_is_kept_whole_and_read_to_its_limit(opener: Opener) -> None:
    raw = b"Subject: x\r\nContent-Type: text/plain\r\n\r\n" + b"Bonjour tout le monde.\r\n" * 500_000
    tree = opener.tree(raw)

    assert (tree.parts[1].kind, tree.parts[1].content.size) == (Kind.TEXT, 500_000 * 24)
    assert len(tree.units[0].own_text) < 8 * 1024 * 1024
