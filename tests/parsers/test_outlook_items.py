"""What Outlook attaches to its messages that is no file: other messages, meetings, objects; and what it signs."""

import io
import struct
from datetime import UTC, datetime

import olefile
import pytest

from core.errors import Problem
from core.values import Kind
from parsers.mapi import tags
from parsers.mapi.compound import Storage
from tests.parsers import mapi
from tests.parsers.build import PDF, Opener, bytes_of, file, multipart, plain, text
from tests.parsers.mapi import File, Item, integer, named_file, unicode

VALUES: mapi.Values = {
    unicode(tags.SUBJECT): "Dégâts des eaux *C502100001*",
    unicode(tags.BODY): "Bonjour,\r\nVoici le reçu à 1.250 €.\r\n",
}
TO: mapi.Values = {integer(tags.RECIPIENT_TYPE): 1, unicode(tags.SMTP_ADDRESS): "sinistres@assureur.example"}
MEETING = Item(
    values={
        unicode(tags.MESSAGE_CLASS): "IPM.Appointment",
        unicode(tags.SUBJECT): "Expertise contradictoire",
        mapi.PLACE: "Liège, rue Léopold 4",
        mapi.STARTS: datetime(2026, 3, 9, 13, 0, tzinfo=UTC),
        mapi.ENDS: datetime(2026, 3, 9, 14, 30, tzinfo=UTC),
    }
)


def test_attached_items_are_mails_of_their_own(opener: Opener) -> None:
    inside = Item(values={**VALUES, unicode(tags.SUBJECT): "Réf 12/03"}, files=(named_file("devis.pdf", PDF),), recipients=(TO,))
    tree = opener.tree(mapi.msg(Item(values=VALUES, files=(File(item=inside), File(item=MEETING)))))

    assert [(part.path, part.name, part.kind) for part in tree.parts[2:]] == [
        ("0.1", "Réf 12-03.msg", Kind.MAIL),
        ("0.1.0", "part-1.txt", Kind.TEXT),
        ("0.1.1", "devis.pdf", Kind.DOCUMENT),
        ("0.2", "Expertise contradictoire.msg", Kind.MAIL),
        ("0.2.0", "part-1.txt", Kind.TEXT),
    ]
    assert [unit.subject for unit in tree.units[1:]] == ["Réf 12/03", "Expertise contradictoire"]
    assert tree.units[2].own_text == "2026-03-09 13:00 – 14:30 UTC\nLiège, rue Léopold 4"


def test_an_attached_item_is_a_file_that_other_readers_take(opener: Opener) -> None:
    inside = Item(values=VALUES, files=(named_file("devis.pdf", PDF * 100),))
    part = opener.parts(mapi.msg(Item(values=VALUES, files=(File(item=inside),))))[2]
    with olefile.OleFileIO(io.BytesIO(bytes_of(part.content)), raise_defects=olefile.DEFECT_UNSURE) as read:
        data = read.openstream("__attach_version1.0_#00000000/__substg1.0_37010102").read()

        assert (data, read.root.clsid, read.exists("__nameid_version1.0/__substg1.0_00030102")) == (
            PDF * 100,
            "00020D0B-0000-0000-C000-000000000046",
            True,
        )


def test_an_attached_item_takes_along_that_its_strings_are_unicode(opener: Opener) -> None:
    mask = integer(tags.STORE_SUPPORT_MASK)
    inside = (File(item=Item(values=VALUES)), File(item=Item(values={**VALUES, mask: 0x40001})))
    parts = opener.parts(mapi.msg(Item(values={**VALUES, mask: 0x40000}, files=inside)))

    assert [bytes_of(part.content).count(struct.pack("<III", mask, 2, 0x40000)) for part in parts if part.kind == Kind.MAIL] == [0, 1, 0]


def test_an_attachment_that_is_counted_and_not_there_is_missed(opener: Opener) -> None:
    raw = mapi.msg(Item(values={integer(tags.RECIPIENT_TYPE): 77}))
    at = raw.index(struct.pack("<I", integer(tags.RECIPIENT_TYPE))) - 12

    assert opener.parts(raw[:at] + b"\1" + raw[at + 1 :])[0].problem == Problem.DAMAGED


def test_an_item_without_any_subject_has_a_name_all_the_same(opener: Opener) -> None:
    parts = opener.parts(mapi.msg(Item(values=VALUES, files=(File(item=Item(values={})),))))

    assert (parts[2].name, parts[2].kind) == ("part-2.msg", Kind.MAIL)


@pytest.mark.parametrize(
    ("ends", "lines"),
    [
        (datetime(2026, 3, 10, 8, 0, tzinfo=UTC), "2026-03-09 13:00 – 2026-03-10 08:00 UTC\nLiège, rue Léopold 4"),
        (datetime(4501, 1, 1, tzinfo=UTC), "2026-03-09 13:00 UTC\nLiège, rue Léopold 4"),
    ],
)
def test_a_meeting_says_when_and_where(opener: Opener, ends: datetime, lines: str) -> None:
    assert opener.unit(mapi.msg(Item(values={**MEETING.values, mapi.ENDS: ends}))).own_text == lines


def test_a_meeting_without_a_time_says_what_it_says(opener: Opener) -> None:
    item = Item(values={unicode(tags.MESSAGE_CLASS): "IPM.Schedule.Meeting.Canceled", unicode(tags.BODY): "Annulé"})

    assert opener.unit(mapi.msg(item)).own_text == "Annulé"


def test_an_object_of_a_program_is_a_file_of_its_own(opener: Opener) -> None:
    sheet = Storage(streams=[mapi.stream("Workbook", b"x" * 5_000)])
    part = opener.parts(mapi.msg(Item(values=VALUES, files=(File(values={unicode(tags.DISPLAY_NAME): "Calcul"}, object=sheet),))))[2]

    assert (part.name, part.media_type, part.kind) == ("Calcul", "application/vnd.ms-excel", Kind.DOCUMENT)


def test_what_was_signed_is_said_by_the_message_around(opener: Opener) -> None:
    entity = multipart(text("Bonjour, voici le reçu."), file(PDF, "application/pdf", "reçu.pdf"), kind="signed")
    signed = named_file("smime.p7m", entity, {unicode(tags.ATTACH_MIME_TAG): "multipart/signed;protocol=x"})
    values = {unicode(tags.MESSAGE_CLASS): "IPM.Note.SMIME.MultipartSigned", unicode(tags.SUBJECT): "Signé"}
    tree = opener.tree(mapi.msg(Item(values=values, files=(signed,))))

    assert (tree.units[0].own_text, tree.parts[1].declared_type, tree.parts[-1].name) == (
        "Bonjour, voici le reçu.",
        "multipart/signed",
        "reçu.pdf",
    )


def test_a_mail_attached_as_a_file_is_opened_too(opener: Opener) -> None:
    item = Item(values=VALUES, files=(named_file("lettre.eml", plain("Relance", "Bonjour")),))

    assert [unit.subject for unit in opener.tree(mapi.msg(item)).units] == ["Dégâts des eaux *C502100001*", "Relance"]
