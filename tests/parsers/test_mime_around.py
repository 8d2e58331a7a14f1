"""What stands before, between and behind the parts of a multipart is kept, unless only mailers say it."""

import pytest

from core.errors import Problem
from core.limits import Limits
from core.values import Kind
from parsers.check import leaves_balance
from tests.parsers.build import HEAD, PDF, Opener, bytes_of, file, multipart, text

WORDS = b"Le dossier *C502100001* est urgent."
STOCK = {
    "Thunderbird": "This is a multi-part message in MIME format.",
    "Perl": "This is a multi-part message in MIME format...",
    "Outlook": "This is a multipart message in MIME format.",
    "Exchange": "This message is in MIME format. Since your mail reader does not understand\r\n"
    "this format, some or all of this message may not be legible.",
    "Entourage": "> This message is in MIME format. Since your mail reader does not understand\r\n"
    "this format, some or all of this message may not be legible.",
    "Pine": "  This message is in MIME format.  The first part should be readable text,\r\n"
    "  while the remaining parts are likely unreadable without MIME-aware tools.\r\n"
    "  Send mail to mime@docserver.cac.washington.edu for more info.\r\n",
    "sendmail": "This is a MIME-encapsulated message",
    "Horde": "This is a message in Mime Format.  If you see this, your mail reader does not support this format.",
    "PHP": "This is a MIME-formatted message.  Portions of this message may be unreadable without a MIME-capable mail program.",
    "Lotus Notes": "--- MIME multipart ---",
    "separator": "--MIME Multi-part separator--",
    "OpenSSL": "This is an S/MIME signed message",
    "Mozilla": "This is a cryptographically signed message in MIME format.",
    "Enigmail": "This is an OpenPGP/MIME signed message (RFC 4880 and 3156)",
    "Enigmail, encrypted": "This is an OpenPGP/MIME encrypted message (RFC 4880 and 3156)",
    "French": "Ceci est un message multi-parties au format MIME.",
    "French, another": "Ceci est un message au format MIME en plusieurs parties.",
    "French Exchange": "Ce message est au format MIME. Comme votre lecteur de courrier ne comprend pas ce format, "
    "une partie ou la totalité peut être illisible.",
    "German": "Dies ist eine mehrteilige Nachricht im MIME-Format.",
    "German Exchange": "Diese Nachricht liegt im MIME-Format vor. Da Ihr E-Mail-Programm dieses Format nicht unterstützt,\r\n"
    "kann ein Teil der Nachricht oder die gesamte Nachricht nicht lesbar sein.",
    "Dutch": "Dit is een meerdelig bericht in MIME-formaat.",
    "Dutch, another": "Dit is een bericht in MIME-indeling dat uit meerdere delen bestaat.",
    "many parts": "This is a message with multiple parts in MIME format.",
    "Mozilla, Dutch": "Dit is een cryptografisch ondertekend bericht in MIME-formaat.",
    "Mozilla, German": "Dies ist eine kryptografisch unterzeichnete Nachricht im MIME-Format.",
    "Mozilla, French": "Ceci est un message signé cryptographiquement en format MIME.",
    "another boundary below": "This is a multi-part message in MIME format.\r\n------=_NextPart_000_0001",
    "its own boundary as a parameter": 'boundary="lim"',
    "a parameter that lost its indentation": 'boundary="----=_X_2152-afeea336"',
}
BLANK = {
    "nothing": b"",
    "a line end": b"\r\n",
    "dashes": b"\r\n--\r\n-----\r\n-\r\n",
    "another boundary": b"\r\n--=_autre--\r\n",
    "a byte order mark": b"\xef\xbb\xbf",
    "many lines": b"\r\n" * 700_000,
}


def around(*, before: bytes = b"", behind: bytes = b"", part: bytes = b"Content-Type: text/plain\r\n\r\nBonjour") -> bytes:
    head = HEAD.encode() + b"Subject: Envoi\r\nContent-Type: multipart/mixed; boundary=lim\r\n\r\n"
    return head + before + b"\r\n--lim\r\n" + part + b"\r\n--lim--\r\n" + behind


def contents(opener: Opener, raw: bytes) -> list[bytes]:
    return [bytes_of(part.content) for part in opener.parts(raw)[1:]]


@pytest.mark.parametrize("stock", STOCK.values(), ids=STOCK)
def test_what_mailers_write_for_old_programs_is_no_part(opener: Opener, stock: str) -> None:
    found = [contents(opener, around(before=stock.encode(charset))) for charset in ("utf-8", "latin-1")]

    assert found == [[b"Bonjour"], [b"Bonjour"]]


@pytest.mark.parametrize("blank", BLANK.values(), ids=BLANK)
def test_blank_lines_and_dashes_around_the_parts_are_no_part(opener: Opener, blank: bytes) -> None:
    assert contents(opener, around(before=blank, behind=blank)) == [b"Bonjour"]


def test_text_before_and_behind_the_parts_is_kept_in_reading_order(opener: Opener) -> None:
    footer = b"_______\r\nCet e-mail a \xc3\xa9t\xc3\xa9 v\xc3\xa9rifi\xc3\xa9 par Avast."

    assert contents(opener, around(before=WORDS, behind=footer)) == [WORDS, b"Bonjour", footer]


def test_text_around_the_parts_is_text_but_not_what_the_sender_says(opener: Opener) -> None:
    tree = opener.tree(around(before=WORDS, behind=WORDS))

    assert [(part.kind, part.media_type, part.original_name, part.disposition) for part in tree.parts[1:]] == [
        (Kind.TEXT, "text/plain", "", "")
    ] * 3
    assert (tree.units[0].own_text, tree.units[0].auto, leaves_balance(tree)) == ("Bonjour", None, True)


@pytest.mark.parametrize(
    "words",
    [
        b"This is a multi-part message in MIME format. Claim C502100001.",
        b"This is a multi-part message in MIME format.\r\n\r\n" + WORDS,
        b"Dupont",
        b"--\r\nDupont",
        b"\r\n" * 700_000 + WORDS,
        b"--" + b"QUJD" * 100,
        b"--C502100001",
        b"--Dupont,AG-Liege,C502100001--",
        b'boundary="*C502100001*"',
        b"--=_autre\r\n" * 1_001,
    ],
    ids=[
        "a sentence more",
        "a paragraph more",
        "a name",
        "a name behind dashes",
        "behind many lines",
        "dashes and a long word",
        "dashes and a number",
        "dashes and a name",
        "a number in a parameter",
        "boundaries without an end",
    ],
)
def test_one_word_more_than_mailers_write_is_kept(opener: Opener, words: bytes) -> None:
    assert contents(opener, around(before=words)) == [words, b"Bonjour"]


def test_base64_and_uuencoded_files_around_the_parts_stand_as_they_are(opener: Opener) -> None:
    coded = file(PDF, "application/pdf", "a.pdf").split(b"\r\n\r\n", 1)[1]
    uu = b"begin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n"

    found = [bytes_of(part.content) for part in opener.parts(around(before=coded, behind=uu))[1:] if part.path.count(".") == 1]

    assert found == [coded, b"Bonjour", uu]


def test_each_level_has_its_own(opener: Opener) -> None:
    inner = multipart(text("Bonjour"), boundary="dedans").replace(b"\r\n\r\n--dedans", b"\r\n\r\navant\r\n--dedans", 1) + b"derriere"

    assert contents(opener, around(before=b"tout avant", part=inner, behind=b"tout derriere")) == [
        *(b"tout avant", b"avant", b"Bonjour", b"derriere", b"tout derriere")
    ]


def test_what_an_inner_multipart_without_an_end_swallows_is_not_kept_twice(opener: Opener) -> None:
    inner = multipart(text("Bonjour"), boundary="dedans").replace(b"--dedans--\r\n", b"fin")

    assert contents(opener, around(part=inner)) == [b"Bonjour\r\nfin"]


def test_text_between_an_end_too_early_and_the_next_part_is_kept(opener: Opener) -> None:
    raw = around(behind=b"entre\r\n--lim\r\n\r\nencore\r\n--lim--\r\n")

    assert contents(opener, raw) == [b"Bonjour", b"entre", b"encore"]


def test_an_end_before_the_first_part_belongs_to_what_stands_before_it(opener: Opener) -> None:
    assert contents(opener, around(before=b"--lim--\r\navant")) == [b"--lim--\r\navant", b"Bonjour"]


def test_text_before_a_boundary_that_was_guessed_is_kept(opener: Opener) -> None:
    raw = around(before=WORDS, behind=b"fin").replace(b"=lim", b"=autre")

    assert contents(opener, raw) == [WORDS, b"Bonjour", b"fin"]


def test_text_far_down_in_a_multipart_without_parts_is_kept(opener: Opener) -> None:
    raw = b"Content-Type: multipart/mixed; boundary=lim\r\n\r\n" + b"\r\n" * 2_000 + WORDS

    assert opener.unit(raw).own_text.strip() == WORDS.decode()


def test_text_around_the_parts_counts_as_a_part(opener: Opener) -> None:
    tree = opener.tree(around(before=b"avant", behind=b"derriere"), limits=Limits(parts=3))

    assert (len(tree.parts), tree.parts[0].problem) == (3, Problem.TOO_MANY_PARTS)


def test_dashes_and_words_alone_are_the_mails_text(opener: Opener) -> None:
    raw = b"Content-Type: multipart/mixed; boundary=lim\r\n\r\n--Dupont:C502100001"

    assert opener.unit(raw).own_text == "--Dupont:C502100001"


LETTER = file(PDF, "application/pdf", "a.pdf")


def test_words_before_the_first_part_speak_for_a_mail_that_says_nothing_else(opener: Opener) -> None:
    assert opener.unit(around(before=WORDS, part=LETTER)).own_text == WORDS.decode()


def test_a_part_whose_boundary_is_missing_is_read_as_a_part(opener: Opener) -> None:
    before = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nD=C3=A9g=C3=A2ts"
    tree = opener.tree(around(before=before, part=LETTER))

    assert ([bytes_of(part.content) for part in tree.parts[1:]], tree.units[0].own_text) == (["Dégâts".encode(), PDF], "Dégâts")


def test_lines_of_a_header_before_the_first_part_stand_as_they_are(opener: Opener) -> None:
    before = b"Content-Language: fr\r\nContent-Description: dossier C502100001"

    assert contents(opener, around(before=before)) == [before, b"Bonjour"]


OTHER = b"--autre\r\n" + LETTER + b"--autre--\r\n"
MAIL = b"From: x@y.example\r\nTo: z@y.example\r\nSubject: Accident C502100002\r\n" + multipart(text("Encore"), LETTER, boundary="b2")
INNER = multipart(text("Bonjour"), kind="alternative", boundary="autre").removesuffix(b"\r\n--autre--\r\n")
BEHIND = {
    "with another boundary": around(behind=b"\r\n" + OTHER),
    "with the boundary of an inner multipart": around(part=INNER, behind=OTHER),
}


@pytest.mark.parametrize("raw", BEHIND.values(), ids=BEHIND)
def test_parts_behind_the_end_are_read_as_parts(opener: Opener, raw: bytes) -> None:
    tree = opener.tree(raw)

    assert ([bytes_of(part.content) for part in tree.parts[1:]], tree.units[0].own_text) == ([b"Bonjour", PDF], "Bonjour")
    assert leaves_balance(tree)


@pytest.mark.parametrize("envelope", [b"", b"From x@y.example Mon Mar  2 10:00:00 2026\r\n"])
def test_a_mail_behind_the_end_is_a_mail(opener: Opener, envelope: bytes) -> None:
    tree = opener.tree(around(behind=b"\r\n" + envelope + MAIL))

    assert [(unit.path, unit.subject, unit.own_text) for unit in tree.units] == [
        ("0", "Envoi", "Bonjour"),
        ("0.1", "Accident C502100002", "Encore"),
    ]
    assert (tree.parts[-1].original_name, bytes_of(tree.parts[-1].content), leaves_balance(tree)) == ("a.pdf", PDF, True)


def test_a_head_that_a_person_copied_behind_the_end_is_text(opener: Opener) -> None:
    copied = b"From: Jean\r\nSent: lundi\r\nSubject: Accident C502100002\r\n\r\nTexte."

    assert contents(opener, around(behind=copied)) == [b"Bonjour", copied]


def test_parts_behind_ends_without_number_are_taken_apart_to_the_limit_and_then_kept(opener: Opener) -> None:
    one = b"--b%d\r\nContent-Type: text/plain\r\n\r\nx%d\r\n--b%d--\r\n"
    tree = opener.tree(around(behind=b"".join(one % (number, number, number) for number in range(100))))

    assert b"x99" in bytes_of(tree.parts[-1].content)
    assert (tree.parts[0].problem, leaves_balance(tree)) == (None, True)


def test_a_file_whose_boundary_is_indented_is_nothing_that_the_sender_says(opener: Opener) -> None:
    raw = around(part=text("Bonjour") + b"\r\n --lim\r\n" + file(PDF * 20, "application/pdf", "a.pdf"))

    assert "JVBER" not in opener.unit(raw).own_text
