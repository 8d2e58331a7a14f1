"""The statistics: every figure of a small world against what was counted by hand, on the page and in the files."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client
from openpyxl import load_workbook

from core.sheets import Cell, Column, Sheet
from core.values import Address, Outcome
from ingest import services, statistics
from storage import events, models
from tests.databases import ON_BOTH
from tests.web.builders import NOON, File, Sent, body, send
from tests.web.reading import page, text
from web import sheets

OTHER = Address(name="", address="post@andere.example")
APRIL = NOON + timedelta(days=31)
HEAD = "number,state,kind,loss_date,establishment,loss_place,covers,paid,reserved,closed_on,paid_on,recourse"
LINE = 'C502100001,closed,water_damage,2026-02-21,=Namur,Liège,fire;glass,"1234,50",10,2026-04-01,02/04/2026,yes'


NAMED = {
    "language": "fr",
    "subject": "Accusé de réception *C502100001* - DUPONT Jean",
    "text": "Votre gestionnaire : h.lambert, tél. +32 2 555 01 00, h.lambert@assureur.example.",
}


@pytest.fixture
def world(installation: Path) -> None:
    """Four mails of 2026, one of 2025, and an answer."""
    (installation / "claims.csv").write_text(f"{HEAD}\n{LINE}\n", encoding="utf-8")
    declared = File(name="d.pdf", content=b"d", type="declaration", pages=("a", "b"))
    broken = File(name="b.pdf", content=b"b", problem="damaged")
    first = send(Sent(files=(declared, broken)))
    second = send(Sent(files=(File(name="p.pdf", content=b"p", type="declaration", language="nl"),), received_at=APRIL))
    triage = Sent(kind="triage", claim="", outcome=Outcome.TRIAGE, why=("no_reference",), sender=OTHER)
    send(replace(triage, state="done"))
    send(triage)
    send(Sent(received_at=NOON - timedelta(days=200), claim="C502100017"))
    models.Outgoing.objects.create(
        mail=first.mail, kind="full", state="sent", claim="C502100001", planned_at=NOON, sent_at=NOON + timedelta(hours=2), **NAMED
    )
    models.Outgoing.objects.create(mail=second.mail, kind="neutral", state="sent", planned_at=APRIL, sent_at=APRIL + timedelta(hours=4))
    events.record("moved", actor="o.simon", at=NOON, mail_id=second.mail.pk, unit_id=second.unit.pk)
    events.record("received_again", actor="claimpost", at=NOON, mail_id=first.mail.pk)


def rows(code: str, year: int = 2026) -> list[tuple[Cell, ...]]:
    here = services.current()
    period = statistics.period(date(year, 1, 1), date(year, 12, 31), here.settings.time_zone)
    return list(statistics.sheet(code, period, here).rows)


COUNTED: dict[str, list[tuple[Cell, ...]]] = {
    "months": [(date(2026, 3, 1), 3, 3, 1, 0, 0, 2, 0, 0, 2 / 3), (date(2026, 4, 1), 1, 1, 1, 0, 0, 0, 0, 0, 0.0)],
    "days": [(date(2026, 3, 4), 3), (date(2026, 4, 4), 1)],
    "weeks": [(date(2026, 3, 2), 3, 2, 2 / 3), (date(2026, 3, 30), 1, 0, 0.0)],
    "hours": [(hour, 3 if hour == 12 else int(hour == 13)) for hour in range(24)],
    "types": [("declaration", 2, 0, 1.0)],
    "mailboxes": [],
    "documents": [("declaration", "fr", 1, 2), ("declaration", "nl", 1, 1)],
    "refused": [("damaged", 1)],
    "triage": [("no_reference", 2, 1, 3.0, 3.0), ("all", 2, 1, 3.0, 3.0)],
    "senders": [("andere.example", 2, 2, 1.0), ("lemaire.example", 2, 0, 0.0)],
    "answers": [("full", "sent", 1, 2.0, 2.0), ("neutral", "sent", 1, 4.0, 4.0), ("all", "all", 2, 2.0, 4.0)],
    "rules": [("", "route", 2, 1, 0.5), ("", "triage", 2, 0, 0.0)],
    "again": [("received_again", 1), ("sent_again", 0)],
    "totals": [
        *[("mails", 4, None), ("units", 4, None), ("triage", 2, 0.5), ("duplicates", 1, None)],
        *[("answers", 2, None), ("answers_named", 1, 0.5), ("answers_contact", 1, 0.5), ("claims", 1, None), ("late", 1, 1.0)],
    ],
    "clocks": [("", "triage", 1, 1, 0, 3.0, 3.0)],
    "claims": [
        (
            *("C502100001", "=Namur", date(2026, 2, 21), "Liège", "fire; glass", Decimal("1234.50"), Decimal(10), "recourse"),
            *(date(2026, 4, 1), date(2026, 4, 2), 2, 2, date(2026, 3, 4), date(2026, 4, 4), 3, "declaration=2 =1", 1, 0, 11, "yes"),
        )
    ],
}


@ON_BOTH
@pytest.mark.parametrize("code", COUNTED)
@pytest.mark.usefixtures("world")
def test_every_figure_is_what_was_counted_by_hand(code: str) -> None:
    assert rows(code) == COUNTED[code]


@ON_BOTH
@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ({"subject": "Accusé de réception *C502100001*"}, (0, 1)),
        ({"text": "Votre gestionnaire : h.lambert, h.lambert@assureur.example."}, (1, 0)),
        ({"text": "Votre gestionnaire : tél. +32 2 555 01 00."}, (1, 0)),
        ({"text": "Uw dossierbeheerder: h.lambert, tel. 02 555 01 00.", "language": "nl"}, (1, 1)),
        ({"text": "Ihr Ansprechpartner: h.lambert, Tel. 02 555 01 00.", "language": "de"}, (1, 1)),
        ({"text": "Your contact: h.lambert, tel. 02 555 01 00.", "language": "en"}, (1, 1)),
    ],
)
def test_an_answer_counts_by_what_it_says(said: dict[str, str], figures: tuple[int, int]) -> None:
    models.Outgoing.objects.filter(kind="full").update(**said)

    found = {row[0]: row[1] for row in rows("totals")}

    assert (found["answers_named"], found["answers_contact"]) == figures


def test_every_sheet_is_counted() -> None:
    assert set(COUNTED) == set(statistics.codes())


@ON_BOTH
@pytest.mark.usefixtures("world")
def test_a_workbook_holds_days_and_numbers_as_such_and_no_formula(supervisor: Client) -> None:
    supervisor.cookies["django_language"] = "fr"

    book = load_workbook(io.BytesIO(body(supervisor.get("/statistics/file.xlsx?year=2026"))))

    claims = book["Sinistres"]
    line = claims[2]
    assert claims.freeze_panes == "A2"
    assert [line[1].value, line[1].data_type, line[2].value, line[5].value] == ["=Namur", "s", datetime(2026, 2, 21), 1234.5]  # noqa: DTZ001 - a cell has no zone
    assert models.Event.objects.filter(what="exported", actor="s.willems").count() == 1


@pytest.mark.usefixtures("world")
def test_csv_files_have_a_byte_order_mark_and_semicolons_and_no_formula(supervisor: Client) -> None:
    supervisor.cookies["django_language"] = "fr"

    archive = ZipFile(io.BytesIO(body(supervisor.get("/statistics/file.zip?year=2026"))))

    raw = archive.read("claims.csv")
    head, line = csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";")
    assert raw.startswith(b"\xef\xbb\xbf")
    assert head[:2] == ["Sinistre", "Établissement"]
    assert line[:6] == ["C502100001", "'=Namur", "2026-02-21", "Liège", "fire; glass", "1234.50"]
    assert len(archive.namelist()) == len(statistics.codes())


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", " ="])
def test_text_that_begins_like_a_formula_stays_text(start: str) -> None:
    sheet = Sheet(code="senders", columns=(Column(code="domain"),), rows=[(f"{start}1",)])

    *_, line = sheets.comma_separated(sheet)

    assert line.strip("\r\n").lstrip('"').startswith("'")


@pytest.mark.parametrize("sign", ["\x00", "\ufffe", "\uffff", "\ud800"])
def test_signs_that_no_file_can_hold_cost_themselves_and_not_the_file(sign: str) -> None:
    sheet = Sheet(code="senders", columns=(Column(code="domain"),), rows=[(f"b{sign}ec.example",)])
    book, archive = io.BytesIO(), io.BytesIO()

    sheets.workbook([sheet], book)
    sheets.zipped([sheet], archive)

    (page_of_book,) = load_workbook(book)
    assert page_of_book["A2"].value == "bec.example"
    assert ZipFile(archive).read("senders.csv").endswith(b"bec.example\r\n")


@pytest.mark.parametrize(("language", "words"), {"fr": "Statistiques", "nl": "Statistieken", "de": "Statistik", "en": "Statistics"}.items())
@pytest.mark.usefixtures("world")
def test_the_page_shows_every_sheet_in_the_readers_language(supervisor: Client, language: str, words: str) -> None:
    supervisor.cookies["django_language"] = language

    shown = [text(page(supervisor, f"/statistics/?year=2026&sheet={code}")) for code in statistics.codes()]

    assert all(words in one for one in shown)
    assert "andere.example 2 2 100" in shown[statistics.codes().index("senders")]


def test_a_handler_sees_no_statistics(handler: Client) -> None:
    assert [handler.get(at).status_code for at in ("/statistics/", "/statistics/file.xlsx")] == [403, 403]
