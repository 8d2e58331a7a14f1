"""Mails whose papers are wrapped: in Outlook's own formats, in a signature, in another PDF, in a mailbox, behind a password or a link."""

import io

from pypdf import PdfWriter

from core.values import Outcome
from web.demo import archives, mime, outlook, people, programs
from web.demo.letters import File, Words, inner, letter
from web.demo.mails.brokers import PDF, order
from web.demo.mime import Piece
from web.demo.papers import repairs, reports
from web.demo.programs import GMAIL, OUTLOOK, THUNDERBIRD, Envelope
from web.demo.values import Expected, Sample, Scene, route

PASSWORD = "Tanneurs-27"  # noqa: S105 - of an invented archive


def winmail(scene: Scene) -> Sample:
    """All that Outlook had to say is in a winmail.dat."""
    envelope = Envelope(sender=people.PEETERS, subject="Bestek dak *C502100018* CLAES", at=scene.ago(14.5))
    words = "Beste,\n\nIn bijlage het bestek van de dakwerker voor de brandschade.\n\n" + people.PEETERS.signature
    paper = File(name="bestek_dakwerken.pdf", media_type=PDF, content=repairs.estimate(order(scene, "C502100018", serial="0731")))
    wrapped = mime.attached(outlook.winmail(envelope.subject, words, (paper,)), "winmail.dat", "application/ms-tnef")
    whole = mime.several("mixed", programs.boundary(OUTLOOK, envelope, 2), mime.text(""), wrapped)
    return Sample(
        name="32-winmail",
        shows="a winmail.dat with the text and a paper in it",
        at=envelope.at,
        raw=programs.delivered(OUTLOOK, envelope, whole),
        expected=route("C502100018"),
        types=("devis",),
        acknowledged="full",
    )


def portfolio(scene: Scene) -> Sample:
    """One PDF with two more inside."""
    envelope = Envelope(sender=people.MARTIN, subject="Dossier complet *C502100010* MÜLLER", at=scene.ago(13))
    holder = PdfWriter(clone_from=io.BytesIO(reports.assessment(scene.case("C502100010"))))
    holder.add_attachment("facture_carrosserie.pdf", repairs.invoice(order(scene, "C502100010", serial="0518")))
    holder.add_attachment("devis_pare-brise.pdf", repairs.estimate(order(scene, "C502100010", serial="0519")))
    written = io.BytesIO()
    holder.write(written)
    file = File(name="dossier_MULLER.pdf", media_type=PDF, content=written.getvalue())
    return Sample(
        name="33-portfolio",
        shows="a PDF with two papers attached to it",
        at=envelope.at,
        raw=letter(OUTLOOK, envelope, Words(own="Bonjour,\n\nLe dossier complet en un seul fichier.\n\nBien à vous,"), files=(file,)),
        expected=route("C502100010"),
        types=("rapport_expertise", "facture_reparation", "devis"),
        acknowledged="full",
    )


def signed(scene: Scene) -> Sample:
    """Text and report are inside an opaque signature."""
    envelope = Envelope(sender=people.VASSEUR, subject="Rapport signé *C502100017* LEROY", at=scene.ago(12))
    report = mime.attached(reports.assessment(scene.case("C502100017")), "rapport_LEROY.pdf", PDF)
    text = mime.text("Bonjour,\n\nNotre rapport, signé électroniquement.\n\n" + people.VASSEUR.signature)
    entity = mime.entity(mime.several("mixed", programs.boundary(OUTLOOK, envelope, 2), text, report))
    wrapped = mime.attached(outlook.signed(entity, people.VASSEUR.name), "smime.p7m", "application/pkcs7-mime")
    head = (("Content-Type", 'application/pkcs7-mime; smime-type=signed-data;\r\n name="smime.p7m"'), *wrapped.head[1:])
    return Sample(
        name="34-signed",
        shows="text and report inside an opaque signature",
        at=envelope.at,
        raw=programs.delivered(OUTLOOK, envelope, Piece(head, wrapped.body)),
        expected=route("C502100017"),
        types=("rapport_expertise",),
        acknowledged="full",
    )


def locked_first(scene: Scene) -> Sample:
    """A locked archive; its password comes later."""
    envelope = _locked_envelope(scene)
    papers = archives.locked((File(name="facture_serrurier.pdf", media_type="", content=_locksmith(scene)),), PASSWORD)
    words = Words(own="Bonjour,\n\nLa facture du serrurier, protégée. Le mot de passe suit dans un message séparé.\n\nCordialement,")
    return Sample(
        name="35-locked-first",
        shows="a locked zip, its password in the next mail",
        at=envelope.at,
        raw=letter(OUTLOOK, envelope, words, files=(File(name="facture.zip", media_type="application/zip", content=papers),)),
        expected=route("C502100019"),
        acknowledged="full",
    )


def password_after(scene: Scene) -> Sample:
    """The password of the archive before."""
    first = programs.message_id(OUTLOOK, _locked_envelope(scene))
    envelope = Envelope(
        sender=people.NORD,
        subject="RE: Vol *C502100019* NGUYEN - facture protégée",
        at=scene.ago(10.5),
        headers=(("In-Reply-To", first), ("References", first)),
    )
    return Sample(
        name="36-password-after",
        shows="the password of the mail before",
        at=envelope.at,
        raw=letter(OUTLOOK, envelope, Words(own=f"Bonjour,\n\nLe mot de passe : {PASSWORD}\n\nCordialement,")),
        expected=route("C502100019"),
        acknowledged="full",
    )


def _locked_envelope(scene: Scene) -> Envelope:
    return Envelope(sender=people.NORD, subject="Vol *C502100019* NGUYEN - facture protégée", at=scene.ago(11))


def _locksmith(scene: Scene) -> bytes:
    return repairs.invoice(order(scene, "C502100019", serial="0077"))


def transfer(scene: Scene) -> Sample:
    """A film that is too big for a mail, behind a link."""
    envelope = Envelope(sender=people.MARTIN, subject="Film du carrefour *C502100001* DUPONT", at=scene.ago(7.5))
    words = Words(
        own="Bonjour,\n\nLe film est trop lourd pour un mail. Voici le lien, valable 7 jours :\nhttps://we.tl/t-Qw7LpZ2c9K\n\nBien à vous,"
    )
    return Sample(
        name="37-transfer-link",
        shows="a link to a transfer site, noticed and not followed",
        at=envelope.at,
        raw=letter(OUTLOOK, envelope, words),
        expected=route("C502100001"),
        acknowledged="full",
    )


def mailbox(scene: Scene) -> Sample:
    """Another insurer forwards a whole mailbox as one file."""
    envelope = Envelope(sender=people.ALTERA, subject="Boîte du collaborateur absent", at=scene.ago(7))
    mails = (
        _mail(scene, people.PEETERS, "Foto's volgen *C502100002* PEETERS", "Beste,\n\nDe foto's volgen morgen.", hours=60),
        _mail(scene, people.LUX, "Reminder *C502100020* HENDRICKX", "Dear colleagues,\n\nAny news about this claim?", hours=59),
    )
    box = b"".join(
        b"From post@altera-verzekeringen.example Mon Mar  2 08:00:00 2026\n" + raw.replace(b"\r\n", b"\n") + b"\n" for raw in mails
    )
    words = Words(own="Bonjour,\n\nUn collègue est absent ; voici sa boîte, merci de traiter ce qui vous concerne.")
    return Sample(
        name="38-mailbox",
        shows="a mailbox of two mails in one file",
        at=envelope.at,
        raw=letter(THUNDERBIRD, envelope, words, files=(File(name="Boite.mbox", media_type="application/mbox", content=box),)),
        expected=(Expected(outcome=Outcome.IGNORE, why=("carries_units",)), *_inside("C502100002"), *_inside("C502100020")),
        acknowledged="neutral",
    )


def _mail(scene: Scene, sender: people.Person, subject: str, words: str, *, hours: float) -> bytes:
    envelope = Envelope(sender=sender, subject=subject, at=scene.ago(hours), to=people.ALTERA.address)
    return inner(GMAIL, envelope, Words(own=words))


def _inside(claim: str) -> tuple[Expected, ...]:
    return (Expected(outcome=Outcome.ROUTE_WARN, claims=(claim,), why=("sender_not_authenticated",)),)
