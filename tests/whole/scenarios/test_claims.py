"""Domain section 9, whose claim a mail is about: other numbers, wrong digits, drafts, strangers, forgers, threads, repeats, machines."""

from datetime import timedelta

import pytest

from storage import desk, models, received, trails
from tests.whole.scenarios import post
from tests.whole.scenarios.house import BOUNCES, NOW, House, Letter
from tests.whole.scenarios.post import SCENE, answers, estimate, invoice, mail, message_id
from web.demo import mime, people, pictures
from web.demo.letters import File
from web.demo.people import Person
from web.demo.pictures import Shot
from web.demo.programs import GMAIL

MINUTE = timedelta(minutes=1)
COURTESY = "Bonjour,\n\nVeuillez trouver ci-joint la facture.\n\nCordialement,"


def photo(name: str = "IMG_0071.jpg", side: int = 0) -> File:
    return File(
        name=name, media_type="image/jpeg", content=pictures.photo_jpeg(Shot(at=SCENE.ago(55), body="#c9c4b4", plate="", side=side))
    )


def neutral(house: House, letter: Letter, to: Person) -> None:
    """The sender was answered, and learned nothing of a claim."""
    (answer,) = letter.answers
    assert (answer.state, answer.kind, answer.to, answer.subject) == (
        "sent",
        "neutral",
        to.address,
        f"Accusé de réception {letter.row.number}",
    )
    assert "DUPONT" not in "".join(house.said)


def test_6_an_old_thread_about_another_number_waits_with_both_claims_shown(house: House) -> None:
    letter = house.receive(mail("RE: *C502100003* BOULANGE", "Bonjour,\n\nnouveau sinistre, voir *C502100017*", estimate()))

    assert letter.verdict == ("triage", ("C502100003", "C502100017"), ("conflicting_references",))
    assert {found.number for found in letter.verdicts[0].candidates} >= {"C502100003", "C502100017"}
    assert (letter.task.kind, letter.task.claim, letter.task.files) == ("triage", "", ("devis.pdf",))
    neutral(house, letter, people.MARTIN)


def test_7_the_number_of_another_insured_waits_with_the_claim_of_the_name_on_top(house: House) -> None:
    letter = house.receive(mail("*C502100010* DUPONT", post.OWN, invoice()))

    assert letter.verdict == ("triage", ("C502100010",), ("identity_conflict",))
    assert letter.verdicts[0].candidates[0].number == "C502100001"
    assert (letter.task.kind, letter.task.claim) == ("triage", "")
    neutral(house, letter, people.MARTIN)


def test_8_a_paper_for_a_closed_claim_asks_whether_to_open_it_again(house: House) -> None:
    letter = house.receive(mail("Document *C502100003* BOULANGE", post.OWN, invoice("C502100003")))

    assert letter.verdict == ("route_warn", ("C502100003",), ("claim_closed",))
    assert (letter.task.title, letter.task.claim, letter.task.warnings) == ("claim_closed", "C502100003", ("claim_closed",))
    assert letter.answers[0].kind == "full"
    assert "rouvr" not in "".join(house.said)


def test_9_what_comes_for_a_draft_is_held_and_appears_where_the_draft_becomes_a_claim(house: House) -> None:
    letter = house.receive(mail("Nouveau sinistre *T502100417* MOREAU", post.OWN, invoice("T502100417")))
    held = letter.task
    house.wait(minutes=31)
    neutral(house, letter, people.MARTIN)

    house.change("T502100417,draft", "C502100044,open")
    house.register.write_text(_with_former(house.register.read_text("utf-8"), "C502100044", "T502100417"), "utf-8")
    house.wait(hours=1)

    assert (held.kind, held.claim, held.warnings, held.due) == ("hold", "", ("draft_not_submitted",), "Wed 11 17:00")
    assert letter.verdict == ("route_warn", ("C502100044",), ("draft_number_resolved",))
    assert (letter.task.kind, letter.task.claim, letter.task.files) == ("claim", "C502100044", ("facture.pdf",))
    assert [answer.kind for answer in letter.answers] == ["neutral", "second"]
    assert house.sent.content["Subject"] == "Accusé de réception *C502100044* - MOREAU Lucie"


def _with_former(text: str, number: str, former: str) -> str:
    """The register with the number that a claim had as a draft."""
    head, *rows = text.splitlines()
    place = head.split(",").index("former_numbers")
    cells = [row.split(",") for row in rows]
    for row in cells:
        row[place] = former if row[0] == number else row[place]
    return "\n".join([head, *(",".join(row) for row in cells), ""])


def test_9_a_draft_that_is_never_submitted_waits_for_an_operator_after_five_working_days(house: House) -> None:
    letter = house.receive(mail("Nouveau sinistre *T502100417* MOREAU", post.OWN, invoice("T502100417")))

    house.wait(days=8)

    assert (letter.task.kind, letter.verdict) == ("triage", ("triage", ("T502100417",), ("draft_not_submitted", "gave_up_waiting")))


def test_10_a_stranger_with_the_right_number_reaches_the_handler_alone_and_learns_nothing(house: House) -> None:
    letter = house.receive(
        mail("Photo *C502100001*", "Bonjour, je suis le voisin.", photo(), sender=people.NEIGHBOUR, program=GMAIL, verdict="pass")
    )

    assert letter.verdict == ("route_warn", ("C502100001",), ("sender_unknown",))
    assert letter.verdicts[0].sender_class == "U"
    assert (letter.task.claim, letter.task.title, letter.task.warnings) == ("C502100001", "photo", ("sender_unknown",))
    neutral(house, letter, people.NEIGHBOUR)


def test_11_a_forger_waits_for_an_operator_and_hears_nothing(house: House) -> None:
    words = "Bonjour,\n\nNotre client a changé de banque, nouveau compte IBAN BE71 0961 2345 6769."

    letter = house.receive(mail("Nouveau compte IBAN *C502100001* DUPONT", words, sender=people.CROOK, verdict="fail"))

    assert letter.verdict == ("triage", ("C502100001",), ("sender_auth_failed",))
    assert (letter.task.kind, letter.task.claim, letter.task.priority) == ("triage", "", "high")
    assert [(answer.state, answer.problem) for answer in letter.answers] == [("withheld", "sender_auth_failed")]
    assert (house.smtp.state.taken, models.Task.objects.filter(claim="C502100001").exists()) == ([], False)


def test_13_a_paper_that_comes_three_times_is_one_paper_on_one_task_and_each_sender_is_answered_once(house: House) -> None:
    first = house.receive(mail("Facture *C502100001*", post.OWN, invoice(name="Facture Vigneron.pdf")), at=NOW)
    own = mail("Facture *C502100001*", COURTESY, invoice(name="IMG.pdf"), sender=people.DUPONT, program=GMAIL, at=NOW + 20 * MINUTE)
    second = house.receive(own, at=NOW + 20 * MINUTE)
    at = NOW + 40 * MINUTE
    head = f"De : Jean Dupont <{people.DUPONT.address}>\nEnvoyé : mercredi 4 mars 2026 10:31\nÀ : Cabinet Martin\nObjet : Facture"
    third = house.receive(mail("TR: Facture *C502100001*", "", invoice(name="IMG.pdf"), quoted=f"{head}\n\n{COURTESY}", at=at), at=at)

    assert [(task.claim, task.files) for task in first.tasks] == [("C502100001", ("Facture Vigneron.pdf",))]
    assert (second.tasks, third.tasks) == ([], [])
    (task,) = first.rows
    assert [(again.sender, again.number) for again in received.again(trails.trail(task))] == [
        (people.DUPONT.name, second.row.number),
        (people.MARTIN.name, third.row.number),
    ]
    assert [(taken.to, taken.content["Subject"].partition(" *")[0]) for taken in house.smtp.state.taken] == [
        ([people.MARTIN.address], "Accusé de réception"),
        ([people.DUPONT.address], "Accusé de réception"),
        ([people.MARTIN.address], "Accusé de réception"),
    ]
    assert len({item.sha256 for item in models.Item.objects.filter(kind="document")}) == 1


@pytest.mark.parametrize(
    ("own", "words", "tasks"), [("", COURTESY, 0), ("Merci de payer.", COURTESY, 1), ("", "Je conteste cette facture.", 2)]
)
def test_13_a_mail_that_carries_nothing_but_a_known_paper_in_another_opens_no_task(own: str, words: str, tasks: int, house: House) -> None:
    house.receive(mail("Facture *C502100001*", COURTESY, invoice()))
    inside = post.inner("Facture *C502100001*", words, invoice(), sender=people.DUPONT)
    at = NOW + 40 * MINUTE

    again = house.receive(post.carrying("TR: Facture *C502100001*", own, inside, sender=people.MARTIN, at=at), at=at)

    assert len(again.tasks) == tasks


def _ours(house: House) -> str:
    """The Message-ID of the last answer."""
    return str(house.sent.content["Message-ID"])


def test_14_an_absence_is_noted_and_makes_neither_a_task_nor_an_answer(house: House) -> None:
    first = house.receive(mail("Info *C502100001*"))
    headers = (("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"), ("In-Reply-To", _ours(house)))
    subject = "Réponse automatique : Accusé de réception *C502100001*"

    away = house.receive(mail(subject, "Je suis absent jusqu'à lundi.", headers=headers, at=NOW + MINUTE), at=NOW + MINUTE)

    assert (away.verdict[0], away.tasks) == ("ignore", [])
    assert [(answer.state, answer.problem) for answer in away.answers] == [("withheld", "auto_submitted")]
    assert ("answer_auto_replied" in first.events, len(house.smtp.state.taken)) == (True, 1)


def test_15_an_answer_that_comes_back_is_void_and_an_operator_corrects_the_address(house: House) -> None:
    first = house.receive(mail("Info *C502100001*"))

    back = house.receive(_returned(house), at=NOW + MINUTE)

    assert [(answer.state, answer.problem) for answer in first.answers] == [("bounced", "bounced")]
    assert (back.task.kind, back.task.title, back.task.claim) == ("triage", "address_to_correct", "C502100001")
    assert len(house.smtp.state.taken) == 1


def _returned(house: House) -> bytes:
    postmaster = Person(name="Mail Delivery System", address="mailer-daemon@courtier-martin.example")
    status = mime.Piece(
        (("Content-Type", "message/delivery-status"),),
        b"Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; x@courtier-martin.example\r\nAction: failed\r\nStatus: 5.1.1\r\n",
    )
    headers = f"From: {people.OFFICE}\r\nSubject: Accuse *C502100001*\r\nMessage-ID: {_ours(house)}\r\n"
    original = mime.Piece((("Content-Type", "text/rfc822-headers"),), headers.encode())
    text = mime.text("The mail could not be delivered.\n", charset="us-ascii")
    report = mime.several("report", "=_rapport", text, status, original, extra=" report-type=delivery-status;")
    head = (("Return-Path", "<>"), ("From", mime.address(postmaster.name, postmaster.address)), ("To", BOUNCES))
    rest = (("Subject", "Undelivered Mail Returned to Sender"), ("Auto-Submitted", "auto-replied"), ("MIME-Version", "1.0"))
    return mime.entity(report, *head, *rest)


def test_24_a_dutch_broker_with_a_french_mail_is_answered_in_dutch(house: House) -> None:
    quoted = (
        "---------- Forwarded message ---------\nVan: Plomberie Rapide <contact@plomberie-rapide.example>\n"
        f"Date: 3 mrt 2026 om 09:12\nSubject: Recherche de fuite\nTo: <{people.PEETERS.address}>\n\n\n"
        "Bonjour,\n\nLa fuite vient du raccord de l'évier, elle a été réparée ce matin.\n\nL'équipe"
    )
    words = "Beste,\n\nZie het bericht hieronder van de loodgieter over de waterschade."

    letter = house.receive(mail("Doorst.: bijkomende info *C502100002*", words, sender=people.PEETERS, program=GMAIL, quoted=quoted))

    assert letter.verdict == ("route", ("C502100002",), ())
    assert (letter.task.kind, letter.task.claim, letter.task.title) == ("claim", "C502100002", "message")
    original = letter.verdicts[0].aside.original
    assert original is not None
    assert original.address == "contact@plomberie-rapide.example"
    assert house.sent.content["Subject"] == "Ontvangstbevestiging *C502100002* - PEETERS An"


def test_25_two_files_named_after_two_claims_are_a_task_each(house: House) -> None:
    files = (estimate("C502100001", "C502100001_devis.pdf"), estimate("C502100017", "C502100017_devis.pdf", "0456"))

    letter = house.receive(mail("documents", post.OWN, *files))

    assert letter.verdict == ("split", ("C502100001", "C502100017"), ("reference_in_filename",))
    assert [(task.claim, task.title, task.files) for task in letter.tasks] == [
        ("C502100001", "devis", ("C502100001_devis.pdf",)),
        ("C502100017", "devis", ("C502100017_devis.pdf",)),
    ]
    neutral(house, letter, people.MARTIN)


def test_26_a_change_of_the_contract_is_no_claim_and_goes_to_the_others_within_a_day(house: House) -> None:
    words = "Bonjour,\n\nMerci d'ajouter un véhicule au contrat n° 50.664.029.\n\nBien à vous,"

    letter = house.receive(mail("Ajout d'un véhicule", words))

    assert letter.verdict[0] == "triage"
    assert (letter.task.kind, letter.task.claim, letter.task.because) == ("triage", "", "contract_change")
    assert letter.task.due == "Thu 05 10:11"
    neutral(house, letter, people.MARTIN)


@pytest.fixture
def away(house: House) -> House:
    """The office while its claims system is away."""
    house.register.rename(house.register.with_suffix(".away"))
    return house


def test_27_while_the_claims_system_is_down_mails_are_held_and_answered_and_then_placed_once(away: House) -> None:
    noon = NOW + timedelta(hours=2)
    serials = range(3)
    mails = [
        mail(f"Devis {serial} *C502100001*", f"Bonjour,\n\nLe devis numéro {serial}.", estimate(serial=f"050{serial}"), at=noon)
        for serial in serials
    ]
    letters = [away.receive(raw, at=noon + serial * MINUTE) for serial, raw in zip(serials, mails, strict=True)]
    held = [(letter.task.kind, letter.verdict[2]) for letter in letters]
    away.wait(minutes=31)
    neutral_ones = len(away.smtp.state.taken)

    away.now = noon + timedelta(hours=3)
    away.register.with_suffix(".away").rename(away.register)
    away.work()
    away.wait(hours=1)

    assert held == [("hold", ("claims_system_unavailable",))] * 3
    assert neutral_ones == 3
    assert [letter.verdict for letter in letters] == [("route", ("C502100001",), ())] * 3
    assert [(letter.task.kind, letter.task.claim) for letter in letters] == [("claim", "C502100001")] * 3
    assert [[answer.kind for answer in letter.answers] for letter in letters] == [["neutral", "second"]] * 3


def test_27_the_mails_of_a_claim_leave_the_hold_in_order_of_receipt_whenever_each_was_looked_at(away: House) -> None:
    ten_past = NOW.replace(hour=11, minute=10)
    letters = []
    for serial, minutes in enumerate((0, 40, 70)):
        raw = mail(f"Devis {serial} *C502100001*", f"Bonjour,\n\nLe devis numéro {serial}.", estimate(serial=f"050{serial}"), at=ten_past)
        letters.append(away.receive(raw, at=ten_past + minutes * MINUTE))

    away.now = ten_past + 80 * MINUTE
    away.register.with_suffix(".away").rename(away.register)
    for _ in range(12):
        away.wait(minutes=5)

    opened = models.Event.objects.filter(what="task_opened", claim="C502100001").order_by("pk")
    assert list(opened.values_list("mail_id", flat=True)) == [letter.row.pk for letter in letters]
    who = desk.Viewer(name="op", sees_all=True)
    listed = desk.claim_tasks(who, everyone=True, done=False, claim="C502100001")
    assert [task.unit.mail_id for task in listed] == [letter.row.pk for letter in reversed(letters)]


def test_30_of_a_thread_that_carries_all_its_files_again_only_the_new_one_is_new(house: House) -> None:
    subject = "Devis *C502100001*"
    one, two, three = estimate(name="a.pdf"), invoice(name="b.pdf"), photo("c.jpg")
    house.receive(mail(subject, "Bonjour,\n\nLe devis.", one))
    house.receive(
        mail(f"RE: {subject}", "Bonjour,\n\nLa facture aussi.", one, two, headers=answers(message_id(subject)), at=NOW + MINUTE),
        at=NOW + MINUTE,
    )
    last = house.receive(
        mail(f"RE: {subject}", "Bonjour,\n\nEt la photo.", one, two, three, headers=answers(message_id(subject)), at=NOW + 2 * MINUTE),
        at=NOW + 2 * MINUTE,
    )

    assert (last.task.title, last.task.because) == ("photo", "photo")
    assert last.known == ["a.pdf", "b.pdf"]
