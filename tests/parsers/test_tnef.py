"""winmail.dat: what Outlook wraps in it, and streams that announce more than they have."""

import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.content import Spool
from core.errors import Problem
from core.limits import Limits
from core.values import Address, Kind, Tree
from parsers.check import leaves_balance
from parsers.mapi import listed, tags
from parsers.mapi.properties import tag
from parsers.tree import Source, walk
from tests.parsers import mapi
from tests.parsers.build import JPEG, PDF, Opener, bytes_of, file, mail, text
from tests.parsers.mapi import File, Item, ansi, attribute, binary, integer, moment, unicode

TNEF = "application/ms-tnef"
SENT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
VALUES: mapi.Values = {
    unicode(tags.MESSAGE_CLASS): "IPM.Note\0",
    unicode(tags.SUBJECT): "Dégâts des eaux *C502100001*\0",
    ansi(tags.BODY): "Bonjour, voici le reçu à 1.250 €.\0".encode("cp1252"),
    moment(tags.CLIENT_SUBMIT_TIME): SENT,
    ansi(tags.SENDER_NAME): "Agence René\0".encode("cp1252"),
    ansi(tags.SENDER_EMAIL): b"contact@duval-courtage.example\0",
    tag(0x0E1B, tags.BOOLEAN): 1,
}
TO: mapi.Values = {integer(tags.RECIPIENT_TYPE): 1, unicode(tags.SMTP_ADDRESS): "sinistres@assureur.example\0"}
REPORT = File(values={unicode(tags.ATTACH_LONG_FILENAME): "constat à l'amiable.pdf\0", integer(tags.ATTACH_METHOD): 1}, data=PDF)
INSIDE = Item(
    values={**VALUES, unicode(tags.SUBJECT): "Réf 12/03\0"}, files=(File(values={ansi(tags.ATTACH_FILENAME): b"b.pdf\0"}, data=PDF * 9),)
)
WHOLE = mapi.tnef(
    Item(values=VALUES, recipients=(TO,), files=(REPORT, File(values={unicode(tags.DISPLAY_NAME): "Réf 12/03\0"}, item=INSIDE)))
)
QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
LENGTHS = st.sampled_from([struct.pack("<I", number) for number in (0, 1, 3, 0x101F, 0x7FFFFFFF, 0xFFFFFFFF)])
EDITS = st.lists(st.tuples(st.integers(0, len(WHOLE)), LENGTHS | st.binary(min_size=1, max_size=8)), min_size=1, max_size=6)


def opened(opener: Opener, raw: bytes) -> list[tuple[str, Kind, Problem | None]]:
    parts = opener.parts(raw, declared_type="", name="winmail.dat")
    return [(part.original_name or part.media_type, part.kind, part.problem) for part in parts]


def walked(folder: Path, raw: bytes, limits: Limits | None = None) -> Tree:
    with Spool(folder) as spool:
        tree = walk(Source(content=spool.keep(raw), name="winmail.dat", declared_type=TNEF), spool=spool, limits=limits or Limits())
        assert leaves_balance(tree)
        return tree


def titled(name: bytes, data: bytes = b"x", *more: bytes) -> bytes:
    """A file as programs attach it that know no property lists."""
    return attribute(2, 0x00069002, b"\1\0" + bytes(12)) + attribute(2, 0x00018010, name) + attribute(2, 0x0006800F, data) + b"".join(more)


def test_what_is_wrapped_is_said_by_the_mail_around(opener: Opener) -> None:
    tree = opener.tree(mail("Sinistre", file(mapi.tnef(Item(values=VALUES, files=(REPORT,))), TNEF, "winmail.dat")))

    assert [(part.name, part.kind, part.unit) for part in tree.parts[1:]] == [
        ("winmail.dat", Kind.CONTAINER, "0"),
        ("part-1.txt", Kind.TEXT, "0"),
        ("constat à l'amiable.pdf", Kind.DOCUMENT, "0"),
    ]
    assert [(unit.subject, unit.own_text) for unit in tree.units] == [("Sinistre", "Bonjour, voici le reçu à 1.250 €.")]


def test_the_text_of_the_mail_around_goes_before_the_wrapped_one(opener: Opener) -> None:
    raw = mail("Sinistre", text("En clair."), file(mapi.tnef(Item(values=VALUES)), TNEF, "winmail.dat"))

    assert opener.unit(raw).own_text == "En clair."


def test_a_mail_in_it_is_a_mail_of_its_own(opener: Opener) -> None:
    tree = opener.tree(mail("Sinistre", file(WHOLE, TNEF, "winmail.dat")))

    assert [(part.path, part.name, part.kind) for part in tree.parts[4:]] == [
        ("0.0.2", "Réf 12-03.msg", Kind.MAIL),
        ("0.0.2.0", "part-1.txt", Kind.TEXT),
        ("0.0.2.1", "b.pdf", Kind.DOCUMENT),
    ]
    assert [(unit.subject, unit.sender.address) for unit in tree.units[1:]] == [("Réf 12/03", "contact@duval-courtage.example")]


@pytest.mark.parametrize(
    ("inside", "shown", "name"),
    [
        ({**VALUES, unicode(tags.SUBJECT): "Rapport d'expert: toit\0"}, "Rapport d'exp", "Rapport d'expert_ toit.msg"),
        ({**VALUES, unicode(tags.SUBJECT): "FW: devis.MSG\0"}, "", "FW_ devis.MSG"),
        ({ansi(tags.BODY): b"Bonjour\0"}, "Rapport", "Rapport.msg"),
        ({ansi(tags.BODY): b"Bonjour\0"}, "", "part-1.dat"),
    ],
    ids=["its subject", "its subject with the ending", "what the list shows", "none"],
)
def test_a_mail_in_it_is_named_after_its_subject(opener: Opener, inside: mapi.Values, shown: str, name: str) -> None:
    listed_as: mapi.Values = {unicode(tags.DISPLAY_NAME): shown + "\0"} if shown else {}
    raw = mapi.tnef(Item(values={}, files=(File(values=listed_as, item=Item(values=inside)),)))
    found = opener.parts(raw, declared_type="", name="winmail.dat")[1]

    assert (found.name, found.media_type, found.kind) == (name, TNEF, Kind.MAIL)


def test_a_file_handed_in_by_itself_is_a_mail(opener: Opener) -> None:
    unit = opener.tree(WHOLE, declared_type="", name="winmail.dat").units[0]

    assert (unit.subject, unit.sender, unit.to, unit.date) == (
        "Dégâts des eaux *C502100001*",
        Address(name="Agence René", address="contact@duval-courtage.example"),
        (Address(address="sinistres@assureur.example"),),
        SENT,
    )


def test_what_stands_in_attributes_of_its_own_is_read(opener: Opener) -> None:
    name, address = b"Agence Ren\x82\0\0", b"SMTP:contact@duval-courtage.example\0"
    sender = struct.pack("<4H", 4, 0, len(name), len(address)) + name + address
    extra = attribute(1, 0x00008000, sender) + attribute(1, 0x00018004, b"D\x82g\x83ts\0") + attribute(1, 0x0002800C, b"re\x87u\0")
    extra += attribute(1, 0x00078008, b"IPM.Microsoft Mail.Note\0") + attribute(1, 0x0004800D, b"\2\0")
    unit = opener.tree(mapi.tnef(Item(values={}), 850, extra), declared_type="", name="winmail.dat").units[0]

    assert (unit.subject, unit.own_text, unit.sender) == (
        "Dégâts",
        "reçu",
        Address(name="Agence René", address="contact@duval-courtage.example"),
    )


@pytest.mark.parametrize("sender", [b"", b"\4\0\1\0", struct.pack("<4H", 4, 0, 2, 4) + b"A\0FAX:"])
def test_a_sender_without_an_address_has_none(opener: Opener, sender: bytes) -> None:
    raw = mapi.tnef(Item(values={}), extra=attribute(1, 0x00008000, sender))

    assert opener.tree(raw, declared_type="", name="winmail.dat").units[0].sender.address == ""


@pytest.mark.parametrize(
    ("attached", "name"),
    [
        (titled("REÇU.PDF\0".encode("cp1252")), "REÇU.PDF"),
        (titled(b"RECU~1.PDF\0", b"x", attribute(2, 0x00069001, b"transport.pdf\0")), "RECU~1.PDF"),
        (attribute(2, 0x00069001, b"transport.pdf\0") + attribute(2, 0x0006800F, b"x"), "transport.pdf"),
        (titled(b"RECU~1.PDF\0", b"x", attribute(2, 0x00069005, mapi.listed({ansi(tags.ATTACH_FILENAME): b"recu.pdf"}))), "recu.pdf"),
    ],
    ids=["title", "title before transport", "transport", "short name"],
)
def test_an_attached_file_is_named_wherever_its_name_stands(opener: Opener, attached: bytes, name: str) -> None:
    assert opened(opener, mapi.tnef(Item(values={})) + attached)[1][0] == name


@pytest.mark.parametrize("kind", [tags.BINARY, tags.OBJECT])
def test_the_bytes_may_stand_among_the_values(opener: Opener, kind: int) -> None:
    data = PDF if kind == tags.BINARY else bytes(16) + PDF
    raw = mapi.tnef(Item(values={}, files=(File(values={tag(tags.ATTACH_DATA, kind): data}),)))

    assert bytes_of(opener.parts(raw, declared_type="", name="winmail.dat")[1].content) == PDF


def test_a_picture_in_the_text_is_decoration(opener: Opener) -> None:
    picture = File(values={unicode(tags.ATTACH_CONTENT_ID): "logo@duval\0", unicode(tags.ATTACH_MIME_TAG): "image/jpeg\0"}, data=JPEG)
    raw = mapi.tnef(Item(values={binary(tags.HTML): b"<img src='cid:logo@duval'>"}, files=(picture,)))

    assert opened(opener, raw)[2] == ("image/jpeg", Kind.DECORATION, None)


def test_a_meeting_says_when_and_where(opener: Opener) -> None:
    values: mapi.Values = {
        ansi(tags.MESSAGE_CLASS): b"IPM.Schedule.Meeting.Request\0",
        mapi.PLACE: "Liège\0",
        mapi.STARTS: datetime(2026, 3, 9, 13, 0, tzinfo=UTC),
        mapi.ENDS: datetime(2026, 3, 9, 14, 30, tzinfo=UTC),
    }
    raw = mapi.tnef(Item(values=values))

    assert opener.tree(raw, declared_type="", name="winmail.dat").units[0].own_text == "2026-03-09 13:00 – 14:30 UTC\nLiège"


def test_values_that_are_not_read_are_stepped_over(opener: Opener) -> None:
    several = (
        struct.pack("<HHIII", 0x101E, 0x6001, 2, 1, 0x61)
        + struct.pack("<II", 5, 0)
        + bytes(4)
        + struct.pack("<HHI8s", 0x1003, 0x6002, 2, b"")
    )
    named = struct.pack("<HH16sII4sI", tags.INTEGER_32, 0x8005, mapi.APPOINTMENT, 1, 3, b"a\0b", 7)
    empty = struct.pack("<HHI", tags.UNICODE, 0x6003, 0) + struct.pack("<HHI", 0x1040, 0x6004, 0)
    values = mapi.listed({unicode(tags.SUBJECT): "Relance\0"})
    raw = mapi.tnef(Item(values={}), extra=attribute(1, 0x00069003, struct.pack("<I", 6) + several + named + empty + values[4:]))
    tree = opener.tree(raw, declared_type="", name="winmail.dat")

    assert (tree.units[0].subject, tree.parts[0].problem) == ("Relance", None)


BOMB = struct.pack("<I", 0x7FFFFFFF)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        pytest.param(BOMB, Problem.DAMAGED, id="values without number"),
        pytest.param(struct.pack("<IHHI", 1, 0x1003, 0x6000, 0x7FFFFFFF), Problem.DAMAGED, id="numbers without number"),
        pytest.param(struct.pack("<IHHI", 1, tags.BINARY, 0x6000, 0x7FFFFFFF), Problem.DAMAGED, id="pieces without number"),
        pytest.param(struct.pack("<IHHII", 1, tags.BINARY, 0x6000, 1, 0x7FFFFFFF), Problem.DAMAGED, id="a piece without end"),
        pytest.param(struct.pack("<IHH16sII", 1, 3, 0x8000, b"", 1, 0x7FFFFFFF), Problem.DAMAGED, id="a name without end"),
        pytest.param(struct.pack("<IHHI", 1, 0x0FFF, 0x6000, 1), Problem.DAMAGED, id="a type that nobody knows"),
        pytest.param(b"\1", Problem.DAMAGED, id="no number at all"),
        pytest.param(struct.pack("<IHHII3s", 1, tags.BINARY, 0x6000, 1, 3, b"abc"), None, id="no zeros behind the last"),
    ],
)
def test_a_list_that_announces_too_much_costs_what_it_has(opener: Opener, values: bytes, problem: Problem | None) -> None:
    raw = mapi.tnef(Item(values={}), extra=attribute(1, 0x00069003, values)) + titled(b"a.txt\0")

    assert opened(opener, raw) == [("winmail.dat", Kind.MAIL, problem), ("a.txt", Kind.DOCUMENT, None)]


@pytest.mark.parametrize("rows", [b"", b"\1", BOMB, BOMB + BOMB, struct.pack("<II", 3, 0)])
def test_recipients_that_are_announced_only_are_none(opener: Opener, rows: bytes) -> None:
    raw = mapi.tnef(Item(values={}), extra=attribute(1, 0x00069004, rows))

    assert opener.tree(raw, declared_type="", name="winmail.dat").units[0].to == ()


def test_fifty_three_bytes_that_ask_for_gigabytes_are_damaged(opener: Opener) -> None:
    raw = (
        b"\x78\x9f\x3e\x22\0\0"
        + struct.pack("<BII", 1, 0x00069003, 0x7FFFFFF0)
        + struct.pack("<IHHII", 1, tags.BINARY, 0x1009, 1, 0x7FFFFFFF)
    )

    assert opened(opener, raw.ljust(53, b"\0"))[0] == ("winmail.dat", Kind.MAIL, Problem.TRUNCATED)


def test_a_file_that_was_cut_in_the_middle_is_what_there_is_of_it(opener: Opener) -> None:
    raw = mapi.tnef(Item(values={})) + titled(b"a.pdf\0", PDF)

    assert opened(opener, raw[:-10]) == [("winmail.dat", Kind.MAIL, Problem.TRUNCATED), ("a.pdf", Kind.DOCUMENT, Problem.TRUNCATED)]


def test_an_unknown_level_ends_the_stream(opener: Opener) -> None:
    raw = mapi.tnef(Item(values={})) + titled(b"a.pdf\0") + b"\7" * 20

    assert opened(opener, raw) == [("winmail.dat", Kind.MAIL, Problem.DAMAGED), ("a.pdf", Kind.DOCUMENT, None)]


def test_a_file_that_is_no_tnef_is_damaged(opener: Opener) -> None:
    assert opener.parts(b"Bonjour", declared_type=TNEF, name="a.tnef")[0].problem == Problem.DAMAGED


def test_more_files_than_the_limit_are_cut_with_a_mark(opener: Opener) -> None:
    tree = opener.tree(mapi.tnef(Item(values={})) + titled(b"a.txt\0") * 50, declared_type="", name="a.tnef", limits=Limits(parts=10))

    assert (len(tree.parts), tree.parts[0].problem) == (10, Problem.TOO_MANY_PARTS)


def test_more_values_than_a_message_can_have_end_the_list(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed, "MOST_VALUES", 2)

    assert opened(opener, mapi.tnef(Item(values=VALUES)))[0][2] == Problem.DAMAGED


@pytest.mark.parametrize("cut", range(0, len(WHOLE), 7))
def test_a_stream_that_was_cut_is_a_tree(tmp_path: Path, cut: int) -> None:
    assert walked(tmp_path, WHOLE[:cut]).parts


@QUICK
@given(edits=EDITS)
@example(edits=[(0, b"\0")])
def test_no_damage_stops_the_walk(tmp_path: Path, edits: list[tuple[int, bytes]]) -> None:
    raw = WHOLE
    for at, word in edits:
        raw = raw[:at] + word + raw[at + len(word) :]

    assert walked(tmp_path, raw, Limits(depth=5, parts=100)).parts
