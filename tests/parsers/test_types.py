"""What a file is, and what it is called."""

import bz2

import pytest

from parsers import kinds, names, sniff
from tests.parsers.build import JPEG, PDF, Opener, attached, bytes_of, file, mail, plain, png

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0") + b"\x09\0" + b"\0" * 16 + (0).to_bytes(4, "little") + b"\0" * 460


def ole2(entry: str) -> bytes:
    return OLE2 + entry.encode("utf-16-le").ljust(512, b"\0")


@pytest.mark.parametrize(
    ("content", "name", "declared", "media_type"),
    [
        (PDF, "photo.jpg", "image/jpeg", "application/pdf"),
        (b"\r\n\0junk" * 50 + PDF, "a.pdf", "application/pdf", "application/pdf"),
        (b"\r\n\0junk" * 50 + PDF, "a.bin", "application/octet-stream", "application/pdf"),
        (JPEG, "a.pdf", "application/pdf", "image/jpeg"),
        (png(10, 10), "", "", "image/png"),
        (b"GIF89a\1\0\1\0", "", "image/jpeg", "image/gif"),
        (b"II*\0\x08\0\0\0", "fax.tif", "", "image/tiff"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a.jpg", "", "image/webp"),
        (b"RIFF\0\0\0\0AVI LIST", "a.avi", "", "video/x-msvideo"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "IMG_1.HEIC", "", "image/heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0", "a", "", "image/heif"),
        (b"\0\0\0\x18ftypisom\0\0\2\0", "v.mp4", "application/octet-stream", "video/mp4"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0", "v.mov", "", "video/quicktime"),
        (b"\0\0\0\x14ftyp3gp4\0\0\0\0", "v", "", "video/3gpp"),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "v.mov", "", "video/quicktime"),
        (b"The skip was damaged", "note", "text/plain", "text/plain"),
        (b"{\\rtf1\\ansi Bonjour}", "a.doc", "application/msword", "application/rtf"),
        (b"\x78\x9f\x3e\x22\1\0", "winmail.dat", "application/ms-tnef", "application/ms-tnef"),
        (b"7z\xbc\xaf\x27\x1c", "a.zip", "application/zip", "application/x-7z-compressed"),
        (b"\x1f\x8b\x08\0", "a.gz", "", "application/gzip"),
        (b"a.txt".ljust(257, b"\0") + b"ustar\0", "a.tar", "", "application/x-tar"),
        (ole2("__properties_version1.0"), "a.doc", "application/msword", "application/vnd.ms-outlook"),
        (ole2("WordDocument"), "a.msg", "", "application/msword"),
        (ole2("Workbook"), "", "", "application/vnd.ms-excel"),
        (ole2("Autre"), "", "", "application/x-ole-storage"),
        (ole2("Autre"), "lettre.doc", "", "application/msword"),
        (b"BM\0\1\2\3", "", "", "application/octet-stream"),
        (b"fLaC" + b"\0\0\0\x22" + b"\0" * 60, "", "", "audio/flac"),
        (b"<!DOCTYPE html><html><body>Bonjour</body></html>", "rapport.xls", "application/vnd.ms-excel", "text/html"),
        (plain("Relance", "Bonjour"), "relance.eml", "application/octet-stream", "message/rfc822"),
        (plain("Relance", "Bonjour"), "", "application/octet-stream", "message/rfc822"),
        (plain("Relance", "Bonjour"), "note.txt", "text/plain", "text/plain"),
        (PDF, "constat.eml", "message/rfc822", "application/pdf"),
        (b"Bonjour", "lettre.txt", "application/octet-stream", "text/plain"),
        (b"Bonjour", "", "application/octet-stream", "text/plain"),
        (b"Bonjour", "", "text/x-diff", "text/x-diff"),
        (b"\0\1\2\3\4", "export.xyz", "application/x-metier", "application/x-metier"),
        (b"\0\1\2\3\4", "export.xyz", "", "application/octet-stream"),
        (b"", "vide.pdf", "", "application/pdf"),
        (b"BEGIN:VCALENDAR\r\n", "rdv.ics", "application/octet-stream", "text/calendar"),
    ],
)
def test_the_content_goes_before_the_extension_and_the_extension_before_the_sender(
    opener: Opener, content: bytes, name: str, declared: str, media_type: str
) -> None:
    assert sniff.media_type(opener.spool.keep(content), name=name, declared=declared) == media_type


CPIO = b"070701" + b"0" * 104 + b"a.txt\0"
SENT = b"Received: from mx.duval-courtage.example\r\n" + plain("Constat", "Bonjour")


@pytest.mark.parametrize(
    ("words", "name", "declared", "media_type"),
    [
        ("ID3 immatriculée 1-ABC-123", "", "text/plain", "text/plain"),
        ("070701;Dupont;Namur", "liste.csv", "text/csv", "text/csv"),
        ("070701 est le code", "", "application/octet-stream", "text/plain"),
        ("070707 aussi", "", "text/plain", "text/plain"),
        ("BZh voir le constat", "", "text/plain", "text/plain"),
        ("OggS Dupont 1965", "", "text/plain", "text/plain"),
        ("Le fichier commence par %PDF-1.4, voir 1 0 obj", "", "text/plain", "text/plain"),
        ("Bonjour,\r\n%PDF-1.4 est ce que je vois", "", "text/plain", "text/plain"),
        ("<html><body>\r\n%PDF-1.4\r\n1 0 obj</body></html>", "", "text/html", "text/html"),
    ],
)
def test_a_text_that_begins_like_another_format_is_a_text(opener: Opener, words: str, name: str, declared: str, media_type: str) -> None:
    assert sniff.media_type(opener.spool.keep(words.encode()), name=name, declared=declared) == media_type


@pytest.mark.parametrize(
    ("raw", "media_type"),
    [
        (b"ID3\x03\0\0\0\0\x0f\x76TIT2", "audio/mpeg"),
        (CPIO, "application/x-cpio"),
        (b"070707" + b"0" * 70, "application/x-cpio"),
        (bz2.compress(b"Constat"), "application/x-bzip2"),
        (bz2.compress(b""), "application/x-bzip2"),
        (b"Content-Length: 99\r\n\r\n" + PDF, "application/pdf"),
        (b"Content-Length: 99\r\n\r\n%PDF-1.7\r\n\0\1\2", "application/pdf"),
    ],
)
def test_a_whole_mark_is_known_in_a_text_too(opener: Opener, raw: bytes, media_type: str) -> None:
    assert sniff.media_type(opener.spool.keep(raw), name="", declared="text/plain") == media_type


@pytest.mark.parametrize(
    ("raw", "name", "declared", "media_type"),
    [
        (plain("Constat", "Bonjour"), "courrier.msg", "application/octet-stream", "message/rfc822"),
        (plain("Constat", "Bonjour"), "ATT00001.dat", "application/octet-stream", "message/rfc822"),
        (plain("Constat", "Bonjour"), "constat.pdf", "application/pdf", "message/rfc822"),
        (SENT, "courrier.txt", "application/octet-stream", "message/rfc822"),
        (SENT, "courrier.txt", "text/plain", "message/rfc822"),
        (SENT.replace(b"\r\n", b"\n"), "courrier.txt", "text/plain", "message/rfc822"),
        (b"Received: from relais.example by mx.example\r\n" * 200 + SENT, "courrier.txt", "text/plain", "message/rfc822"),
        (SENT, "courrier", "text/plain", "text/plain"),
        (SENT, "entetes.txt", "message/delivery-status", "text/plain"),
        (plain("Constat", "Received: hier"), "courrier.txt", "text/plain", "text/plain"),
        (b"Subject: x\r\nDate: hier\r\n\r\nBonjour", "constat.pdf", "", "application/pdf"),
    ],
)
def test_a_mail_under_another_extension_is_a_mail(opener: Opener, raw: bytes, name: str, declared: str, media_type: str) -> None:
    assert sniff.media_type(opener.spool.keep(raw), name=name, declared=declared) == media_type


def test_a_mail_that_quotes_a_pdf_in_its_first_lines_is_a_mail(opener: Opener) -> None:
    raw = mail("x", b"Content-Type: application/pdf; name=a.pdf\r\n\r\n" + PDF)

    assert opener.parts(raw)[0].media_type == "message/rfc822"


def test_a_paper_that_claims_to_be_a_mail_is_a_paper(opener: Opener) -> None:
    part = opener.parts(mail("x", attached(PDF, 'Content-Disposition: attachment; filename="constat.pdf"\r\n')))[1]

    assert (part.media_type, part.declared_type, bytes_of(part.content)) == ("application/pdf", "message/rfc822", PDF)


@pytest.mark.parametrize(
    ("head", "media_type", "size"),
    [
        (b"GIF89a\x0a\0\x14\0", "image/gif", (10, 20)),
        (b"\xff\xd8\xff\xe0\0\4ab\xff\xc0\0\x11\x08\0\x14\0\x0a\3", "image/jpeg", (10, 20)),
        (b"\xff\xd8\xff\xe0\0\4ab", "image/jpeg", None),
        (b"\xff\xd8ab", "image/jpeg", None),
        (b"II*\0", "image/tiff", None),
    ],
)
def test_the_size_of_a_picture_is_read_from_its_header(opener: Opener, head: bytes, media_type: str, size: tuple[int, int] | None) -> None:
    assert kinds.dimensions(opener.spool.keep(head), media_type) == size


@pytest.mark.parametrize(
    ("original", "shown"),
    [
        ("Constat amiable.pdf", "Constat amiable.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Jean\\constat.pdf", "constat.pdf"),
        ("facture\r\n suite.pdf", "facture suite.pdf"),
        ("a\0b\x1b[31m.pdf", "ab[31m.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("CON.pdf", "_CON.pdf"),
        ("lpt1", "_lpt1"),
        ('Devis n° 12 : "urgent" <1>.pdf', "Devis n° 12 _ _urgent_ _1_.pdf"),
        (".. ", ""),
        ("   ", ""),
        (".htaccess", "htaccess"),
        ("nom.pdf. . ", "nom.pdf"),
        ("de\u0301ga\u0302ts.pdf", "dégâts.pdf"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_a_name_is_safe_to_show(original: str, shown: str) -> None:
    assert names.safe_name(original, length=255) == shown


def test_the_name_as_it_was_sent_is_kept_beside_the_one_that_is_shown(opener: Opener) -> None:
    part = opener.parts(mail("x", file(PDF, "application/pdf", "../constat.pdf")))[1]

    assert (part.name, part.original_name) == ("constat.pdf", "../constat.pdf")


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (attached(plain("Relance : C502100001/2 *urgent*", "x")), "Relance _ C502100001-2 _urgent_.eml"),
        (attached(plain("", "x")), "part-1.eml"),
        (attached(plain("Relance", "x"), 'Content-Disposition: attachment; filename="courrier.eml"\r\n'), "courrier.eml"),
        (file(PDF, "application/octet-stream"), "part-1.pdf"),
        (file(JPEG, "image/pjpeg"), "part-1.jpg"),
        (file(b"\0\1\2", "application/octet-stream"), "part-1"),
        (b"\r\nBonjour", "part-1.txt"),
    ],
)
def test_what_has_no_name_gets_one(opener: Opener, part: bytes, name: str) -> None:
    assert opener.parts(mail("x", part))[1].name == name
