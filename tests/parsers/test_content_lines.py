"""Files in invitations and address cards come out of them."""

import base64
from pathlib import Path

import pytest
from hypothesis import given

from core.content import Spool
from core.errors import Problem
from core.values import Kind
from parsers import content_lines
from tests.parsers.build import Opener, bytes_of, file, mail, png
from tests.parsers.texts import EDITS, PHOTO, QUICK, cut_anywhere, edited, holds_together


def folded(line: str, width: int = 75) -> str:
    return "\r\n ".join(line[at : at + width] for at in range(0, len(line), width)) + "\r\n"


def invitation(*lines: str) -> bytes:
    event = "".join(folded(line) for line in ("BEGIN:VEVENT", "SUMMARY:Expertise contradictoire", *lines, "END:VEVENT"))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}END:VCALENDAR\r\n".encode()


IN_BASE64 = base64.b64encode(PHOTO).decode()
ATTACHED = {
    "as Outlook writes it": (f"ATTACH;ENCODING=BASE64;VALUE=BINARY;X-FILENAME=constat.jpg:{IN_BASE64}", "constat.jpg", ""),
    "with its type": (
        f'ATTACH;VALUE=BINARY;FMTTYPE=image/JPEG;ENCODING=BASE64;FILENAME="a;b:c.jpg":{IN_BASE64}',
        "a;b_c.jpg",
        "image/jpeg",
    ),
    "a long name": (f"ATTACH;ENCODING=BASE64;X-FILENAME={'constat ' * 12}.jpg;VALUE=BINARY:{IN_BASE64}", "constat " * 12 + ".jpg", ""),
    "without a name": (f"attach;encoding=base64;value=binary:{IN_BASE64}", "part-1.jpg", ""),
    "as a data: URI": (f"ATTACH:data:image/jpeg;base64,{IN_BASE64}", "part-1.jpg", "image/jpeg"),
}


@pytest.mark.parametrize(("line", "name", "declared"), ATTACHED.values(), ids=ATTACHED)
def test_a_file_attached_to_an_event_comes_out_and_the_invitation_stays_a_document(
    opener: Opener, line: str, name: str, declared: str
) -> None:
    parts = opener.parts(mail("Convocation", file(invitation(line, "LOCATION:Namur"), "text/calendar", "invite.ics")))

    assert [(part.kind, part.problem) for part in parts[1:]] == [(Kind.DOCUMENT, None), (Kind.DOCUMENT, None)]
    assert (parts[2].name, parts[2].declared_type, bytes_of(parts[2].content)) == (name, declared, PHOTO)


@pytest.mark.parametrize(
    "line",
    [
        "ATTACH:https://intranet.assureur.example/constat.pdf",
        "ATTACH;FMTTYPE=application/pdf:CID:constat@assureur.example",
        'ATTACH;X-FILENAME="sans fin',
        "ATTACHMENT;ENCODING=BASE64:AAAA",
    ],
)
def test_a_file_that_is_only_named_stays_where_it_is(opener: Opener, line: str) -> None:
    assert len(opener.parts(mail("Convocation", file(invitation(line), "text/calendar", "invite.ics")))) == 2


def test_an_invitation_that_breaks_off_keeps_the_beginning_of_its_file(opener: Opener) -> None:
    raw = invitation(f"ATTACH;ENCODING=BASE64;VALUE=BINARY:{IN_BASE64}")[:1_000]
    parts = opener.parts(mail("Convocation", file(raw, "text/calendar", "invite.ics")))

    assert (parts[2].problem, bytes_of(parts[2].content)[:300]) == (Problem.TRUNCATED, PHOTO[:300])


def test_a_value_in_one_line_of_any_length_is_read(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_lines, "LONGEST_LINE", 1_000)
    raw = invitation().replace(b"SUMMARY", f"ATTACH;ENCODING=BASE64;VALUE=BINARY:{IN_BASE64}\r\nSUMMARY".encode())
    parts = opener.parts(mail("Convocation", file(raw, "text/calendar", "invite.ics")))

    assert bytes_of(parts[2].content) == PHOTO


def card(*lines: str) -> bytes:
    return "".join(f"{line}\r\n" for line in ("BEGIN:VCARD", "VERSION:3.0", "FN:Jean Dupont", *lines, "END:VCARD")).encode()


CARDS = {
    "version 2.1": (
        "PHOTO;JPEG;ENCODING=BASE64:\r\n " + "\r\n ".join(IN_BASE64[at : at + 72] for at in range(0, len(IN_BASE64), 72)) + "\r\n",
        "image/jpeg",
    ),
    "version 2.1, not set in": (
        "LOGO;TYPE=JPEG;BASE64:\r\n" + "\r\n".join(IN_BASE64[at : at + 72] for at in range(0, len(IN_BASE64), 72)) + "\r\n",
        "image/jpeg",
    ),
    "version 3": (folded(f"PHOTO;ENCODING=b;TYPE=JPEG:{IN_BASE64}").strip(), "image/jpeg"),
    "version 4": (folded(f"PHOTO:data:image/jpeg;base64,{IN_BASE64}").strip(), "image/jpeg"),
    "version 4, escaped": (f"item1.PHOTO:data:image/jpeg\\;base64\\,{IN_BASE64}", "image/jpeg"),
    "a key": (f"KEY;ENCODING=b;TYPE=X509:{IN_BASE64}", "application/pkix-cert"),
    "no type": (f"SOUND;ENCODING=b:{IN_BASE64}", ""),
    "a type of its own": (f"KEY;MEDIATYPE=application/x-cle;ENCODING=b:{IN_BASE64}", "application/x-cle"),
}


@pytest.mark.parametrize(("lines", "declared"), CARDS.values(), ids=CARDS)
def test_what_an_address_card_holds_comes_out(opener: Opener, lines: str, declared: str) -> None:
    parts = opener.parts(mail("Carte", file(card(lines, "TEL:+32 2 555 01 02"), "text/x-vcard", "dupont.vcf")))

    assert (parts[1].kind, parts[2].declared_type, bytes_of(parts[2].content)) == (Kind.DOCUMENT, declared, PHOTO)


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("PHOTO", [Kind.DECORATION]),
        ("LOGO", [Kind.DECORATION]),
        ("KEY", [Kind.DOCUMENT]),
    ],
)
def test_a_small_portrait_is_decoration(opener: Opener, line: str, kinds: list[Kind]) -> None:
    raw = card(f"{line};ENCODING=b:{base64.b64encode(png(96, 96)).decode()}")

    assert [part.kind for part in opener.parts(mail("Carte", file(raw, "text/vcard", "dupont.vcf")))[2:]] == kinds


def test_a_portrait_that_lies_elsewhere_is_left_there(opener: Opener) -> None:
    raw = card("PHOTO;VALUE=URI:https://duval-courtage.example/jean.jpg", "PHOTO;TYPE=JPEG")

    assert len(opener.parts(mail("Carte", file(raw, "text/vcard", "dupont.vcf")))) == 2


@pytest.mark.parametrize(("raw", "media_type"), [(card(), "text/vcard"), (card().lower(), "text/vcard"), (invitation(), "text/calendar")])
def test_cards_and_invitations_are_known_by_their_first_line(opener: Opener, raw: bytes, media_type: str) -> None:
    part = opener.parts(mail("Envoi", file(raw, "application/octet-stream")))[1]

    assert (part.media_type, part.kind) == (media_type, Kind.DOCUMENT)


SEEDS = {
    "text/calendar": invitation(*(line for line, _name, _declared in list(ATTACHED.values())[::2]))[:2_000],
    "text/vcard": card(*(lines for lines, _declared in list(CARDS.values())[:4:2]))[:2_000],
}


@pytest.mark.parametrize("media_type", SEEDS)
@QUICK
@given(edits=EDITS)
def test_no_damage_stops_the_search_in_lines(tmp_path: Path, media_type: str, edits: list[tuple[int, int, bytes]]) -> None:
    with Spool(tmp_path) as spool:
        assert holds_together(spool.keep(edited(SEEDS[media_type], edits)), spool, media_type)


@pytest.mark.parametrize("media_type", SEEDS)
def test_a_file_of_lines_cut_anywhere_is_a_tree(tmp_path: Path, media_type: str) -> None:
    with Spool(tmp_path) as spool:
        assert cut_anywhere(SEEDS[media_type], spool, media_type)
