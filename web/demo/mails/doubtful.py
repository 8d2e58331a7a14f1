"""What must not go straight to a claim: wrong numbers, wrong names, forged senders, drafts, closed claims, two claims at once."""

from core.values import Outcome
from web.demo import people, pictures
from web.demo.letters import File, Words, letter
from web.demo.mails.brokers import PDF, invoice_of_dupont, logo_of, order
from web.demo.papers import numbers, repairs, reports
from web.demo.programs import GMAIL, OUTLOOK, SCANNER, Envelope
from web.demo.values import Expected, Sample, Scene, triage, warn


def not_found(scene: Scene) -> Sample:
    """Two digits swapped: no such claim."""
    envelope = Envelope(sender=people.MARTIN, subject="Info *C502100107*", at=scene.ago(34))
    return Sample(
        name="13-number-not-found",
        shows="a number that no claim has",
        at=envelope.at,
        raw=letter(OUTLOOK, envelope, Words(own="Bonjour,\n\nMerci de nous dire où en est ce dossier.\n\nBien à vous,")),
        expected=triage("reference_not_found", claims=("C502100107",), proposed="C502100017"),
        acknowledged="neutral",
    )


def wrong_digit(scene: Scene) -> Sample:
    """A number that exists, with the name of another claim's insured."""
    envelope = Envelope(sender=people.MARTIN, subject="Facture *C502100010* DUPONT", at=scene.ago(33))
    bill = File(name="facture.pdf", media_type=PDF, content=repairs.invoice(order(scene, "C502100001", serial="0430")))
    return Sample(
        name="14-wrong-digit",
        shows="the number of one claim, the name of another",
        at=envelope.at,
        raw=letter(OUTLOOK, envelope, Words(own="Bonjour,\n\nLa facture de M. Dupont.\n\nBien à vous,"), files=(bill,)),
        expected=triage("identity_conflict", claims=("C502100010",), proposed="C502100001"),
        types=("facture_reparation",),
        acknowledged="neutral",
    )


def forged(scene: Scene) -> Sample:
    """A forged sender with a new bank account."""
    envelope = Envelope(sender=people.CROOK, subject="Nouveau compte IBAN *C502100001* DUPONT - URGENT", at=scene.ago(32), verdict="fail")
    account = numbers.french_iban("99871", "00012", "04471120093")
    words = Words(
        own=f"Bonjour,\n\nNotre client a changé de banque. Merci de payer l'indemnité ce jour sur le compte {account}.\n"
        "Ne pas appeler, je suis en réunion.\n"
    )
    return Sample(
        name="15-forged-sender",
        shows="a forged sender asks for payment to a new account",
        at=envelope.at,
        raw=letter(GMAIL, envelope, words),
        expected=triage("sender_auth_failed", claims=("C502100001",)),
    )


def draft(scene: Scene) -> Sample:
    """The number of a draft that has not been submitted."""
    envelope = Envelope(sender=people.MARTIN, subject="Nouveau sinistre *T502100417* MOREAU", at=scene.ago(31))
    photo = pictures.photo_jpeg(pictures.Shot(at=scene.ago(55), body="#c9c4b4", plate="1-MRL-417", side=0))
    return Sample(
        name="16-draft",
        shows="the number of a draft that is still open at the broker's",
        at=envelope.at,
        raw=letter(
            OUTLOOK,
            envelope,
            Words(own="Bonjour,\n\nLes photos du dossier que je suis en train d'ouvrir.\n\nBien à vous,"),
            files=(File(name="IMG_0071.jpg", media_type="image/jpeg", content=photo),),
        ),
        expected=(Expected(outcome=Outcome.HOLD, claims=("T502100417",), why=("draft_not_submitted",)),),
        types=("photo",),
        acknowledged="neutral",
    )


def former_draft(scene: Scene) -> Sample:
    """The number of a draft that has become a claim."""
    envelope = Envelope(sender=people.MARTIN, subject="Nouveau sinistre *T502100391* GARCIA", at=scene.ago(30))
    return Sample(
        name="17-former-draft",
        shows="a draft's number, which has become a claim since",
        at=envelope.at,
        raw=letter(OUTLOOK, envelope, Words(own="Bonjour,\n\nNotre client confirme qu'il n'y a pas de blessé.\n\nBien à vous,")),
        expected=warn("C502100021", "draft_number_resolved"),
        acknowledged="full",
    )


def closed(scene: Scene) -> Sample:
    """An invoice for a claim that is closed."""
    envelope = Envelope(sender=people.MARTIN, subject="Document *C502100003* BOULANGE", at=scene.ago(29))
    bill = File(name="facture_2.pdf", media_type=PDF, content=repairs.invoice(order(scene, "C502100003", serial="0102")))
    return Sample(
        name="18-closed-claim",
        shows="an invoice for a closed claim",
        at=envelope.at,
        raw=letter(OUTLOOK, envelope, Words(own="Bonjour,\n\nUne facture oubliée dans ce dossier.\n\nBien à vous,"), files=(bill,)),
        expected=warn("C502100003", "claim_closed"),
        types=("facture_reparation",),
        acknowledged="full",
    )


def two_claims(scene: Scene) -> Sample:
    """Two files, each named after its claim."""
    envelope = Envelope(sender=people.MARTIN, subject="Documents", at=scene.ago(28))
    files = tuple(
        File(name=f"{number}_devis.pdf", media_type=PDF, content=repairs.estimate(order(scene, number, serial=serial)))
        for number, serial in (("C502100001", "0455"), ("C502100017", "0456"))
    )
    return Sample(
        name="19-two-claims",
        shows="two files for two claims",
        at=envelope.at,
        raw=letter(OUTLOOK, envelope, Words(own="Bonjour,\n\nVoici deux devis.\n\nBien à vous,"), files=files),
        expected=(Expected(outcome=Outcome.SPLIT, claims=("C502100001", "C502100017"), why=("reference_in_filename",)),),
        types=("devis",),
        acknowledged="neutral",
    )


def only_in_the_scan(scene: Scene) -> Sample:
    """The reference stands nowhere but in a scanned letter."""
    scanner = people.Person(name="Scanner Accueil", address="scanner@courtier-martin.example")
    envelope = Envelope(sender=scanner, subject="Courrier", at=scene.ago(27))
    page = pictures.scanned(reports.note(scene.case("C502100017")), tilt=-0.6, seed=5)
    words = Words(own="Numérisé à l'accueil. Résolution 200 dpi.", signed=False)
    return Sample(
        name="20-only-in-scan",
        shows="the reference stands only in a scanned letter",
        at=envelope.at,
        raw=letter(SCANNER, envelope, words, files=(File(name=f"{envelope.at:%Y%m%d%H%M%S}.pdf", media_type=PDF, content=page),)),
        expected=triage("ocr_only", claims=("C502100017",), proposed="C502100017"),
        types=("courrier_tiers",),
        acknowledged="neutral",
    )


def sent_again(scene: Scene) -> Sample:
    """The insured sends the invoice that the broker has sent already."""
    envelope = Envelope(sender=people.DUPONT, subject="Facture garage *C502100001*", at=scene.ago(26))
    return Sample(
        name="21-sent-again",
        shows="the same invoice again, from the insured",
        at=envelope.at,
        raw=letter(GMAIL, envelope, Words(own="Bonjour,\n\nVoici la facture du garage."), files=(invoice_of_dupont(scene),)),
        expected=(Expected(outcome=Outcome.ROUTE, claims=("C502100001",)),),
        types=("facture_reparation",),
        acknowledged="full",
    )


def only_logos(scene: Scene) -> Sample:
    """A signature and its logos, nothing else."""
    envelope = Envelope(sender=people.MARTIN, subject="*C502100001*", at=scene.ago(25))
    logos = (logo_of(people.MARTIN), pictures.badge("Suivez-nous", "#2867b2"), pictures.badge("Courtier de l'année", "#b08d2e"))
    return Sample(
        name="22-only-logos",
        shows="no text and no document, only a signature's logos",
        at=envelope.at,
        raw=letter(OUTLOOK, envelope, Words(own=""), logos=logos),
        expected=(Expected(outcome=Outcome.ROUTE, claims=("C502100001",)),),
        acknowledged="full",
    )


def program_attached(scene: Scene) -> Sample:
    """A program that calls itself an invoice, beside a good report."""
    envelope = Envelope(sender=people.VASSEUR, subject="Rapport *C502100017* LEROY", at=scene.ago(24))
    files = (
        File(name="rapport_definitif.pdf", media_type=PDF, content=reports.assessment(scene.case("C502100017"))),
        File(name="facture.pdf.exe", media_type="application/octet-stream", content=_program()),
    )
    return Sample(
        name="23-program",
        shows="an expert's report, and a program that calls itself an invoice",
        at=envelope.at,
        raw=letter(OUTLOOK, envelope, Words(own="Bonjour,\n\nNotre rapport définitif et notre note.\n\nBien à vous,"), files=files),
        expected=(Expected(outcome=Outcome.ROUTE, claims=("C502100017",)),),
        types=("rapport_expertise",),
        acknowledged="full",
    )


def _program() -> bytes:
    """The head of a Windows program that does nothing: it has no code."""
    stub = b"MZ" + bytes(58) + (128).to_bytes(4, "little") + b"This program cannot be run in DOS mode.\r\r\n$".ljust(64, b"\0")
    return stub + b"PE\0\0" + b"\x4c\x01\0\0" + bytes(504)
