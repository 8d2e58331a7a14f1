"""Domain section 9, what comes wrapped: a plain mail, a post bag, films, winmail.dat, locks, programs, signatures, logos."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import pkcs7

from core.answers import Answers
from core.errors import Problem, Unreadable
from core.limits import Limits
from core.values import SenderClass
from storage import models
from tests.parsers.test_office_embedded import Tree, ole
from tests.parsers.test_smime import encrypted, signed
from tests.whole.scenarios import post
from tests.whole.scenarios.house import BOUNCES, House, Task
from tests.whole.scenarios.post import SCENE, carrying, estimate, inner, invoice, mail
from web.demo import archives, mime, outlook, people, pictures
from web.demo.letters import File
from web.demo.mails.doubtful import _program
from web.demo.papers import reports
from web.demo.people import OFFICE
from web.demo.programs import THUNDERBIRD

DASHCAM = Path(people.__file__).parent / "dashcam.mp4"


def test_1_a_brokers_estimate_and_invoice_are_one_task_by_the_stricter_time_and_both_are_acknowledged(house: House) -> None:
    letter = house.receive(mail("Info complémentaire *C502100001* - DUPONT Jean", post.OWN, estimate(), invoice()))

    assert letter.verdict == ("route", ("C502100001",), ())
    assert letter.types == ["devis", "facture_reparation"]
    assert letter.task == Task(
        kind="claim",
        claim="C502100001",
        title="devis",
        priority="normal",
        due="Fri 06 17:00",
        because="devis",
        warnings=(),
        files=("devis.pdf", "facture.pdf"),
    )
    (answer,) = letter.answers
    assert (answer.state, answer.kind, answer.to) == ("sent", "full", people.MARTIN.address)
    assert house.sent.content["Subject"] == "Accusé de réception *C502100001* - DUPONT Jean"
    assert house.line("Pièces reçues :") == "Devis, Facture de réparation"
    assert "h.lambert, tél. +32 2 555 01 00" in house.line("Votre gestionnaire :")


def _bag(*further: bytes) -> bytes:
    tenant = inner("RE: dommages *C502100021* GARCIA", "Je confirme les faits.", estimate("C502100021"), sender=people.NEIGHBOUR)
    five = (
        inner("Devis *C502100001* DUPONT", "Bonjour,\n\nLe devis.", estimate(), sender=people.MARTIN),
        inner("Foto's *C502100018* CLAES", "Beste,\n\nZie bijlage.", sender=people.PEETERS, carrying=(tenant,)),
        inner("Question *C502100017* LEROY", "Où en est le dossier ?", sender=people.MARTIN),
        inner("Windscreen *C502100020*", "Who is the handler of this claim?", sender=people.LUX),
        inner("Rapport *C502100010* MÜLLER", "Bonjour,\n\nLa facture.", invoice("C502100010"), sender=people.MARTIN),
    )
    return carrying("Courrier du jour", "Bonjour,\n\nCi-joint les messages du jour.", *five, *further, sender=people.ALTERA)


CLAIMS_OF_THE_BAG = ["C502100001", "C502100018", "C502100021", "C502100017", "C502100020", "C502100010"]


def test_2_a_post_bag_goes_to_the_claim_of_each_mail_in_it_and_its_forwarder_alone_is_answered(house: House) -> None:
    letter = house.receive(_bag())

    outer, *inside = letter.verdicts
    assert (outer.outcome, outer.claims, outer.why) == ("ignore", (), ("carries_units",))
    assert [verdict.claims for verdict in inside] == [(claim,) for claim in CLAIMS_OF_THE_BAG]
    assert {verdict.sender_class for verdict in inside} == {SenderClass.OTHER, SenderClass.UNKNOWN}
    assert [(task.kind, task.claim, task.files) for task in letter.tasks] == [
        ("claim", "C502100001", ("devis.pdf",)),
        ("claim", "C502100018", ()),
        ("claim", "C502100021", ("devis.pdf",)),
        ("claim", "C502100017", ()),
        ("claim", "C502100020", ()),
        ("claim", "C502100010", ("facture.pdf",)),
    ]
    (answer,) = letter.answers
    assert (answer.kind, answer.to, len(house.smtp.state.taken)) == ("neutral", people.ALTERA.address, 1)
    assert [name for name in ("DUPONT", "CLAES", "LEROY", "MÜLLER") if name in "".join(house.said)] == []
    assert house.line("Votre message contenait 5 message(s)")
    listed = ["*C502100001*", "*C502100018*", "*C502100017*", "*C502100020*", "*C502100010*"]
    assert [house.line(f"{place}.") for place in range(1, 7)] == [*listed, ""]
    assert not house.line("Pour un traitement plus rapide")


def test_2_what_the_forwarder_is_told_does_not_depend_on_what_we_know(founded: Callable[..., House]) -> None:
    house = founded()
    unknown = inner("Devis *C599999999* DUPONT", "Bonjour.", sender=people.MARTIN)
    known = inner("Devis C502100001 et C 502 100 017", "Bonjour.", sender=people.MARTIN)
    silent = inner("Rappel C5021", "C502100001", sender=people.MARTIN)

    house.receive(carrying("Courrier du jour", "Bonjour.", unknown, known, silent, sender=people.ALTERA))

    assert [house.line(f"{place}.") for place in range(1, 5)] == [
        "*C599999999*",
        "C502100001, C 502 100 017",
        "aucune référence trouvée",
        "",
    ]


def test_2_of_a_larger_bag_the_first_are_listed_and_the_rest_is_counted(founded: Callable[..., House]) -> None:
    few = Answers(mode="on", sender=OFFICE, bounces=BOUNCES, key="of the tests", carried_lines=2)
    house = founded(answers=few)

    house.receive(_bag())

    assert (house.line("2."), house.line("3.")) == ("*C502100018*", "")
    assert house.line("Et 3 autres encore.") == ""
    assert "Et 3 autres encore." in house.said


def test_2_the_senders_in_the_bag_of_a_trusted_relay_count_as_those_of_the_claim(founded: Callable[..., House]) -> None:
    house = founded(trusted_relays=people.ALTERA.domain)

    letter = house.receive(_bag())

    assert [verdict.sender_class for verdict in letter.verdicts[1:3]] == [SenderClass.LINKED, SenderClass.LINKED]
    assert letter.verdicts[1].why == ()


def test_2_a_mail_without_a_reference_waits_alone_and_the_others_go_on(house: House) -> None:
    letter = house.receive(_bag(inner("Rappel de ma demande", "Je n'ai reçu aucune réponse.", sender=people.NEIGHBOUR)))

    assert [(task.kind, task.claim) for task in letter.tasks] == [
        *(("claim", claim) for claim in CLAIMS_OF_THE_BAG),
        ("triage", ""),
    ]


def test_3a_a_mail_above_the_limit_is_not_taken_in_and_leaves_nothing(founded: Callable[..., House]) -> None:
    house = founded(limits=Limits(mail_bytes=100_000))

    film = File(name="film.mp4", media_type="video/mp4", content=bytes(100_000))

    with pytest.raises(Unreadable) as refused:
        house.receive(mail("Vidéo *C502100001*", post.OWN, film))

    assert (refused.value.problem, models.Mail.objects.exists()) == (Problem.TOO_BIG, False)


def test_3b_a_link_to_a_film_is_a_paper_that_was_not_fetched_and_the_sender_is_told(house: House) -> None:
    words = "Bonjour,\n\nLe film est trop lourd pour un mail, lien valable 7 jours :\nhttps://we.tl/t-Qw7LpZ2c9K\n\nBien à vous,"

    letter = house.receive(mail("Film du carrefour *C502100001* DUPONT", words))

    assert letter.verdict == ("route", ("C502100001",), ())
    (link,) = letter.papers
    assert link.problem == "not_fetched"
    assert letter.task.files == (link.name,)
    assert "lien vers un fichier externe" in house.line("Pièces non reprises :")


def test_3c_a_film_of_20_mb_is_kept_whole_and_the_handler_sees_a_film(house: House) -> None:
    film = DASHCAM.read_bytes()
    padding = 20_000_000 - len(film)
    large = film + padding.to_bytes(4, "big") + b"free" + bytes(padding - 8)

    letter = house.receive(mail("Vidéo *C502100017*", post.OWN, File(name="IMG_0417.MP4", media_type="video/mp4", content=large)))

    assert (letter.task.title, letter.task.files, letter.task.priority) == ("video", ("IMG_0417.MP4",), "normal")
    assert letter.row.items.get(kind="document").size == 20_000_000
    assert models.Reading.objects.get().value["video"]["seconds"] > 0
    assert house.line("Pièces reçues :") == "Vidéo"


def _winmail(content: bytes, subject: str) -> bytes:
    wrapped = mime.attached(content, "winmail.dat", "application/ms-tnef")
    return post.made_of(subject, mime.text(""), wrapped, sender=people.PEETERS)


def test_4_the_text_and_the_papers_of_a_winmail_dat_are_those_of_the_mail(house: House) -> None:
    subject = "Bestek dak *C502100018* CLAES"
    three = (estimate("C502100018", "bestek.pdf"), invoice("C502100018", "factuur.pdf"), _losses("C502100018", "verlies.pdf"))
    words = "Beste,\n\nIn bijlage vindt u het bestek van de dakwerker en de factuur voor de brandschade.\n\nMet vriendelijke groeten"

    letter = house.receive(_winmail(outlook.winmail(subject, words, three), subject))

    assert [(paper.name, paper.type) for paper in letter.papers] == [
        ("bestek.pdf", "devis"),
        ("factuur.pdf", "facture_reparation"),
        ("verlies.pdf", "etat_de_pertes"),
    ]
    assert letter.task.files == ("bestek.pdf", "factuur.pdf", "verlies.pdf")
    assert "dakwerker" in models.Unit.objects.get().value["own_text"]
    assert house.sent.content["Subject"] == "Ontvangstbevestiging *C502100018* - CLAES Bart"
    assert house.line("Ontvangen stukken:") == "Bestek, Herstellingsfactuur, Schadestaat"


def test_4_a_winmail_dat_that_cannot_be_opened_is_kept_and_its_sender_is_told(house: House) -> None:
    letter = house.receive(_winmail(bytes.fromhex("789f3e22") + b"\0\1broken", "Bestek *C502100018* CLAES"))

    assert letter.refused == [("winmail.dat", "truncated")]
    assert letter.task.files == ("winmail.dat",)
    assert house.line("Pièces non reprises :") == "winmail.dat (fichier illisible - merci de le renvoyer)"


def _losses(claim: str, name: str) -> File:
    return post.pdf(name, reports.losses(SCENE.case(claim)))


def _locked(password: str) -> File:
    return File(name="docs.zip", media_type="application/zip", content=archives.locked((_losses("C502100019", "pertes.pdf"),), password))


def test_12_the_password_of_the_text_opens_the_archive_and_is_nowhere_kept(house: House) -> None:
    letter = house.receive(
        mail("Vol *C502100019* NGUYEN", "Bonjour,\n\nVoici.\nMot de passe : Sinistre2024\n", _locked("Sinistre2024"), sender=people.NORD)
    )

    assert [(paper.name, paper.type, paper.problem) for paper in letter.papers] == [("pertes.pdf", "etat_de_pertes", "")]
    assert (letter.task.title, letter.task.files) == ("etat_de_pertes", ("pertes.pdf",))
    assert house.line("Pièces non reprises :") == ""
    rows = [str(list(table.objects.values())) for table in (models.Unit, models.Reading, models.Item, models.Event, models.Outgoing)]
    assert [row for row in rows if "Sinistre2024" in row] == []


def test_12_without_a_password_the_sender_is_asked_and_the_next_mail_of_the_thread_opens_it(house: House) -> None:
    subject = "Vol *C502100019* NGUYEN - documents protégés"
    letter = house.receive(mail(subject, post.OWN, _locked("Sinistre2024"), sender=people.NORD))
    before = [(paper.name, paper.problem) for paper in letter.papers]
    asked = house.line("Pièces non reprises :")

    later = SCENE.ago(-2)
    reply = mail(
        f"RE: {subject}",
        "Bonjour,\n\nLe mot de passe : Sinistre2024\n",
        sender=people.NORD,
        at=later,
        headers=post.answers(post.message_id(subject, sender=people.NORD)),
    )
    house.receive(reply, at=later)

    assert (before, asked) == (
        [("pertes.pdf", "needs_password")],
        "docs.zip (fichier protégé par mot de passe - merci de le renvoyer sans protection, ou le mot de passe dans un message séparé)",
    )
    assert [(paper.name, paper.type) for paper in letter.papers] == [("pertes.pdf", "etat_de_pertes")]
    assert (letter.task.title, letter.task.files) == ("etat_de_pertes", ("pertes.pdf",))
    assert "unlocked" in letter.events


def test_16_a_program_is_refused_and_the_report_beside_it_goes_on(house: House) -> None:
    report = post.pdf("rapport.pdf", reports.assessment(SCENE.case("C502100017")))
    program = File(name="facture.pdf.exe", media_type="application/octet-stream", content=_program())

    letter = house.receive(mail("Rapport *C502100017* LEROY", post.OWN, report, program, sender=people.VASSEUR))

    assert [(paper.name, paper.type, paper.problem) for paper in letter.papers] == [
        ("rapport.pdf", "rapport_expertise", ""),
        ("facture.pdf.exe", "", "program"),
    ]
    assert (letter.task.title, letter.task.claim) == ("rapport_expertise", "C502100017")
    assert house.line("Pièces reçues :") == "Rapport"
    assert house.line("Pièces non reprises :") == "facture.pdf.exe (type de fichier non accepté - merci de l'envoyer en PDF ou en image)"


def _workbook(name: str) -> File:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>')
        if name.startswith("macros"):
            package.writestr("xl/vbaProject.bin", b"\xcc\x61")
    return File(name=name, media_type="application/octet-stream", content=written.getvalue())


def _old_text(name: str) -> File:
    macros: Tree = {"Macros": {"VBA": {"dir": b"x"}}} if name.startswith("macros") else {}
    return File(name=name, media_type="application/octet-stream", content=ole({"WordDocument": bytes(40), **macros}))


@pytest.mark.parametrize(
    ("name", "warnings"),
    [
        ("macros.xlsm", ("holds_macros",)),
        ("macros called otherwise.xlsx", ("holds_macros",)),
        ("pertes.xlsx", ()),
        ("macros.doc", ("holds_macros",)),
        ("pertes.doc", ()),
    ],
)
def test_16_an_office_file_with_macros_is_marked_whatever_it_is_called(name: str, warnings: tuple[str, ...], house: House) -> None:
    made = _old_text(name) if name.endswith(".doc") else _workbook(name)

    letter = house.receive(mail("Pertes *C502100017* LEROY", post.OWN, made, sender=people.VASSEUR))

    assert (letter.task.files, letter.task.warnings) == ((name,), warnings)


def _report_inside(content: bytes, media_type: str, name: str) -> bytes:
    return post.made_of("Rapport *C502100017*", mime.attached(content, name, media_type), sender=people.VASSEUR)


def _entity() -> bytes:
    report = mime.attached(reports.assessment(SCENE.case("C502100017")), "rapport.pdf", "application/pdf")
    return mime.entity(mime.several("mixed", "=_dedans", mime.text("Bonjour,\n\nNotre rapport en annexe.\n"), report))


def test_18_a_signature_beside_a_mail_is_no_paper(house: House) -> None:
    inside = mime.Piece((("Content-Type", 'multipart/mixed; boundary="=_dedans"'),), _entity().partition(b"\r\n\r\n")[2])
    signature = mime.attached(signed(_entity(), pkcs7.PKCS7Options.DetachedSignature), "smime.p7s", "application/pkcs7-signature")
    whole = mime.several("signed", "=_signe", inside, signature, extra=' protocol="application/pkcs7-signature"; micalg=sha-256;')

    letter = house.receive(post.made_of("Rapport *C502100017*", whole, sender=people.VASSEUR))

    assert letter.types == ["rapport_expertise"]
    assert letter.task.files == ("rapport.pdf",)


def test_18_a_mail_inside_its_signature_is_the_mail(house: House) -> None:
    wrapped = mime.attached(outlook.signed(_entity(), people.VASSEUR.name), "smime.p7m", "application/pkcs7-mime")
    head = (("Content-Type", 'application/pkcs7-mime; smime-type=signed-data;\r\n name="smime.p7m"'), *wrapped.head[1:])

    letter = house.receive(post.made_of("Rapport *C502100017*", mime.Piece(head, wrapped.body), sender=people.VASSEUR))

    assert (letter.types, letter.task.files, letter.task.title) == (["rapport_expertise"], ("rapport.pdf",), "rapport_expertise")
    assert "Notre rapport" in models.Unit.objects.get().value["own_text"]


def test_18_an_encrypted_mail_is_refused_as_such(house: House) -> None:
    wrapped = mime.attached(encrypted(_entity()), "smime.p7m", "application/pkcs7-mime")
    head = (("Content-Type", 'application/pkcs7-mime; smime-type=enveloped-data;\r\n name="smime.p7m"'), *wrapped.head[1:])

    letter = house.receive(post.made_of("Rapport *C502100017*", mime.Piece(head, wrapped.body), sender=people.VASSEUR))

    assert letter.refused == [("smime.p7m", "encrypted")]
    assert letter.verdict[:2] == ("route", ("C502100017",))
    assert house.line("Pièces non reprises :") == "smime.p7m (message chiffré illisible pour nous - merci de l'envoyer sans chiffrement)"


def test_18_a_signed_pdf_comes_out_of_its_p7m(house: House) -> None:
    content = outlook.signed(reports.assessment(SCENE.case("C502100017")), people.VASSEUR.name)

    letter = house.receive(
        mail("Rapport *C502100017*", post.OWN, File(name="rapport.pdf.p7m", media_type="application/pkcs7-mime", content=content))
    )

    assert [(paper.name, paper.type) for paper in letter.papers] == [("rapport.pdf", "rapport_expertise")]


NOTHING = "Nous n'avons trouvé ni texte ni pièce jointe dans votre message."
ASKED = "Votre message annonce une pièce jointe"
LOGOS = (
    pictures.logo("Cabinet Martin", "#1f4e79"),
    pictures.badge("Suivez-nous", "#2867b2"),
    pictures.badge("Courtier de l'année", "#b08d2e"),
    pictures.badge("Avis clients", "#5b4b8a"),
)


def test_19_nothing_but_logos_is_a_message_without_content(house: House) -> None:
    letter = house.receive(mail("*C502100001*", "", logos=LOGOS))

    assert letter.papers == []
    assert (letter.task.title, letter.task.priority, letter.task.because) == ("no_content", "low", "no_content")
    (answer,) = letter.answers
    assert (answer.kind, house.line("Pièces reçues :")) == ("full", "")
    assert NOTHING in house.said


def test_19_who_forgot_what_he_announces_is_asked_for_it(house: House) -> None:
    letter = house.receive(mail("*C502100001*", "Bonjour, voir pièce jointe.", logos=LOGOS, program=THUNDERBIRD))

    assert letter.papers == []
    assert letter.task.title == "message"
    assert "merci de nous la renvoyer" in house.line(ASKED)


def test_19_who_writes_without_a_file_and_speaks_of_none_is_asked_for_none(house: House) -> None:
    house.receive(mail("*C502100001*", "Bonjour, où en est ce dossier ?", logos=LOGOS))

    assert (house.line(ASKED), NOTHING in house.said) == ("", False)
