"""Headers, encoded words and names as mailers write them."""

from datetime import datetime

import pytest

from core.values import Address
from parsers.mime.parameters import parse
from parsers.mime.words import decode_words
from tests.parsers.build import Opener, file, mail, plain


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        (b"Subject: Info *C502100001*", "Info *C502100001*"),
        (b"Subject: Info *C5021\r\n 00001*", "Info *C5021 00001*"),
        (b"Subject: =?utf-8?Q?Compl=C3=A9ment_*C502100001*?=", "Complément *C502100001*"),
        (b"Subject: =?UTF-8?B?Q29tcGzDqW1lbnQ=?=", "Complément"),
        (b"Subject: =?utf-8?b?Q29tcGzDqW1lbnQ=?=", "Complément"),
        (b"Subject: =?utf-8*fr?Q?Compl=C3=A9ment?=", "Complément"),
        (b"Subject: =?utf-8?Q?Compl=C3?=\r\n =?utf-8?Q?=A9ment_*C5021?=  =?utf-8?Q?00001*?=", "Complément *C502100001*"),
        (b"Subject: =?utf-8?B?Q29tcGz?= =?utf-8?B?DqW1lbnQ=?=", "Complément"),
        (b"Subject: =?utf-8?Q?d=C3=A9g?= =?iso-8859-1?Q?=E2ts?=", "dégâts"),
        (b"Subject: =?utf-8?Q?Compl=C3=A9ment de dossier?=", "Complément de dossier"),
        (b"Subject: =?utf-8?Q?Compl=C3=A9ment *C502100001*", "Complément *C502100001*"),
        (b"Subject: TR:=?utf-8?Q?d=C3=A9g=C3=A2ts?=,suite", "TR:dégâts,suite"),
        (b'Subject: "=?utf-8?Q?d=C3=A9g=C3=A2ts?="', '"dégâts"'),
        (b"Subject: =?x-inconnu?Q?d=E9clar=E9?=", "déclaré"),
        (b"Subject: =?utf-8?Q?d=E9clar=E9?=", "déclaré"),
        (b"Subject: =?iso-8859-1?Q?d=C3=A9clar=C3=A9?=", "déclaré"),
        (b"Subject: =?windows-1252?Q?20=A0000=80?=", "20 000€"),
        (b"Subject: d\xe9clar\xe9 *C502100001*", "déclaré *C502100001*"),
        (b"Subject: d\xc3\xa9clar\xc3\xa9", "déclaré"),
        (b"Subject: =?utf-7?Q?d+AOk-clar?=", "déclar"),
        (b"Subject : Info", "Info"),
        (b"SUBJECT:Info", "Info"),
        (b"Subject: =?utf-8?Q??=", ""),
        (b"Subject: a\0b", "ab"),
        (b"Subject: Sinistre de M. Dupont,\r\nsuite du dossier *C502100001*", "Sinistre de M. Dupont, suite du dossier *C502100001*"),
        (b"Subject: =?utf-8?Q?deux=0D=0Alignes?=", "deux lignes"),
        (b"Subject: 2 + 2 =? 4", "2 + 2 =? 4"),
        (b"Subject: =?utf-8?B?Q29tcGzDqW1lbnQ?=", "Complément"),
        (b"Subject: =?big5?Q?=A4=A4=FF?=", "中\N{REPLACEMENT CHARACTER}"),
        (b"Subject: =?utf-16?Q?a?=", "\N{REPLACEMENT CHARACTER}"),
        (b"Subject: =?iso-8859-1?Q?=C3=A9_=E9?=", "Ã© é"),
        (b"Subject: " + "事故照片".encode("gb2312"), "事故照片"),
        (b"Subject: \xc9\xc8\xc0\xff\xff\xff", "ÉÈÀÿÿÿ"),
        (b"Content-Type: text/plain; charset=windows-1251\r\nSubject: " + "Авария".encode("cp1251"), "Авария"),
        (b"Content-Type: text/plain; charset=shift_jis\r\nSubject: a\x80\xe9", "a€é"),
    ],
)
def test_a_subject_reads_as_the_sender_wrote_it(opener: Opener, header: bytes, subject: str) -> None:
    raw = b"From: a@b.example\r\n" + header + b"\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\n\r\nBonjour"

    assert opener.unit(raw).subject == subject


@pytest.mark.parametrize(
    "before",
    [
        b"une ligne sans deux-points\r\n",
        b">From courtier@example Mon Mar  2 10:00:00 2026\r\n",
        b"X-Gateway : a\r\n\tb\r\nperdu : l'indentation avec des mots\r\n",
        b"X-Empty:\r\n",
        b"Received: by x\r\n with y; Mon, 2 Mar 2026 10:00:00 +0100\r\n \r\n",
        b"From courtier@example Mon Mar  2 10:00:00 2026\r\n",
    ],
)
def test_a_broken_line_does_not_cost_the_headers_behind_it(opener: Opener, before: bytes) -> None:
    unit = opener.unit(b"From: a@b.example\r\n" + before + b"Subject: Relance *C502100001*\r\n\r\nBonjour")

    assert (unit.subject, unit.own_text) == ("Relance *C502100001*", "Bonjour")


def test_of_two_subjects_the_first_counts_and_the_other_is_kept(opener: Opener) -> None:
    unit = opener.unit(b"Subject: Un *C502100001*\r\nSubject: Deux *C502100002*\r\n\r\nx")

    assert (unit.subject, unit.other_subjects) == ("Un *C502100001*", ("Deux *C502100002*",))


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ("From: Jean Dupont <Jean.Dupont@Courtier.example>", Address(name="Jean Dupont", address="jean.dupont@courtier.example")),
        ('From: "Dupont, Jean" <j@c.example>', Address(name="Dupont, Jean", address="j@c.example")),
        ("From: =?utf-8?Q?Andr=C3=A9=2C_expert?= <a@c.example>", Address(name="André, expert", address="a@c.example")),
        ('From: "=?iso-8859-1?Q?Andr=E9?=" <a@c.example>', Address(name="André", address="a@c.example")),
        ("From: André <a@c.example>", Address(name="André", address="a@c.example")),
        ("From: a@c.example", Address(address="a@c.example")),
        ("From: a@c.example (Agence)", Address(name="Agence", address="a@c.example")),
        (
            'From: "gestion@assureur.example" <voleur@ailleurs.example>',
            Address(name="gestion@assureur.example", address="voleur@ailleurs.example"),
        ),
        (
            "From: =?utf-8?Q?=3Cgestion=40assureur.example=3E?= <voleur@ailleurs.example>",
            Address(name="<gestion@assureur.example>", address="voleur@ailleurs.example"),
        ),
        ("From: Agence [Duval] <d@c.example>", Address(name="Agence [Duval]", address="d@c.example")),
        ("From: Agence Duval <d@c.example", Address(name="Agence Duval", address="d@c.example")),
        ("From: MAILER-DAEMON (Mail Delivery System)", Address(name="Mail Delivery System", address="mailer-daemon")),
        ("From: Jean Dupont", Address(name="Jean Dupont")),
        ("From:", Address()),
        ("From: \r\nFrom: Jean <j@c.example>", Address(name="Jean", address="j@c.example")),
        ("Sender: patron@c.example", Address()),
    ],
)
def test_the_sender_is_who_the_from_header_names(opener: Opener, header: str, sender: Address) -> None:
    assert opener.unit(f"{header}\r\nSubject: x\r\n\r\nx".encode()).sender == sender


def test_all_receivers_are_read(opener: Opener) -> None:
    to = "To: Sinistres <s@a.example>, x@a.example\r\nTo: y@a.example\r\n"
    others = "Cc: =?utf-8?Q?H=C3=A9l=C3=A8ne?= <h@a.example>\r\nReply-To: r@c.example\r\n"
    unit = opener.unit(plain("x", "x", head=to + others))

    assert [address.address for address in unit.to] == ["s@a.example", "x@a.example", "y@a.example"]
    assert (unit.cc, unit.reply_to) == ((Address(name="Hélène", address="h@a.example"),), (Address(address="r@c.example"),))


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("Wed, 4 Mar 2026 10:11:12 +0100", "2026-03-04T10:11:12+01:00"),
        ("4 Mar 2026 10:11 GMT", "2026-03-04T10:11:00+00:00"),
        ("Wed, 4 Mar 2026 10:11:12 +0100 (CET)", "2026-03-04T10:11:12+01:00"),
        ("Mon, 4 Mar 2026 10:11:12 -0500", "2026-03-04T10:11:12-05:00"),
        ("Wed, 04 Mar 2026 10:11:12", "2026-03-04T10:11:12+00:00"),
        ("mercredi 4 mars 2026", None),
        ("Wed, 4 Mar 2026 10:11:12 +9930", "2026-02-28T06:41:12+00:00"),
        ("Thu, 99 Feb 99999 99:99:99 +9999", None),
        ("", None),
    ],
)
def test_a_date_has_a_zone_or_is_none(opener: Opener, written: str, date: str | None) -> None:
    expected = datetime.fromisoformat(date) if date else None

    assert opener.unit(plain("x", "x", head=f"Date: {written}\r\n")).date == expected


def test_identifiers_are_read_in_order(opener: Opener) -> None:
    head = "Message-ID: <a@x>\r\nIn-Reply-To: <b@x>\r\nReferences: <c@x>\r\n\t<b@x> <c@x>\r\nReturn-Path: <>\r\n"
    unit = opener.unit(plain("x", "x", head=head))

    assert (unit.message_id, unit.in_reply_to, unit.references, unit.return_path) == ("<a@x>", ("<b@x>",), ("<c@x>", "<b@x>"), "")


def test_no_return_path_is_not_the_null_path(opener: Opener) -> None:
    assert opener.unit(plain("x", "x")).return_path is None


def test_headers_stay_in_order_and_as_they_stood(opener: Opener) -> None:
    head = "Authentication-Results: mx.example;\r\n dmarc=pass\r\nReceived: a\r\nAuthentication-Results: autre\r\n"
    headers = opener.unit(plain("=?utf-8?Q?=C3=A9?=", "x", head=head)).headers

    assert [(header.name, header.value) for header in headers][:4] == [
        ("Authentication-Results", "mx.example; dmarc=pass"),
        ("Received", "a"),
        ("Authentication-Results", "autre"),
        ("Subject", "=?utf-8?Q?=C3=A9?="),
    ]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="Rapport final.pdf"', "Rapport final.pdf"),
        ("attachment; filename=Rapport final.pdf", "Rapport final.pdf"),
        ("attachment; filename=Rapport.pdf; size=12", "Rapport.pdf"),
        ("attachment; filename*=utf-8''d%C3%A9g%C3%A2ts.pdf", "dégâts.pdf"),
        ("attachment; filename*=iso-8859-1'fr'd%E9g%E2ts.pdf", "dégâts.pdf"),
        ("attachment; filename*=utf-8''d%E9g%E2ts.pdf", "dégâts.pdf"),
        ("attachment; filename*0*=utf-8''d%C3%A9; filename*1=gats; filename*2*=%20.pdf", "dégats .pdf"),
        ('attachment; filename*1="ats.pdf"; filename*0="deg"', "degats.pdf"),
        ("attachment; filename=\"repli.pdf\"; filename*=utf-8''vrai.pdf", "vrai.pdf"),
        ('attachment; filename="=?utf-8?Q?d=C3=A9g=C3=A2ts.pdf?="', "dégâts.pdf"),
        ('attachment; filename="=?utf-8?Q?d=C3=A9g?= =?utf-8?Q?=C3=A2ts.pdf?="', "dégâts.pdf"),
        ("attachment; filename==?utf-8?Q?d=C3=A9g=C3=A2ts_1;2.pdf?=", "dégâts 1;2.pdf"),
        ('attachment; filename="sans fin.pdf', "sans fin.pdf"),
        ('attachment; filename="a;b.pdf"; x=y', "a;b.pdf"),
        ('attachment; filename="a\\"b.pdf"', 'a"b.pdf'),
        (r'attachment; filename="C:\Scans\constat.pdf"', r"C:\Scans\constat.pdf"),
        ("attachment; =; ;; filename=a.pdf", "a.pdf"),
        ('filename="a.pdf"', "a.pdf"),
        ("attachment; filename='a b.pdf'; x=y", "a b.pdf"),
        ("attachment; filename=L'avis d'échéance.pdf", "L'avis d'échéance.pdf"),
        ('attachment; filename=\\"a.pdf\\"', "a.pdf"),
        ('attachment; filename=""a.pdf""; x=y', "a.pdf"),
        ('attachment; filename=""; x=y', ""),
        ("attachment; filename*=utf-8'fr'\"d%C3%A9.pdf\"", "dé.pdf"),
        ("attachment; filename*=utf-8%27%27d%C3%A9.pdf", "dé.pdf"),
        ("attachment; filename*=l%27avis%27d.pdf", "l'avis'd.pdf"),
        ('attachment; filename*0="utf-8\'\'d%C3%A9"; filename*1="gats.pdf"', "dégats.pdf"),
        ('attachment; filename="=?utf-8?B?ZMOpLnBkZg=="', "dé.pdf"),
        ("attachment", ""),
    ],
)
def test_a_file_name_is_read_whatever_the_way_it_is_written(header: str, name: str) -> None:
    assert parse(header).parameters.get("filename", "") == name


def test_a_raw_name_is_read_as_it_was_typed(opener: Opener) -> None:
    raw = mail("x", file(b"%PDF-1.4", "application/pdf", "NAME")).replace(b"NAME", "dégâts.pdf".encode("cp1252"))

    assert opener.parts(raw)[1].name == "dégâts.pdf"


def test_a_name_that_came_through_only_in_the_content_type_is_taken_from_there(opener: Opener) -> None:
    part = b"Content-Type: application/pdf; name*=utf-8''d%C3%A9.pdf\r\nContent-Disposition: attachment\r\n\r\n%PDF-1.4"

    assert opener.parts(mail("x", part))[1].name == "dé.pdf"


@pytest.mark.parametrize(
    "headers",
    [
        b'Content-Type: application/pdf; filename="devis.pdf"',
        b'Content-Type: application/pdf\r\nContent-Disposition: attachment; name="devis.pdf"',
    ],
)
def test_a_name_under_the_word_of_the_other_header_is_a_name(opener: Opener, headers: bytes) -> None:
    assert opener.parts(mail("x", headers + b"\r\n\r\n%PDF-1.4"))[1].name == "devis.pdf"


def test_words_without_end_cost_no_more_than_their_length() -> None:
    assert decode_words("=?utf-8?Q?a" * 20_000) == "a" * 20_000


@pytest.mark.parametrize(
    ("raw", "subject", "own"),
    [
        (b" Subject: Relance\r\nFrom: a@b.example\r\n\r\nBonjour", "Relance", "Bonjour"),
        (b" suite perdue\r\nSubject: Relance\r\n\r\nBonjour", "Relance", "Bonjour"),
        (b"Subject: Relance", "Relance", ""),
        (b"Subject: Relance\r\n \r\nBonjour", "Relance", "Bonjour"),
        (b"Subject: Relance\r\n\r\n", "Relance", ""),
        (b"\r\n\r\n\r\n", "", ""),
        (b"From x\r\n", "", ""),
        (b"Subject: Relance\r\n" + b"Bonjour\r\n" * 120, "Relance", "\n".join(["Bonjour"] * 120)),
    ],
)
def test_a_header_block_may_begin_and_end_as_it_likes(opener: Opener, raw: bytes, subject: str, own: str) -> None:
    unit = opener.unit(raw)

    assert (unit.subject, unit.own_text) == (subject, own)


def test_a_long_header_block_is_read_in_steps(opener: Opener) -> None:
    raw = b"X-Long: " + b"a" * 200_000 + b"\r\nSubject: Relance\r\n\r\nBonjour"

    assert (opener.unit(raw).subject, opener.unit(raw).own_text) == ("Relance", "Bonjour")


@pytest.mark.parametrize("shift", range(0, 90, 3))
def test_it_does_not_matter_where_the_first_step_ends(opener: Opener, shift: int) -> None:
    trace = "".join(f"Received: from relais-{number}.example by mx.example;\r\n Mon, 2 Mar 2026 10:00:00 +0100\r\n" for number in range(90))
    raw = plain("Relance", "Bonjour", head=f"X-Shift: {'a' * shift}\r\n{trace}")

    assert (len(opener.unit(raw).headers), opener.unit(raw).subject, opener.unit(raw).own_text) == (93, "Relance", "Bonjour")


@pytest.mark.parametrize("shift", range(-6, 6))
def test_it_does_not_matter_where_in_the_blank_line_the_first_step_ends(opener: Opener, shift: int) -> None:
    head = b"Subject: Relance\r\nContent-Type: application/pdf\r\nX-Fill: "
    raw = head + b"a" * (8 * 1024 - len(head) - 2 + shift) + b"\r\n\r\n%PDF-1.4"

    assert opener.parts(raw)[1].content.size == len("%PDF-1.4")


def test_a_part_of_one_endless_line_without_headers_is_kept_whole(opener: Opener) -> None:
    raw = b"Subject: x\r\nContent-Type: multipart/mixed; boundary=lim\r\n\r\n--lim\r\n" + b"a b" * 100_000 + b"\r\n--lim--\r\n"

    assert opener.parts(raw)[1].content.size == 300_000


def test_a_part_whose_header_runs_into_the_next_boundary_is_empty(opener: Opener) -> None:
    raw = b"Subject: x\r\nContent-Type: multipart/mixed; boundary=lim\r\n\r\n"
    raw += b"--lim\r\nContent-Type: application/pdf\r\n--lim\r\n\r\nBonjour\r\n--lim--\r\n"

    assert [(part.media_type, part.content.size) for part in opener.parts(raw)[1:]] == [("application/pdf", 0), ("text/plain", 7)]


def test_an_encoded_address_is_decoded_inside_its_brackets(opener: Opener) -> None:
    unit = opener.unit(b"From: Jean <=?utf-8?Q?jean=40c.example?=>\r\n\r\nx")

    assert unit.sender == Address(name="Jean", address="jean@c.example")


@pytest.mark.parametrize(
    ("header", "addresses"),
    [
        ("To: Jean, j@c.example dit Jeannot; <k@c.example", ["", "j@c.example", "k@c.example"]),
        ("To: undisclosed-recipients:;", []),
        ("To: , ,", []),
        ("To: <<j@c.example>>, MAILER-DAEMON (Mail)", ["j@c.example", "mailer-daemon"]),
    ],
)
def test_lists_that_no_grammar_takes_give_what_is_in_them(opener: Opener, header: str, addresses: list[str]) -> None:
    assert [address.address for address in opener.unit(f"{header}\r\n\r\nx".encode()).to] == addresses


def test_a_name_written_like_rfc_2231_without_its_star_is_decoded() -> None:
    assert parse("attachment; filename=utf-8''d%C3%A9.pdf").parameters["filename"] == "dé.pdf"


def test_an_address_that_the_library_trips_over_is_read_without_it(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(_value: str, **_options: bool) -> None:
        raise RecursionError

    monkeypatch.setattr("parsers.mime.unit.get_addresses", trip)
    unit = opener.unit(plain("x", "x", head="From: Jean <j@c.example>\r\nDate: Wed, 4 Mar 2026 10:11:12 +0100\r\n"))

    assert (unit.sender, unit.date) == (Address(name="Jean", address="j@c.example"), datetime.fromisoformat("2026-03-04T10:11:12+01:00"))


def test_a_line_of_an_mbox_in_the_middle_does_not_grow_on_the_header_before_it(opener: Opener) -> None:
    raw = b"From: a@b.example\r\n>From x@y.example Mon Mar  2 10:00:00 2026\r\nSubject: x\r\n\r\nx"

    assert opener.unit(raw).sender == Address(address="a@b.example")
