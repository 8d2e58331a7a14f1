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
    "a parameter that lost its indentation": 'boundary="----=_X_2152-afeea336"',
}
BLANK = {
    "nothing": b"",
    "a line end": b"\r\n",
    "dashes": b"\r\n--\r\n-----\r\n-\r\n",
    "another boundary": b"\r\n--=_autre--\r\n",
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
    ],
    ids=["a sentence more", "a paragraph more", "a name", "a name behind dashes", "behind many lines", "dashes and a long word"],
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
