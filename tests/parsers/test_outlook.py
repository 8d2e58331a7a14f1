"""Outlook's .msg files: who wrote what, what is attached, and what damage does to them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from core.errors import Problem
from core.values import Address, Auto, Kind
from parsers.mapi import tags
from tests.parsers import mapi
from tests.parsers.build import JPEG, PDF, Opener, bytes_of
from tests.parsers.mapi import File, Item, ansi, binary, integer, moment, named_file, unicode

OUTLOOK = "application/vnd.ms-outlook"
SENT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
HEADERS = (
    "Microsoft Mail Internet Headers Version 2.0\r\nAuthentication-Results: mx.assureur.example; spf=pass\r\n"
    "From: =?utf-8?Q?Agence_Ren=C3=A9?= <contact@duval-courtage.example>\r\nTo: <sinistres@assureur.example>\r\n"
    "Subject: =?utf-8?Q?D=C3=A9claration?=\r\nDate: Tue, 3 Mar 2026 10:00:00 +0100\r\nMessage-ID: <1@duval-courtage.example>\r\n"
    "In-Reply-To: <0@assureur.example>\r\n\r\n"
)
VALUES: mapi.Values = {
    unicode(tags.MESSAGE_CLASS): "IPM.Note",
    unicode(tags.SUBJECT): "Dégâts des eaux *C502100001*",
    unicode(tags.BODY): "Bonjour,\r\nVoici le reçu à 1.250 €.\r\n",
    moment(tags.CLIENT_SUBMIT_TIME): SENT,
    unicode(tags.REPRESENTING_NAME): "Agence Duval",
    unicode(tags.REPRESENTING_TYPE): "SMTP",
    unicode(tags.REPRESENTING_EMAIL): "Contact@Duval-Courtage.example",
    unicode(tags.MESSAGE_ID): "<1@duval-courtage.example>",
    unicode(tags.REFERENCES): "<0@assureur.example> <0b@assureur.example>",
}
TO: mapi.Values = {
    integer(tags.RECIPIENT_TYPE): 1,
    unicode(tags.DISPLAY_NAME): "Sinistres",
    unicode(tags.ADDRESS_TYPE): "EX",
    unicode(tags.EMAIL_ADDRESS): "/o=Assureur/cn=sinistres",
    unicode(tags.SMTP_ADDRESS): "sinistres@assureur.example",
}
CC: mapi.Values = {
    integer(tags.RECIPIENT_TYPE): 2,
    unicode(tags.DISPLAY_NAME): "'marie@client.example'",
    unicode(tags.ADDRESS_TYPE): "SMTP",
    unicode(tags.EMAIL_ADDRESS): "marie@client.example",
}
MAIL = Item(values=VALUES, recipients=(TO, CC, {integer(tags.RECIPIENT_TYPE): 3, unicode(tags.DISPLAY_NAME): "Caché"}))


def opened(opener: Opener, item: Item) -> list[tuple[str, Kind, bytes]]:
    parts = opener.parts(mapi.msg(item), declared_type="", name="courrier.msg")
    return [(part.original_name or part.media_type, part.kind, bytes_of(part.content)) for part in parts[1:]]


def with_values(**changes: mapi.Value) -> Item:
    """A mail with other values, by the names of their numbers."""
    values = dict(VALUES)
    for name, value in changes.items():
        number = getattr(tags, name)
        values.pop(unicode(number), None)
        kind = {int: integer, bytes: ansi, datetime: moment}.get(type(value), unicode)
        values[kind(number)] = value
    return Item(values=values)


def test_a_mail_without_headers_is_told_by_its_properties(opener: Opener) -> None:
    unit = opener.unit(mapi.msg(MAIL))

    assert (unit.subject, unit.sender, unit.to, unit.cc, unit.date, unit.message_id, unit.references, unit.own_text) == (
        "Dégâts des eaux *C502100001*",
        Address(name="Agence Duval", address="contact@duval-courtage.example"),
        (Address(name="Sinistres", address="sinistres@assureur.example"),),
        (Address(address="marie@client.example"),),
        SENT,
        "<1@duval-courtage.example>",
        ("<0@assureur.example>", "<0b@assureur.example>"),
        "Bonjour,\nVoici le reçu à 1.250 €.",
    )


def test_the_headers_of_the_internet_go_before_the_properties(opener: Opener) -> None:
    unit = opener.unit(mapi.msg(with_values(TRANSPORT_HEADERS=HEADERS, CLIENT_SUBMIT_TIME=SENT)))

    assert (unit.subject, unit.other_subjects, unit.sender, unit.date, unit.in_reply_to, unit.headers[0].name) == (
        "Dégâts des eaux *C502100001*",
        ("Déclaration",),
        Address(name="Agence René", address="contact@duval-courtage.example"),
        datetime(2026, 3, 3, 10, 0, tzinfo=timezone(timedelta(hours=1))),
        ("<0@assureur.example>",),
        "Authentication-Results",
    )


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({"SUBJECT": "\x01\x05RE: Sinistre"}, "RE: Sinistre"),
        ({"SUBJECT": "", "SUBJECT_PREFIX": "RE: ", "NORMALIZED_SUBJECT": "Sinistre"}, "RE: Sinistre"),
        ({"SUBJECT": b"D?claration", "TRANSPORT_HEADERS": HEADERS}, "Déclaration"),
        ({"SUBJECT": "", "TRANSPORT_HEADERS": HEADERS}, "Déclaration"),
        ({"SUBJECT": "Dégât".encode("cp1252")}, "Dégât"),
        ({"SUBJECT": "Dégât".encode(), "MESSAGE_CODEPAGE": 1252}, "Dégât"),
        ({"SUBJECT": "Škoda č. 5".encode("cp1250"), "MESSAGE_CODEPAGE": 1250}, "Škoda č. 5"),
        ({"SUBJECT": "Škoda č. 5".encode("cp1250"), "INTERNET_CPID": 28592}, "Škoda č. 5"),
        ({"SUBJECT": "Ущерб".encode("cp1251"), "INTERNET_CPID": 20866}, "Ущерб"),
        ({"SUBJECT": "事故".encode("cp932"), "INTERNET_CPID": 50220}, "事故"),
        ({"SUBJECT": "Dégât".encode("cp1252"), "INTERNET_CPID": 65001}, "Dégât"),
        ({"SUBJECT": "Dégât €".encode("cp1252"), "MESSAGE_CODEPAGE": 99_999}, "Dégât €"),
        ({"SUBJECT": "Dégât".encode("iso-8859-15"), "MESSAGE_CODEPAGE": 28605}, "Dégât"),
        ({"SUBJECT": "Dégât".encode("cp1252"), "MESSAGE_CODEPAGE": 1200}, "Dégât"),
    ],
)
def test_a_subject_is_read_whatever_it_is_kept_in(opener: Opener, changes: dict[str, mapi.Value], subject: str) -> None:
    assert opener.unit(mapi.msg(with_values(**changes))).subject == subject


EXCHANGE = {"REPRESENTING_TYPE": "EX", "REPRESENTING_EMAIL": "/o=Assureur/cn=duval"}


@pytest.mark.parametrize(
    ("changes", "sender"),
    [
        ({**EXCHANGE, "REPRESENTING_SMTP": "a@duval.example"}, Address(name="Agence Duval", address="a@duval.example")),
        (
            {**EXCHANGE, "SENDER_EMAIL": "/o=Assureur/cn=duval", "SENDER_SMTP": "a@duval.example"},
            Address(name="Agence Duval", address="a@duval.example"),
        ),
        ({**EXCHANGE, "SENDER_EMAIL": "/o=Assureur/cn=autre", "SENDER_SMTP": "b@autre.example"}, Address(name="Agence Duval")),
        (
            {"REPRESENTING_NAME": "", "REPRESENTING_EMAIL": "", "SENDER_NAME": "b@autre.example", "SENDER_EMAIL": "B@autre.example"},
            Address(address="b@autre.example"),
        ),
        ({"REPRESENTING_NAME": "", "REPRESENTING_EMAIL": ""}, Address()),
    ],
)
def test_who_sent_it_is_an_address_of_the_internet(opener: Opener, changes: dict[str, mapi.Value], sender: Address) -> None:
    assert opener.unit(mapi.msg(with_values(**changes))).sender == sender


def test_recipients_that_only_have_names_are_named(opener: Opener) -> None:
    unit = opener.unit(mapi.msg(with_values(DISPLAY_TO="Sinistres; jan@makelaar.example\0", DISPLAY_CC="")))

    assert (unit.to, unit.cc) == ((Address(name="Sinistres"), Address(address="jan@makelaar.example")), ())


@pytest.mark.parametrize("date", [datetime(4501, 1, 1, tzinfo=UTC), datetime(1601, 1, 1, tzinfo=UTC)])
def test_a_date_that_stands_for_none_is_none(opener: Opener, date: datetime) -> None:
    assert opener.unit(mapi.msg(with_values(CLIENT_SUBMIT_TIME=date))).date is None


def test_a_date_beyond_the_calendar_is_none(opener: Opener) -> None:
    raw = mapi.msg(with_values(CLIENT_SUBMIT_TIME=SENT)).replace(mapi.coded(SENT, tags.TIME), b"\xff" * 8)

    assert opener.unit(raw).date is None


@pytest.mark.parametrize(
    ("message_class", "auto"),
    [
        ("REPORT.IPM.Note.NDR", Auto.BOUNCE),
        ("REPORT.IPM.Note.IPNRN", Auto.AUTO_REPLY),
        ("IPM.Note.Rules.OofTemplate.Microsoft", Auto.AUTO_REPLY),
        ("IPM.Note", None),
    ],
)
def test_what_nobody_wrote_shows_in_its_class(opener: Opener, message_class: str, auto: Auto | None) -> None:
    assert opener.unit(mapi.msg(with_values(MESSAGE_CLASS=message_class))).auto == auto


def test_attached_files_keep_their_names_and_bytes(opener: Opener) -> None:
    files = (
        named_file("constat à l'amiable.pdf", PDF),
        File(values={ansi(tags.ATTACH_FILENAME): "REÇU~1.PDF".encode("cp1252")}, data=PDF),
        File(values={unicode(tags.DISPLAY_NAME): "Croquis"}, data=b""),
    )

    assert opened(opener, Item(values=VALUES, files=files))[1:] == [
        ("constat à l'amiable.pdf", Kind.DOCUMENT, PDF),
        ("REÇU~1.PDF", Kind.DOCUMENT, PDF),
        ("Croquis", Kind.DOCUMENT, b""),
    ]


def test_a_picture_in_the_text_is_decoration(opener: Opener) -> None:
    values = {
        unicode(tags.ATTACH_CONTENT_ID): "<logo@duval>",
        unicode(tags.ATTACH_MIME_TAG): "image/jpeg; name=x",
        integer(tags.ATTACH_FLAGS): 4,
    }
    item = Item(
        values={**VALUES, binary(tags.HTML): b'<p>Bonjour<img src="cid:logo@duval">'}, files=(named_file("logo.jpg", JPEG, values),)
    )
    part = opener.parts(mapi.msg(item))[3]

    assert (part.kind, part.content_id, part.declared_type, part.disposition) == (Kind.DECORATION, "logo@duval", "image/jpeg", "inline")


def test_a_file_that_was_left_where_it_is_says_so(opener: Opener) -> None:
    item = Item(values=VALUES, files=(File(values={unicode(tags.ATTACH_LONG_FILENAME): "photos.zip", integer(tags.ATTACH_METHOD): 7}),))
    part = opener.parts(mapi.msg(item))[2]

    assert (part.name, part.problem) == ("photos.zip", Problem.NOT_FETCHED)
