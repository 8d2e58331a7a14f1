"""Domain section 9, what papers make of a task: one scan of several, photographs, a theft, a summons, a report, an invitation."""

import dataclasses
import io
from datetime import UTC, datetime, timedelta

import pillow_heif
import pypdfium2
import pytest
from PIL import Image, ImageDraw
from pypdf import PdfWriter

from router.checklist import papers_of
from router.losses import Standing, cross_check
from storage import desk, items, joining, models
from storage.desk import TypeCount, Viewer
from tests.whole.scenarios import papers, post
from tests.whole.scenarios.house import NOW, House
from tests.whole.scenarios.post import SCENE, mail, pdf
from web.demo import people, pictures
from web.demo.letters import File
from web.demo.mails.brokers import order
from web.demo.mails.people_and_robots import invitation
from web.demo.papers import constat, repairs, reports
from web.demo.papers.reports import Case
from web.demo.programs import IPHONE, YAHOO

pytestmark = pytest.mark.timeout(600)

FRIDAY_EVENING = datetime(2026, 3, 6, 16, 40, tzinfo=UTC)


def joined(*papers: bytes) -> bytes:
    """One PDF of all pages."""
    writer = PdfWriter()
    for paper in papers:
        writer.append(io.BytesIO(paper))
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _statement() -> bytes:
    case = SCENE.case("C502100001")
    a = constat.Driver(
        name="DUPONT Jean",
        street="Rue de la Fontaine 9",
        town="5000 Namur",
        car=case.car,
        plate=case.plate,
        insurer="Vertebois Assurances",
        policy=case.policy,
        licence="1199812345",
        crosses=(9,),
        impact="avant gauche",
        damage="aile avant gauche",
    )
    b = dataclasses.replace(a, name="CARLIER Hugo", plate="2-CRL-119", policy="ALT-77120-4", crosses=(2,), impact="arrière")
    accident = constat.Accident(at=case.loss, time="17 h 50", place="Namur, rue de Fer 14", witness="", a=a, b=b)
    return constat.statement(accident)


def test_5_one_scan_of_three_papers_is_taken_apart_and_as_secret_as_its_most_secret_one(house: House) -> None:
    case = SCENE.case("C502100001")
    bill = repairs.invoice(order(SCENE, "C502100001"))
    empty = papers.blank()
    scan = joined(papers.certificate(case), empty, bill, empty, _statement(), empty, empty, empty)
    with pypdfium2.PdfDocument(scan) as document:
        assert len(document) == 9

    letter = house.receive(mail("Documents *C502100001* DUPONT", post.OWN, pdf("SCAN0012.pdf", pictures.scanned(scan, tilt=0.3))))

    (paper,) = letter.papers
    assert paper.parts == ("certificat_medical_initial", "facture_reparation", "constat_auto")
    assert [document["pages"] for document in models.Reading.objects.get().value["documents"]] == [[1, 2], [4], [6]]
    assert "P4" in paper.classes
    assert (letter.task.files, letter.task.priority) == (("SCAN0012.pdf",), "high")


@pytest.mark.parametrize(("is_scan", "warnings"), [(True, ("to_be_split",)), (False, ())], ids=["scanned", "written"])
def test_5_a_scan_that_may_hold_a_further_paper_stays_whole_and_its_task_says_so(
    is_scan: bool,  # noqa: FBT001 - a column
    warnings: tuple[str, ...],
    house: House,
) -> None:
    pages = papers.account_and_receipt()
    file = pdf("SCAN0013.pdf", pictures.scanned(pages, tilt=0.3) if is_scan else pages)

    letter = house.receive(mail("Documents *C502100001* DUPONT", post.OWN, file))

    (paper,) = letter.papers
    assert (len(paper.parts), letter.task.files, letter.task.warnings) == (1, ("SCAN0013.pdf",), warnings)


def _heic(number: int) -> File:
    image = Image.new("RGB", (320, 240), (40 + 12 * number, 120, 200 - 9 * number))
    draw = ImageDraw.Draw(image)
    draw.ellipse((20 + 10 * number, 30, 120 + 10 * number, 200), fill="#5b6b3d")
    exif = Image.Exif()
    exif[0x0110] = "iPhone 13"
    exif.get_ifd(0x8769).update({0x9003: f"2026:02:11 11:00:{number:02}"})
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 28.0, 1.5), 3: "E", 4: (4.0, 52.0, 3.2)})
    made = io.BytesIO()
    pillow_heif.from_pillow(image).save(made, quality=60, exif=exif.tobytes())
    return File(name=f"IMG_4{420 + number}.HEIC", media_type="image/heic", content=made.getvalue())


def test_17_a_series_of_photographs_in_three_mails_is_kept_as_it_came_and_said_when_and_where(house: House) -> None:
    photos = [_heic(number) for number in range(14)]
    sets = (photos[:5], photos[5:10], [*photos[10:], photos[0]])
    letters = []
    for number, files in enumerate(sets):
        at, words = NOW + number * timedelta(minutes=3), f"Les photos {number} de ma voiture."
        raw = mail("Photos *C502100022*", words, *files, sender=people.SCHMITZ, at=at, program=IPHONE, signed=False)
        letters.append(house.receive(raw, at=at))

    assert [(letter.task.title, letter.task.claim, len(letter.task.files)) for letter in letters] == [("photo", "C502100022", 5)] * 3
    assert letters[2].known == ["IMG_4420.HEIC"]
    everybody = Viewer(name="", sees_all=True)
    (lead,) = desk.claim_tasks(everybody, everyone=True, done=False, claim="C502100022")
    first, *others = (next(iter(letter.rows)) for letter in letters)
    assert (lead, joining.joined_to(lead)) == (first, others)
    assert desk.types_by_task([lead], desk.joined(everybody, [lead])) == {lead.pk: [TypeCount(type="photo", count=14)]}
    assert [letter.answers[0].state for letter in letters] == ["sent"] * 3
    seen = [reading.value["photo"] for reading in models.Reading.objects.all()]
    assert len({item.sha256 for item in models.Item.objects.filter(kind="document")}) == 14
    assert {str(photo["taken_at"])[:16] for photo in seen} == {"2026-02-11T11:00"}
    assert all(photo["place"] and photo["small"] and photo["large"] for photo in seen)


def test_20_a_theft_that_is_told_by_mail_waits_as_a_new_claim_of_its_kind(house: House) -> None:
    case = Case(
        reference="",
        insured="DELVAUX Sophie",
        policy="50.778.112",
        plate="1-DLV-778",
        car="Volkswagen Golf",
        loss=SCENE.ago(34).date(),
        at=SCENE.ago(10).date(),
    )
    receipt = File(name="recepisse.jpg", media_type="image/jpeg", content=pictures.photographed(reports.complaint_receipt(case)))
    words = "Bonjour,\n\nOn a volé ma voiture cette nuit devant chez moi. Que dois-je faire ?"

    letter = house.receive(mail("Vol de ma voiture", words, receipt, sender=people.DELVAUX, program=YAHOO))

    assert letter.verdict == ("triage", (), ("new_claim",))
    assert (letter.task.kind, letter.task.priority, letter.types) == ("triage", "high", ["plainte_recepisse"])
    reported = letter.verdicts[0].aside.new_claim
    assert reported is not None
    assert reported.kind == "vehicle_theft"
    needed = {needed.id: needed.state for needed in reported.must_hold}
    assert needed["policy_number"] == "here"
    (answer,) = letter.answers
    assert (answer.state, answer.kind) == ("sent", "neutral")


def test_21_a_summons_on_friday_evening_is_urgent_and_due_within_four_hours(house: House) -> None:
    case = SCENE.case("C502100017")
    scan = pictures.scanned(papers.summons(case, "10 mars 2026"), tilt=0.4)

    letter = house.receive(
        mail("TR: Citation *C502100017* LEROY", "Bonjour,\n\nReçu ce jour.", pdf("citation.pdf", scan), at=FRIDAY_EVENING),
        at=FRIDAY_EVENING,
    )

    (paper,) = letter.papers
    assert (paper.type, "P5" in paper.classes) == ("citation", True)
    assert (letter.task.title, letter.task.priority, letter.task.because) == ("citation", "urgent", "citation")
    assert letter.task.due == "Fri 06 21:40"
    facts = {(fact["kind"], fact["role"]): fact["value"] for fact in models.Reading.objects.get().value["facts"]}
    assert facts["date_eu", "hearing"] == "2026-03-10"


def test_21_a_summons_that_comes_with_an_estimate_is_a_task_of_its_own_and_joins_nothing(house: House) -> None:
    case = SCENE.case("C502100017")
    scan = pictures.scanned(papers.summons(case, "10 mars 2026"), tilt=0.4)
    files = (post.estimate("C502100017"), pdf("citation.pdf", scan))
    before = house.receive(
        mail("Devis *C502100017* LEROY", post.OWN, post.estimate("C502100017", "d.pdf", "0400"), at=FRIDAY_EVENING), at=FRIDAY_EVENING
    )

    letter = house.receive(mail("TR: Citation *C502100017* LEROY", "Bonjour,\n\nReçu ce jour.", *files), at=FRIDAY_EVENING)

    common, urgent = letter.rows
    assert [(task.title, task.priority, task.files) for task in letter.tasks] == [
        ("devis", "normal", ("devis.pdf",)),
        ("citation", "urgent", ("citation.pdf",)),
    ]
    assert letter.tasks[1].due == "Fri 06 21:40"
    assert (common.joined_to, urgent.joined_to) == (next(iter(before.rows)), None)


def test_22_an_experts_report_is_pressing_and_his_fee_note_behind_it_is_a_paper_of_its_own(house: House) -> None:
    case = SCENE.case("C502100017")
    both = joined(reports.assessment(case), papers.fee_note(case))

    letter = house.receive(mail("Rapport définitif *C502100017*", post.OWN, pdf("rapport.pdf", both), sender=people.VASSEUR))

    (paper,) = letter.papers
    assert paper.parts == ("rapport_expertise", "note_honoraires")
    assert (letter.task.title, letter.task.priority, letter.task.due) == ("rapport_expertise", "high", "Fri 06 17:00")
    assert letter.answers[0].kind == "full"


def test_23_of_a_schedule_of_losses_what_the_complaint_does_not_name_is_listed(house: House) -> None:
    case = SCENE.case("C502100019")
    files = (pdf("plainte.pdf", papers.complaint(case)), pdf("etat_de_pertes.pdf", reports.losses(case)))

    letter = house.receive(mail("Vol *C502100019* NGUYEN", post.OWN, *files, sender=people.NORD))

    assert letter.types == ["plainte_pv", "etat_de_pertes"]
    assert (letter.task.title, letter.task.files) == ("plainte_pv", ("plainte.pdf", "etat_de_pertes.pdf"))
    loaded = items.load(letter.row.pk)
    record, schedule = (paper for path in sorted(loaded.readings) for paper in papers_of(path, loaded.readings[path]))
    checked = cross_check(schedule.facts, record.pages)
    assert [loss.item for loss in checked if loss.standing is not Standing.IN_COMPLAINT] == ["Montre", "Vélo électrique"]


def test_28_a_doctors_bill_on_a_motor_claim_is_restricted_and_says_that_somebody_may_be_hurt(house: House) -> None:
    bill = pdf("honoraires.pdf", papers.doctors_bill(SCENE.case("C502100001")))

    letter = house.receive(mail("Frais *C502100001*", "Bonjour,\n\nVoici la note de mon médecin.", bill, sender=people.DUPONT))

    (paper,) = letter.papers
    assert (paper.type, "P4" in paper.classes) == ("frais_medicaux", True)
    assert (letter.task.title, letter.task.priority) == ("frais_medicaux", "high")
    assert "injured_box_ticked" in letter.task.warnings


def test_29_an_invitation_by_calendar_is_a_summons_to_an_assessment(house: House) -> None:
    letter = house.receive(invitation(SCENE).raw)

    (paper,) = letter.papers
    assert paper.type == "convocation_expertise"
    assert (letter.task.title, letter.task.priority, letter.task.because) == (
        "convocation_expertise",
        "urgent",
        "convocation_expertise",
    )
    assert letter.answers[0].kind == "full"
    facts = {(fact["kind"], fact["role"]) for fact in models.Reading.objects.get().value["facts"]}
    assert any(kind == "date_eu" for kind, _ in facts)
