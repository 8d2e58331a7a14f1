"""The blank schedule of losses: it goes along once, is what was built, and can be read when it comes back."""

import io
from dataclasses import replace
from datetime import date
from email.message import EmailMessage

import pytest
from pypdf import PdfReader, PdfWriter

from core.values import Reading
from extractors.schedule import SCHEDULE
from ingest import loss_form
from ingest.services import Services
from ingest.wording import LANGUAGES, wording
from router.protocols import Claim, State
from storage import checks, models
from tests.databases import ON_BOTH
from tests.extractors import papers
from tests.ingest.answers import TEXTS, answer, answering, at, receive, stranger, work, written
from tests.servers.smtp import Smtp
from tests.whole import mails

NAMES = {
    "fr": "etat-de-pertes-C502100001.pdf",
    "nl": "schadestaat-C502100001.pdf",
    "de": "schadenaufstellung-C502100001.pdf",
    "en": "schedule-of-losses-C502100001.pdf",
}
FIRE = Claim(
    number="C502100001",
    state=State.OPEN,
    kind="fire_home",
    insured_names=("ŁUKASZ (Jean)", "ĐAĈIĆ Özil"),
    policy_numbers=("P-17",),
    loss_date=date(2026, 3, 2),
)


@pytest.fixture
def burnt(house: Services) -> Services:
    """An office whose claims are fires at home."""
    return with_kind(house, "fire_home")


def with_kind(house: Services, kind: str) -> Services:
    assert house.settings.register is not None
    register = house.settings.register
    register.write_text(register.read_text("utf-8").replace(",auto,", f",{kind},"), "utf-8")
    return house


def filled(form: bytes, **values: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(form))
    writer.update_page_form_field_values(writer.pages[0], values)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def attached(mail: EmailMessage) -> list[tuple[str | None, str, bytes]]:
    return [(part.get_filename(), part.get_content_type(), part.get_content()) for part in mail.iter_attachments()]


def items_of(reading: Reading) -> list[str]:
    return [fact.raw for fact in reading.facts if fact.kind == "item"]


@ON_BOTH
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fire_gets_its_form_in_the_language_of_the_answer(language: str, burnt: Services, smtp: Smtp) -> None:
    mail = receive(written(TEXTS[language]), burnt)

    ((name, kind, form),) = attached(smtp.state.taken[0].content)
    text = PdfReader(io.BytesIO(form)).pages[0].extract_text()
    assert (name, kind) == (NAMES[language], "application/pdf")
    assert [word in text for word in ("*C502100001*", "ASSURE1 Jean", wording(language).schedule["title"])] == [True] * 3
    assert wording(language).full.split("{if form}")[1].splitlines()[0] in answer(mail).text
    with burnt.blobs.open(answer(mail).attached_sha256) as kept:
        assert kept.read() == form


def test_the_form_goes_along_once_a_claim(burnt: Services, smtp: Smtp) -> None:
    for serial, number in ((1, 1), (2, 1), (3, 2)):
        receive(written(TEXTS["fr"], serial, number=number), burnt)

    assert [len(attached(taken.content)) for taken in smtp.state.taken] == [1, 0, 1]
    assert ["annexe l'état de pertes" in row.text for row in models.Outgoing.objects.order_by("pk")] == [True, False, True]


def test_a_form_that_did_not_arrive_goes_along_again(burnt: Services, smtp: Smtp) -> None:
    smtp.state.rcpt = "550 5.1.1 no such user"
    receive(written(TEXTS["fr"], 1), burnt)
    smtp.state.rcpt = ""

    receive(written(TEXTS["fr"], 2), burnt)

    assert [len(attached(taken.content)) for taken in smtp.state.taken] == [1]


@pytest.mark.parametrize(("kind", "many"), [("fire_home", 1), ("theft_home", 1), ("water_damage", 0), ("vehicle_theft", 0), ("auto", 0)])
def test_a_form_goes_along_where_the_kind_of_claim_needs_one(kind: str, many: int, house: Services, smtp: Smtp) -> None:
    receive(written(TEXTS["fr"]), with_kind(house, kind))

    assert len(attached(smtp.state.taken[0].content)) == many


def test_a_stranger_gets_no_form(burnt: Services, smtp: Smtp) -> None:
    mail = receive(stranger(), burnt)

    assert (attached(smtp.state.taken[0].content), answer(mail).attached_sha256, answer(mail).kind) == ([], "", "neutral")


@pytest.mark.parametrize(
    ("column", "name", "many"),
    [
        ("expert_email", "Cabinet", 0),
        ("lawyer_email", "Me Avocat", 0),
        ("party_emails", "Autre Partie", 0),
        ("party_emails", "ASSURE1 Jean", 1),
        ("party_emails", "Jean Assure1", 1),
        ("broker_email", "Cabinet", 1),
    ],
)
def test_only_the_broker_and_the_insured_get_the_form(column: str, name: str, many: int, house: Services, smtp: Smtp) -> None:
    assert house.settings.register is not None
    house.settings.register.write_text(
        f"number,state,kind,insured,{column},handler\n{mails.claim(1)},open,fire_home,ASSURE1 Jean,x@cabinet.example,h.lambert\n"
    )
    mail = written(TEXTS["fr"])
    mail.replace_header("From", f"{name} <x@cabinet.example>")
    mail.replace_header("Authentication-Results", "mx.claimpost.test; dmarc=pass header.from=cabinet.example")

    held = receive(mail, house)

    assert (answer(held).kind, len(attached(smtp.state.taken[0].content))) == ("full", many)


def test_a_dry_run_makes_the_form_and_sends_nothing(burnt: Services, smtp: Smtp) -> None:
    mail = receive(written(TEXTS["fr"]), answering(burnt, smtp.port, mode="dry_run"))

    assert (burnt.blobs.size(answer(mail).attached_sha256), smtp.state.taken) == (answer(mail).attached_size, [])


def test_what_is_sent_is_what_was_built(burnt: Services, smtp: Smtp) -> None:
    smtp.state.rcpt = "451 4.7.1 greylisted"
    mail = receive(written(TEXTS["fr"]), burnt)
    built = answer(mail).attached_sha256
    assert burnt.settings.register is not None
    burnt.settings.register.write_text(burnt.settings.register.read_text().replace("ASSURE1 Jean", "AUTRE Nom"))
    smtp.state.rcpt = ""

    work(at(burnt, minutes=1))

    ((_, _, form),) = attached(smtp.state.taken[0].content)
    assert "ASSURE1 Jean" in PdfReader(io.BytesIO(form)).pages[0].extract_text()
    assert answer(mail).attached_sha256 == built


def test_a_form_that_the_store_lost_is_found(burnt: Services) -> None:
    mail = receive(written(TEXTS["fr"]), burnt)
    whole = list(checks.missing_blobs(burnt.blobs))
    burnt.blobs.delete(answer(mail).attached_sha256)

    (lost,) = checks.missing_blobs(burnt.blobs)

    assert (whole, lost) == ([], checks.Finding(code="blob_missing", kind="outgoing", target=answer(mail).pk))


def test_a_form_that_comes_back_filled_in_is_read_and_not_sent_again(burnt: Services, smtp: Smtp) -> None:
    receive(written(TEXTS["fr"], 1), burnt)
    ((_, _, form),) = attached(smtp.state.taken[0].content)
    back = written(TEXTS["fr"], 2)
    values = {"item_1": "Téléviseur Samsung", "bought_1": "12/03/2022", "price_1": "899", "proof_1": "facture", "total": "899,00"}
    back.add_attachment(filled(form, **values), maintype="application", subtype="pdf", filename="etat.pdf")

    mail = receive(back, burnt)

    reading = models.Reading.objects.get(item__mail=mail, item__name="etat.pdf")
    assert reading.type == SCHEDULE
    assert [fact["value"] for fact in reading.value["facts"] if fact["kind"] == "item"] == ["Téléviseur Samsung"]
    assert attached(smtp.state.taken[1].content) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_that_is_filled_in_is_read(language: str) -> None:
    form = loss_form.blank(wording(language), FIRE)
    rows = {f"item_{row}": f"Objet numéro {chr(64 + row)}" for row in range(1, loss_form.ROWS + 1)}
    prices = {f"price_{row}": f"1 {row:03},50" for row in range(1, loss_form.ROWS + 1)}
    dates = {f"bought_{row}": "05/2021" for row in range(1, loss_form.ROWS + 1)}

    read = papers.reading_of(filled(form, **rows, **prices, **dates, total="99 999,00"))

    assert (read.type.id, read.language) == (SCHEDULE, language)
    assert items_of(read) == [f"Objet numéro {chr(64 + row)} 1 {row:03},50 EUR" for row in range(1, loss_form.ROWS + 1)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_form_names_no_losses(language: str) -> None:
    assert items_of(papers.reading_of(loss_form.blank(wording(language), FIRE))) == []


def test_a_form_is_the_same_bytes_each_time_and_writes_every_name() -> None:
    form = loss_form.blank(wording("fr"), FIRE)

    page = PdfReader(io.BytesIO(form)).pages[0].extract_text()
    assert form == loss_form.blank(wording("fr"), FIRE)
    assert "Assuré : LUKASZ (Jean) / DACIC Özil" in page
    assert [word in page for word in ("P-17", "Date du sinistre : 02/03/2026", "?")] == [False, True, False]


@pytest.mark.parametrize("name", ["Παπαδόπουλος Γιώργος", "Иванова Анна", "حداد سمير", "DUPONT 🔥 Jean"])
def test_a_name_that_cannot_be_printed_is_left_to_fill_in(name: str) -> None:
    form = PdfReader(io.BytesIO(loss_form.blank(wording("fr"), replace(FIRE, insured_names=(name,)))))

    page = form.pages[0].extract_text()
    assert ("Assuré :" in page, "?" in page, "known" in (form.get_fields() or {})) == (True, False, True)


def test_what_a_claim_does_not_tell_is_left_out() -> None:
    page = PdfReader(io.BytesIO(loss_form.blank(wording("en"), Claim(number="C502100001", state=State.OPEN)))).pages[0].extract_text()

    assert [label in page for label in ("Claim:", "Insured:", "Date of loss:")] == [True, False, False]


def test_a_house_prints_its_own_words_on_the_form(burnt: Services, smtp: Smtp) -> None:
    own = burnt.settings.home / "words"
    own.mkdir()
    (own / "fr.yaml").write_text("schedule:\n  title: ÉTAT DE PERTES DE LA MAISON\n  file: inventaire\n", "utf-8")

    receive(written(TEXTS["fr"]), answering(burnt, smtp.port, templates=own))

    ((name, _, form),) = attached(smtp.state.taken[0].content)
    text = PdfReader(io.BytesIO(form)).pages[0].extract_text()
    assert (name, "ÉTAT DE PERTES DE LA MAISON" in text, "Prix d'achat" in text) == (f"inventaire-{mails.claim(1)}.pdf", True, True)
