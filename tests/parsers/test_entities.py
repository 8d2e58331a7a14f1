"""MIME entities kept as files, saved web pages, what a Macintosh sends, flowed text, and parts that are no text."""

import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.content import Spool
from core.errors import Problem
from core.limits import Limits
from core.values import Kind
from parsers.check import leaves_balance
from parsers.mime.flowed import joined
from parsers.tree import Source, walk
from router.clues import items_of
from tests.parsers.build import HEAD, JPEG, PDF, Opener, bytes_of, file, mail, multipart, plain, png, text

ENTITY = multipart(text("Voici le constat."), file(PDF, "application/pdf", "constat.pdf"), boundary="=_signe")
SIGNED = multipart(ENTITY, file(b"0\x80", "application/pkcs7-signature", "smime.p7s"), kind="signed", boundary="=_dehors")


@pytest.mark.parametrize(
    ("name", "declared"),
    [("", "multipart/signed"), ("courrier", "multipart/mixed"), ("smime.p7m", "multipart/signed"), ("smime.p7m", "application/pkcs7-mime")],
)
def test_a_signed_mail_kept_as_a_file_speaks_for_the_mail_around(opener: Opener, name: str, declared: str) -> None:
    tree = opener.tree(mail("Constat", file(SIGNED, declared, name)))

    assert [part.kind for part in tree.parts] == [Kind.MAIL, Kind.CONTAINER, Kind.TEXT, Kind.DOCUMENT, Kind.SIGNATURE]
    assert [(unit.subject, unit.own_text) for unit in tree.units] == [("Constat", "Voici le constat.")]
    assert [item.path for item in items_of(tree, "0")] == ["0.0.1"]


def test_what_has_no_header_block_is_no_entity(opener: Opener) -> None:
    parts = opener.parts(b"--lim\r\n\r\nBonjour", declared_type="multipart/mixed")

    assert [(part.kind, part.problem) for part in parts] == [(Kind.CONTAINER, Problem.DAMAGED)]


def page(sender: str = "<Saved by Blink>", subject: str = "Suivi du sinistre") -> bytes:
    shown = b"Content-Type: text/html\r\nContent-Location: https://suivi.example/\r\n\r\n<p>Dossier C502100001</p>"
    picture = b"Content-Type: image/png\r\nContent-Location: https://suivi.example/logo.png\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    style = b"Content-Type: text/css\r\nContent-Location: cid:css-1@mhtml.blink\r\n\r\np { color: red }"
    photo = b"Content-Type: image/jpeg\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + JPEG + b"x" * 30_000
    head = f"From: {sender}\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n".encode()
    return head + multipart(shown, picture + png(40, 40), style, photo, kind="related", boundary="----MultipartBoundary--x----")


@pytest.mark.parametrize("declared", ["multipart/related", "message/rfc822", "application/x-mimearchive", "application/octet-stream"])
def test_a_saved_web_page_is_a_document_and_its_ornaments_are_not(opener: Opener, declared: str) -> None:
    tree = opener.tree(mail("Suivi", text("Bonjour"), file(page(), declared, "suivi.mht")))

    assert [(part.kind, part.media_type) for part in tree.parts[2:]] == [
        (Kind.CONTAINER, "multipart/related"),
        (Kind.DOCUMENT, "text/html"),
        (Kind.DECORATION, "image/png"),
        (Kind.DECORATION, "text/css"),
        (Kind.DOCUMENT, "image/jpeg"),
    ]
    assert [(unit.subject, unit.own_text) for unit in tree.units] == [("Suivi", "Bonjour")]


def test_a_mail_saved_as_a_web_page_is_a_mail(opener: Opener) -> None:
    raw = page('"Jean Dupont" <j.dupont@courtier.example>', "Relance *C502100001*")
    tree = opener.tree(mail("TR", text("Bonjour"), file(raw, "application/octet-stream", "relance.mht")))

    assert [(unit.path, unit.subject) for unit in tree.units] == [("0", "TR"), ("0.1", "Relance *C502100001*")]
    assert tree.units[1].own_text == "Dossier C502100001"


def apple(magic: int, *entries: tuple[int, bytes]) -> bytes:
    """AppleSingle or AppleDouble: the entries' numbers and contents."""
    at = 26 + 12 * len(entries)
    directory = b""
    for number, content in entries:
        directory += struct.pack(">3I", number, at, len(content))
        at += len(content)
    return struct.pack(">2I16xH", magic, 0x20000, len(entries)) + directory + b"".join(content for _number, content in entries)


SINGLE, DOUBLE = 0x00051600, 0x00051607


@pytest.mark.parametrize(
    ("name", "shown"), [("dégâts.pdf".encode(), "dégâts.pdf"), ("dégâts.pdf".encode("mac-roman"), "dégâts.pdf"), (b"", "part-1.pdf")]
)
def test_a_file_in_one_with_its_macintosh_notes_comes_out(opener: Opener, name: bytes, shown: str) -> None:
    entries = [(2, b"ressources"), *([(3, name)] if name else []), (1, PDF)]
    parts = opener.parts(mail("Devis", file(apple(SINGLE, *entries), "application/applefile", "envoi")))[1:]

    assert [(part.kind, part.name) for part in parts] == [(Kind.CONTAINER, "envoi"), (Kind.DOCUMENT, shown)]
    assert bytes_of(parts[1].content) == PDF


BROKEN = {
    "without a file": (apple(SINGLE, (2, b"x")), [None]),
    "cut in its directory": (apple(SINGLE, (1, PDF))[:30], [Problem.DAMAGED]),
    "cut in the file": (apple(SINGLE, (1, PDF))[:-10], [None, Problem.TRUNCATED]),
    "cut before the file": (apple(SINGLE, (1, PDF))[: -len(PDF)], [None, Problem.TRUNCATED]),
}


@pytest.mark.parametrize(("raw", "problems"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_of_a_macintosh_stays_and_says_so(opener: Opener, raw: bytes, problems: list[Problem | None]) -> None:
    assert [part.problem for part in opener.parts(raw, declared_type="")] == problems


def test_no_part_is_left_for_it(opener: Opener) -> None:
    raw = mail("Devis", file(apple(SINGLE, (1, PDF)), "application/applefile", "envoi"))

    assert opener.tree(raw, limits=Limits(parts=2)).parts[1].problem == Problem.TOO_MANY_PARTS


def double(header: bytes, *, named: str = "", data: bytes = PDF, media_type: str = "application/pdf", name: str = "") -> bytes:
    return mail(
        "Devis", multipart(file(header, "application/applefile", named), file(data, media_type, name), kind="appledouble", boundary="a")
    )


@pytest.mark.parametrize(
    ("header", "named", "name", "shown"),
    [
        (apple(DOUBLE, (3, b"plan.pdf"), (2, b"x")), "devis.pdf", "devis.pdf", "devis.pdf"),
        (apple(DOUBLE, (3, b"plan.pdf"), (2, b"x")), "devis.pdf", "", "devis.pdf"),
        (apple(DOUBLE, (3, b"plan.pdf"), (2, b"x")), "", "", "plan.pdf"),
        (apple(DOUBLE, (2, b"x")), "", "", "part-2.pdf"),
        (apple(DOUBLE, (2, b"x"))[:30], "", "", "part-2.pdf"),
    ],
)
def test_a_file_beside_its_macintosh_notes_has_their_name_when_it_has_none(
    opener: Opener, header: bytes, named: str, name: str, shown: str
) -> None:
    parts = opener.parts(double(header, named=named, name=name))[1:]

    assert [part.kind for part in parts] == [Kind.DECORATION, Kind.DOCUMENT]
    assert parts[1].name == shown


def test_a_text_that_is_named_by_its_macintosh_notes_is_a_file(opener: Opener) -> None:
    inner = multipart(file(apple(DOUBLE, (3, b"rapport.txt")), "application/applefile"), text("Rapport"), kind="appledouble", boundary="a")
    parts = opener.parts(mail("Rapport", inner, text("Bonjour")))[1:]

    assert [(part.kind, part.name) for part in parts[1:]] == [(Kind.DOCUMENT, "rapport.txt"), (Kind.TEXT, "part-3.txt")]


def test_what_only_says_that_it_is_of_a_macintosh_is_a_document(opener: Opener) -> None:
    assert opener.parts(mail("x", file(b"\0\1\2\3", "application/applefile", "envoi")))[1].kind == Kind.DOCUMENT


CALENDAR = b"Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nSUMMARY:Expertise C502100001\r\nEND:VCALENDAR\r\n"
CARD = b"Content-Type: text/x-vcard; charset=utf-8\r\n\r\nBEGIN:VCARD\r\nFN:Jean Dupont\r\nEND:VCARD\r\n"


@pytest.mark.parametrize(("part", "media_type"), [(CALENDAR, "text/calendar"), (CARD, "text/vcard")])
def test_a_meeting_or_a_card_is_a_document_even_as_another_form_of_the_text(opener: Opener, part: bytes, media_type: str) -> None:
    parts = opener.parts(mail("Expertise", multipart(text("Expertise mardi"), part, kind="alternative", boundary="alt")))[1:]

    assert [(found.kind, found.media_type) for found in parts] == [(Kind.TEXT, "text/plain"), (Kind.DOCUMENT, media_type)]


def test_a_piece_of_a_mail_that_came_in_several_is_kept_and_says_so(opener: Opener) -> None:
    raw = f"{HEAD}Subject: Photos\r\nContent-Type: message/partial; number=2; total=3; id=abc\r\n\r\n/9j/4AAQSkZJRg==".encode()

    assert [(part.kind, part.problem) for part in opener.parts(raw)[1:]] == [(Kind.DOCUMENT, Problem.INCOMPLETE)]


def test_an_attached_mail_in_utf_8_is_a_mail(opener: Opener) -> None:
    raw = mail("TR", b"Content-Type: message/global\r\n\r\n" + plain("Dégâts *C502100001*", "à voir"))
    tree = opener.tree(raw)

    assert (tree.parts[1].media_type, tree.units[1].subject) == ("message/global", "Dégâts *C502100001*")


@pytest.mark.parametrize(
    ("flowed", "closely", "words"),
    [
        ("Bonjour, voici \nle constat.\n\nMerci", False, "Bonjour, voici le constat.\n\nMerci"),
        ("Bonjour, voi \nci le constat", True, "Bonjour, voici le constat"),
        (" From là, voici \n le constat", False, "From là, voici le constat"),
        ("oui\n-- \nJean \nDupont", False, "oui\n-- \nJean Dupont"),
        ("oui \n-- \nJean", False, "oui \n-- \nJean"),
        (">> un \n>> deux\n> trois \nquatre", False, ">> un deux\n> trois \nquatre"),
        (">un \n>deux", False, "> un deux"),
        ("un \ndeux ", False, "un deux "),
        ("> un \n> ", False, "> un "),
        ("", False, ""),
    ],
)
def test_lines_that_were_broken_to_fit_are_joined(flowed: str, closely: bool, words: str) -> None:  # noqa: FBT001 - a column
    assert joined(flowed, closely=closely) == words


def flowed_mail(words: str, parameters: str) -> bytes:
    return f"{HEAD}Subject: x\r\nContent-Type: text/plain; charset=utf-8; {parameters}\r\n\r\n{words}".encode()


@pytest.mark.parametrize(
    ("parameters", "own"),
    [
        ("format=flowed", "Dossier C5021 00001 ici"),
        ("format=Flowed; delsp=yes", "Dossier C502100001 ici"),
        ("format=fixed", "Dossier C5021 \n00001 ici"),
    ],
)
def test_a_number_that_was_broken_in_two_is_whole_in_the_text_and_the_part_stays_as_it_was(
    opener: Opener, parameters: str, own: str
) -> None:
    tree = opener.tree(flowed_mail("Dossier C5021 \r\n00001 ici", parameters))

    assert (tree.units[0].own_text, bytes_of(tree.parts[1].content)) == (own, b"Dossier C5021 \r\n00001 ici")


def test_what_is_quoted_is_still_told_apart_when_it_flows(opener: Opener) -> None:
    words = "D'accord.\r\n\r\nLe 2 mars 2026 à 10:00, Jean Dupont \r\n<j@courtier.example> a écrit :\r\n> Voici \r\n> le constat.\r\n"
    unit = opener.unit(flowed_mail(words, "format=flowed"))

    assert (unit.own_text, unit.quoted[0].sender.address) == ("D'accord.", "j@courtier.example")
    assert "> Voici le constat." in unit.quoted_text


def test_a_page_that_says_it_flows_is_left_as_it_is(opener: Opener) -> None:
    assert opener.unit(flowed_mail("<html><p>un \r\n> deux</p></html>", "format=flowed")).own_text == "un > deux"


SEEDS = ((SIGNED, "multipart/signed", ""), (page(), "", "a.mht"), (apple(SINGLE, (3, b"a.pdf"), (1, PDF)), "", ""))


@pytest.mark.parametrize(("whole", "declared", "name"), SEEDS)
def test_cut_anywhere_it_is_a_tree(opener: Opener, whole: bytes, declared: str, name: str) -> None:
    trees = [opener.tree(whole[:end], declared_type=declared, name=name) for end in range(0, min(len(whole), 3_000), 7)]

    assert all(leaves_balance(tree) for tree in trees)


WORDS = st.sampled_from([b"--=_signe", b"\r\n\r\n", b"\0", b"\xff\xff\xff\xff", b"Content-Type: multipart/signed\r\n\r\n"]) | st.binary(
    max_size=6
)
EDITS = st.lists(st.tuples(st.integers(0, 1_500), st.integers(0, 40), WORDS), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.sampled_from(SEEDS), edits=EDITS)
def test_edited_anywhere_it_is_a_tree(tmp_path: Path, seed: tuple[bytes, str, str], edits: list[tuple[int, int, bytes]]) -> None:
    raw, declared, name = seed
    for place, length, put in edits:
        at = place % (len(raw) + 1)
        raw = raw[:at] + put + raw[at + length :]
    with Spool(tmp_path) as spool:
        tree = walk(Source(content=spool.keep(raw), name=name, declared_type=declared), spool=spool, limits=Limits(depth=5, parts=100))

        assert leaves_balance(tree)
