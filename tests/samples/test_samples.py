"""The samples are what they say: mails that programs really write, with files that really open."""

import csv
import email
import email.policy
import io
import re
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from PIL import Image
from pillow_heif import open_heif

from router.systems.claims_csv import COLUMNS
from tests.samples.made import NOW
from web.demo.claims import BY_NUMBER
from web.demo.papers import numbers
from web.demo.samples import MAILS, make_samples
from web.demo.values import Sample

DAMAGED = "28-damaged"


def parsed(sample: Sample) -> EmailMessage:
    return email.message_from_bytes(sample.raw, policy=email.policy.default)


def content(sample: Sample, name: str) -> bytes:
    (part,) = [part for part in parsed(sample).walk() if part.get_filename() == name]
    decoded = part.get_payload(decode=True)
    assert isinstance(decoded, bytes)
    return decoded


def test_there_are_the_mails_that_the_list_promises(samples: dict[str, Sample]) -> None:
    assert len(samples) == len(MAILS) == 38


def test_the_same_moment_gives_the_same_bytes(samples: dict[str, Sample], tmp_path: Path) -> None:
    again = {sample.name: sample.raw for sample in make_samples(tmp_path, NOW)}

    assert again == {name: sample.raw for name, sample in samples.items()}


def test_each_sample_lies_in_its_file(samples: dict[str, Sample]) -> None:
    assert all(sample.path.read_bytes() == sample.raw for sample in samples.values())


def test_they_came_in_the_days_before_now_and_no_two_at_once(samples: dict[str, Sample]) -> None:
    times = [sample.at for sample in samples.values()]

    assert len(set(times)) == len(times)
    assert all(0 < (NOW - at).days * 24 + (NOW - at).seconds / 3600 < 72 for at in times)


def test_every_mail_is_well_formed_but_the_damaged_one(samples: dict[str, Sample]) -> None:
    defects = {name: [part.defects for part in parsed(sample).walk() if part.defects] for name, sample in samples.items()}

    assert {name for name, found in defects.items() if found} == {DAMAGED}


def test_lines_end_as_the_standard_wants_and_are_not_too_long(samples: dict[str, Sample]) -> None:
    for sample in samples.values():
        assert re.search(rb"(?<!\r)\n", sample.raw) is None
        assert max(map(len, sample.raw.split(b"\r\n"))) <= 998


def test_our_border_servers_verdict_stands_above_the_first_received_line(samples: dict[str, Sample]) -> None:
    for sample in samples.values():
        names = [name for name, _ in parsed(sample).items()]

        assert names[:3] == ["Return-Path", "Authentication-Results", "Received"]


def test_only_invented_domains_occur(samples: dict[str, Sample]) -> None:
    address = re.compile(rb"[\w.+-]+@([\w-]+\.)+(?P<top>[a-z]{2,})", re.IGNORECASE)
    packed = rb"(?m)^[A-Za-z0-9+/=]{60,}\r$"
    readable = [re.sub(packed, b"", sample.raw.replace(b"=\r\n", b"")) for sample in samples.values()]

    tops = {found["top"].lower() for raw in readable for found in address.finditer(raw)}

    assert tops <= {b"example", b"test"}


def test_every_claim_that_is_expected_is_in_the_register(samples: dict[str, Sample]) -> None:
    wanted = {number for sample in samples.values() for one in sample.expected for number in (*one.claims, one.proposed) if number}

    assert wanted - set(BY_NUMBER) == {"C502100107"}


def test_the_register_has_the_public_columns(register: Path) -> None:
    with register.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert list(rows[0]) == COLUMNS
    assert {row["number"] for row in rows} == set(BY_NUMBER)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("01-plain", "Devis carrosserie.pdf"),
        ("01-plain", "Facture Vigneron DUPONT.pdf"),
        ("03-scan", "SCAN0031.pdf"),
        ("07-accident-statement", "constat.pdf"),
        ("23-program", "rapport_definitif.pdf"),
    ],
)
def test_a_pdf_opens(samples: dict[str, Sample], name: str, file: str) -> None:
    with pypdfium2.PdfDocument(content(samples[name], file)) as document:
        assert len(document) >= 1


def test_the_scan_has_no_text_layer(samples: dict[str, Sample]) -> None:
    with pypdfium2.PdfDocument(content(samples["03-scan"], "SCAN0031.pdf")) as document:
        assert document[0].get_textpage().get_text_bounded() == ""


def test_the_invoice_that_is_sent_again_is_the_same_byte_for_byte(samples: dict[str, Sample]) -> None:
    name = "Facture Vigneron DUPONT.pdf"

    assert content(samples["01-plain"], name) == content(samples["21-sent-again"], name)


def test_the_zip_holds_another(samples: dict[str, Sample]) -> None:
    outer = zipfile.ZipFile(io.BytesIO(content(samples["04-zip-in-zip"], "stukken.zip")))
    inner = zipfile.ZipFile(io.BytesIO(outer.read("photos.zip")))

    assert inner.namelist() == ["cuisine_1.jpg", "inventaire.txt"]


def test_the_locked_zip_opens_with_the_password_of_the_text_only(samples: dict[str, Sample]) -> None:
    archive = zipfile.ZipFile(io.BytesIO(content(samples["05-locked-zip"], "docs.zip")))

    assert archive.read("etat_de_pertes.pdf", pwd=b"Sinistre2025").startswith(b"%PDF")
    with pytest.raises(RuntimeError):
        archive.read("etat_de_pertes.pdf", pwd=b"Sinistre2024")


def test_the_word_file_opens(samples: dict[str, Sample]) -> None:
    document = Document(io.BytesIO(content(samples["06-word"], "Déclaration incendie CLAES.docx")))

    assert document.paragraphs[0].text == "Déclaration de sinistre"


def test_the_photo_knows_when_and_with_what_it_was_taken(samples: dict[str, Sample]) -> None:
    exif = Image.open(io.BytesIO(content(samples["24-stranger"], "IMG_20260211_110000.jpg"))).getexif()

    assert (exif[0x0110], exif[0x0112], exif.get_ifd(0x8769)[0x9003]) == ("iPhone 13", 6, "2026:02:11 11:00:00")


def test_the_photos_of_the_series_are_heic(samples: dict[str, Sample]) -> None:
    assert open_heif(content(samples["26-heic-series"], "IMG_4420.HEIC")).size == (1440, 1080)


def test_the_video_is_an_mp4_that_starts_to_play_before_it_is_loaded(samples: dict[str, Sample]) -> None:
    film = content(samples["02-video"], "dashcam_175210.mp4")

    assert film[4:8] == b"ftyp"
    assert film.index(b"moov") < film.index(b"mdat")


def test_the_bag_holds_four_mails_and_one_of_them_a_fifth(samples: dict[str, Sample]) -> None:
    inner = [part for part in parsed(samples["12-post-bag"]).walk() if part.get_content_type() == "message/rfc822"]

    assert len(inner) == 5


@pytest.mark.parametrize(
    ("made", "right"),
    [
        (numbers.belgian_iban("5390075470"), "BE68 5390 0754 7034"),
        (numbers.french_iban("20041", "01005", "00500013026"), "FR76 2004 1010 0500 5000 1302 606"),
        (numbers.structured("0909337554"), "+++090/9337/55493+++"),
        (numbers.belgian_company("01234567"), "0123.456.749"),
        (numbers.euros(123456), "1 234,56 €"),
    ],
)
def test_printed_numbers_have_right_check_digits(made: str, right: str) -> None:
    assert made == right
