"""What private persons send from their phones, and what machines send."""

import dataclasses

from core.values import Outcome
from web.demo import mime, people, pictures, programs
from web.demo.letters import File, Words, body, letter
from web.demo.mails.brokers import PDF, order
from web.demo.papers import repairs, reports
from web.demo.papers.reports import Case
from web.demo.people import OFFICE, Person
from web.demo.pictures import Shot
from web.demo.programs import GMAIL, IPHONE, OUTLOOK, YAHOO, Envelope
from web.demo.values import Expected, Sample, Scene, route, triage, warn


def neighbour(scene: Scene) -> Sample:
    """A stranger with the right number and a photo."""
    envelope = Envelope(sender=people.NEIGHBOUR, subject="Photo accident *C502100001*", at=scene.ago(22))
    taken = scene.ago(21 * 24)
    photo = pictures.photo_jpeg(Shot(at=taken, body="#2d5d8f", plate="1-DPT-417"))
    words = Words(own="Bonjour, je suis le voisin de M. Dupont, j'ai pris cette photo juste après l'accident.")
    return Sample(
        name="24-stranger",
        shows="an unknown sender with the right number and a photo",
        at=envelope.at,
        raw=letter(GMAIL, envelope, words, files=(File(name=f"IMG_{taken:%Y%m%d_%H%M%S}.jpg", media_type="image/jpeg", content=photo),)),
        expected=warn("C502100001", "sender_unknown"),
        types=("photo",),
        acknowledged="neutral",
    )


def no_subject(scene: Scene) -> Sample:
    """A photo from a phone: no subject, no words."""
    envelope = Envelope(sender=people.SCHMITZ, subject="", at=scene.ago(21))
    photo = pictures.photo_jpeg(Shot(at=scene.ago(96), body="#8f2d2d", plate="1-SMZ-422", side=1))
    return Sample(
        name="25-no-subject",
        shows="a phone's photo without subject or words",
        at=envelope.at,
        raw=letter(
            IPHONE,
            envelope,
            Words(own="\n\nEnvoyé de mon iPhone", signed=False),
            files=(File(name="IMG_4412.jpeg", media_type="image/jpeg", content=photo),),
        ),
        expected=triage("no_reference", proposed="C502100022"),
        types=("photo",),
        acknowledged="neutral",
    )


def series(scene: Scene) -> Sample:
    """Three photos as an iPhone keeps them."""
    envelope = Envelope(sender=people.SCHMITZ, subject="Photos *C502100022*", at=scene.ago(20))
    shots = tuple(
        File(
            name=f"IMG_44{20 + side}.HEIC",
            media_type="image/heic",
            content=pictures.photo_heic(Shot(at=scene.ago(95), body="#8f2d2d", plate="1-SMZ-422", side=side)),
        )
        for side in range(3)
    )
    return Sample(
        name="26-heic-series",
        shows="three photos in the iPhone's format",
        at=envelope.at,
        raw=letter(IPHONE, envelope, Words(own="Bonjour, les photos de ma voiture.\n\nEnvoyé de mon iPhone", signed=False), files=shots),
        expected=route("C502100022"),
        types=("photo",),
        acknowledged="full",
    )


def new_claim(scene: Scene) -> Sample:
    """A theft is declared by mail; there is no claim yet."""
    envelope = Envelope(sender=people.DELVAUX, subject="Vol de ma voiture", at=scene.ago(9))
    case = Case(
        reference="",
        insured="DELVAUX Sophie",
        policy="50.778.112",
        plate="1-DLV-778",
        car="Volkswagen Golf",
        loss=scene.ago(34).date(),
        at=scene.ago(10).date(),
    )
    words = Words(
        own="Bonjour,\n\nOn a volé ma voiture cette nuit devant chez moi. J'ai porté plainte ce matin, voir la photo. Que dois-je faire ?"
    )
    receipt = File(name="recepisse.jpg", media_type="image/jpeg", content=pictures.photographed(reports.complaint_receipt(case)))
    return Sample(
        name="27-new-claim",
        shows="a theft declared by mail: no claim yet",
        at=envelope.at,
        raw=letter(YAHOO, envelope, words, files=(receipt,)),
        expected=triage("new_claim"),
        types=("plainte_recepisse",),
        acknowledged="neutral",
    )


def damaged(scene: Scene) -> Sample:
    """Raw 8-bit headers, a line without a colon, and the end cut off."""
    sender = dataclasses.replace(people.LUX, name="Brokers of Luxembourg")
    envelope = Envelope(
        sender=sender,
        subject="Pièce complémentaire *C502100020*",
        at=scene.ago(18),
        raw_subject=b"Pi\xe8ce compl\xe9mentaire *C502100020*".decode("utf-8", "surrogateescape"),
        headers=(("X-Gateway", "old relay\r\nthis line was broken by a relay"),),
    )
    bill = File(name="facture.pdf", media_type=PDF, content=repairs.invoice(order(scene, "C502100020", serial="0540")))
    whole = letter(GMAIL, envelope, Words(own="Dear colleagues,\n\nSecond invoice."), files=(bill,))
    return Sample(
        name="28-damaged",
        shows="a mail that a relay has damaged: raw bytes in its head, no end",
        at=envelope.at,
        raw=whole[: whole.rindex(b"--" + programs.boundary(GMAIL, envelope, 4).encode() + b"--")],
        expected=route("C502100020"),
        types=("facture_reparation",),
        acknowledged="full",
    )


def invitation(scene: Scene) -> Sample:
    """An expert invites to a joint assessment by calendar."""
    envelope = Envelope(sender=people.VASSEUR, subject="Convocation expertise contradictoire *C502100017* LEROY", at=scene.ago(16))
    meeting = (scene.ago(16 - 24 * 6)).replace(hour=9, minute=30, second=0)
    lines = (
        "BEGIN:VCALENDAR",
        "METHOD:REQUEST",
        "PRODID:Microsoft Exchange Server 2010",
        "VERSION:2.0",
        "BEGIN:VEVENT",
        f"ORGANIZER;CN=Denis Vasseur:mailto:{people.VASSEUR.address}",
        f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{OFFICE}",
        f"UID:040000008200E00074C5B7101A82E008{envelope.token[:16].upper()}",
        "SUMMARY:Réunion d'expertise contradictoire - véhicule 1-LRY-017",
        f"DTSTART:{meeting:%Y%m%dT%H%M%S}",
        f"DTEND:{meeting:%Y%m%dT}103000",
        f"DTSTAMP:{envelope.at:%Y%m%dT%H%M%S}Z",
        "LOCATION:Carrosserie Vigneron\\, Chaussée de Louvain 310\\, 5004 Namur",
        "DESCRIPTION:Convocation à expertise contradictoire.",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    words = Words(own="Bonjour,\n\nNous vous convoquons à la réunion d'expertise. Merci d'y mandater votre expert.\n\nBien à vous,")
    event = mime.text("\n".join(lines) + "\n", subtype="calendar", encoding="base64")
    event = dataclasses.replace(event, head=(("Content-Type", 'text/calendar; charset="utf-8"; method=REQUEST'), *event.head[1:]))
    text = body(OUTLOOK, envelope, words)
    return Sample(
        name="29-invitation",
        shows="a calendar invitation to a joint assessment",
        at=envelope.at,
        raw=programs.delivered(OUTLOOK, envelope, mime.several("alternative", programs.boundary(OUTLOOK, envelope, 6), text, event)),
        expected=route("C502100017"),
        types=("convocation_expertise",),
        acknowledged="full",
    )


def auto_reply(scene: Scene) -> Sample:
    """Somebody is on holiday."""
    headers = (
        ("Auto-Submitted", "auto-replied"),
        ("X-Auto-Response-Suppress", "All"),
        ("In-Reply-To", "<ack.7712@vertebois.example>"),
        ("Precedence", "auto_reply"),
    )
    subject = "Réponse automatique : Accusé de réception *C502100017*"
    envelope = Envelope(sender=people.VASSEUR, subject=subject, at=scene.ago(15), headers=headers)
    words = Words(own="Bonjour,\n\nJe suis absent jusqu'à lundi. En cas d'urgence, appelez le bureau.", signed=False)
    return Sample(
        name="30-auto-reply",
        shows="an automatic reply",
        at=envelope.at,
        raw=letter(OUTLOOK, envelope, words),
        expected=(Expected(outcome=Outcome.IGNORE, why=("automatic_mail",)),),
    )


def bounce(scene: Scene) -> Sample:
    """Our acknowledgement could not be delivered."""
    postmaster = Person(name="Mail Delivery System", address="mailer-daemon@courriel.example")
    envelope = Envelope(
        sender=postmaster,
        subject="Undelivered Mail Returned to Sender",
        at=scene.ago(14),
        headers=(("Return-Path", "<>"), ("Auto-Submitted", "auto-replied")),
    )
    text = mime.text(
        "This is the mail system at host mail.courriel.example.\n\nI'm sorry: your message could not be delivered.\n", charset="us-ascii"
    )
    status = mime.Piece(
        (("Content-Type", "message/delivery-status"), ("Content-Description", "Delivery report")),
        b"Reporting-MTA: dns; mail.courriel.example\r\n\r\nFinal-Recipient: rfc822; jean.dupon@courriel.example\r\nAction: failed\r\n"
        b"Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\r\n",
    )
    returned = (
        f"From: <{OFFICE}>\r\nTo: <jean.dupon@courriel.example>\r\n"
        f"Subject: {mime.encoded_words('Accusé de réception *C502100001* - DUPONT Jean')}\r\n"
        f"Date: {mime.date(scene.ago(14.1))}\r\nMessage-ID: <ack.7731@vertebois.example>\r\nAuto-Submitted: auto-replied\r\n"
    )
    original = mime.Piece((("Content-Type", "text/rfc822-headers"),), returned.encode())
    report = mime.several("report", programs.boundary(YAHOO, envelope, 6), text, status, original, extra=" report-type=delivery-status;")
    return Sample(
        name="31-bounce",
        shows="our acknowledgement came back",
        at=envelope.at,
        raw=programs.delivered(YAHOO, envelope, report),
        expected=(Expected(outcome=Outcome.IGNORE, why=("bounce",)),),
    )
