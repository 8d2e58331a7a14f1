"""Whatever the bytes are, the walk ends with a tree that holds together."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.content import Spool
from core.errors import Problem
from core.limits import Limits
from parsers.check import leaves_balance
from parsers.tree import Source, walk
from tests.parsers.build import PDF, Opener, attached, file, mail, multipart, plain, text

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as found:
        found.writestr("photos/façade.jpg", b"\xff\xd8\xff\xe0" + b"x" * 500)
        found.writestr("lettre.eml", plain("Relance *C502100001*", "Bonjour"))
    return packed.getvalue()


SEEDS = (
    mail(
        "=?utf-8?Q?D=C3=A9claration?= =?utf-8?B?ICpDNTAyMTAwMDAxKg==?=",
        multipart(
            text("Bonjour,\n> Le 3 mars 2026, X a écrit :"), text("<p>Bonjour<blockquote type=cite>De :", "html"), kind="alternative"
        ),
        file(PDF, "application/pdf", "=?iso-8859-1?Q?re=E7u.pdf?="),
        attached(mail("Fwd", text("-----Message d'origine-----\nDe : A\nObjet : B"), boundary="=_limite2")),
        file(archive(), "application/zip", "envoi.zip"),
    ),
    archive(),
)
WORDS = (
    *(b"\r\n\r\n", b"--=_limite", b"--=_limite--", b"\r\n", b"\r", b"\n", b"=?", b"?=", b'"', b";", b"\0", b"\xff", b"=", b"PK\x03\x04"),
    *(b"Content-Type: multipart/mixed; boundary=", b"Content-Transfer-Encoding: quoted-printable\r\n", b"filename*0*=utf-8''%", b"(", b"<"),
    *(
        b"Content-Type: message/rfc822\r\n\r\n",
        b"Date: Thu, 99 Feb 99999 99:99:99 +9999\r\n",
        b"From: =?x?q?=?= <\r\n",
        b"=?utf-7?Q?+2D0-?=",
    ),
)
EDITS = st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 40), st.sampled_from(WORDS) | st.binary(max_size=12)), max_size=8)


def edited(seed: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    for place, length, put in edits:
        at = place % (len(seed) + 1)
        seed = seed[:at] + put + seed[at + length :]
    return seed


@QUICK
@given(seed=st.sampled_from(SEEDS), edits=EDITS)
def test_no_damage_stops_the_walk(tmp_path: Path, seed: bytes, edits: list[tuple[int, int, bytes]]) -> None:
    with Spool(tmp_path) as spool:
        declared = "message/rfc822" if seed is SEEDS[0] else ""
        tree = walk(
            Source(content=spool.keep(edited(seed, edits)), name="", declared_type=declared), spool=spool, limits=Limits(depth=5, parts=100)
        )

        assert leaves_balance(tree)


@QUICK
@given(raw=st.binary(max_size=3_000))
def test_any_bytes_at_all_are_a_tree(tmp_path: Path, raw: bytes) -> None:
    with Spool(tmp_path) as spool:
        tree = walk(Source(content=spool.keep(raw), name="courrier.eml", declared_type="message/rfc822"), spool=spool, limits=Limits())

        assert leaves_balance(tree)


def nested_mails(depth: int) -> bytes:
    raw = plain("le plus profond", "fin")
    for level in range(depth):
        raw = mail(f"niveau {level}", attached(raw), boundary=f"b{level}")
    return raw


def test_mails_deeper_than_the_limit_stay_closed_and_say_so(opener: Opener) -> None:
    parts = opener.tree(nested_mails(30), limits=Limits(depth=4)).parts

    assert [part.problem for part in parts] == [None, None, None, None, Problem.TOO_DEEP]
    assert [part.path.count(".") for part in parts] == [0, 1, 2, 3, 4]


def test_multiparts_nested_without_end_become_one_closed_part(opener: Opener) -> None:
    raw = text("au fond")
    for level in range(500):
        raw = multipart(raw, boundary=f"b{level}")
    parts = opener.parts(b"Subject: *C502100001*\r\n" + raw)

    assert [(part.path, part.problem) for part in parts] == [("0", None), ("0.0", Problem.TOO_DEEP)]


def test_a_hundred_thousand_parts_end_at_the_limit_with_a_mark_on_the_mail(opener: Opener) -> None:
    raw = mail("Photos", *([b"\r\nx"] * 100_000), boundary="b")
    parts = opener.parts(raw)

    assert (len(parts), parts[0].problem) == (Limits().parts, Problem.TOO_MANY_PARTS)


def test_what_goes_beyond_the_bytes_of_one_mail_is_marked_and_the_rest_goes_on(opener: Opener) -> None:
    raw = mail("Photos", file(b"a" * 3_000, "application/pdf", "a.pdf"), file(b"b" * 3_000, "application/pdf", "b.pdf"), text("fin"))
    tree = opener.tree(raw, limits=Limits(bytes_out=4_000))

    assert [(part.name, part.problem) for part in tree.parts[1:]] == [("a.pdf", None), ("b.pdf", Problem.TOO_BIG), ("part-3.txt", None)]


def test_what_is_not_encoded_counts_too(opener: Opener) -> None:
    part = b"Content-Type: application/pdf; name=a.pdf\r\n\r\n" + b"a" * 3_000
    tree = opener.tree(mail("Photos", part, part), limits=Limits(bytes_out=4_000))

    assert [(part.content.size, part.problem) for part in tree.parts[1:]] == [(3_000, None), (0, Problem.TOO_BIG)]


@pytest.mark.parametrize("count", [1, 200])
def test_an_archive_that_swells_is_stopped_while_it_swells(opener: Opener, count: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as found:
        for number in range(count):
            found.writestr(f"{number}.txt", b"\0" * (20_000_000 // count))
    parts = opener.parts(packed.getvalue(), declared_type="", name="photos.zip")

    assert parts[0].problem == Problem.TOO_DENSE
    assert sum(part.content.size for part in parts[1:]) < 17 * 1024 * 1024


def test_a_header_block_without_end_costs_its_limit_only(opener: Opener) -> None:
    raw = b"Subject: Sinistre *C502100001*\r\n" + b"X-Long: " + b"a" * 3_000_000 + b"\r\n\r\nBonjour"
    tree = opener.tree(raw, limits=Limits(header_bytes=100_000))

    assert (tree.units[0].subject, tree.units[0].own_text) == ("Sinistre *C502100001*", "Bonjour")
