"""Mails in mails: forwarded in the text by four programs, and a whole post bag as attachments."""

from core.values import Outcome
from web.demo import mime, people, pictures, programs
from web.demo.letters import File, Words, body, inner, letter
from web.demo.mails.brokers import PDF, logo_of, order
from web.demo.papers import repairs, reports
from web.demo.people import Person
from web.demo.pictures import Shot
from web.demo.programs import GMAIL, IPHONE, OUTLOOK, THUNDERBIRD, YAHOO, Envelope
from web.demo.values import Expected, Sample, Scene, route

MONTHS_NL = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def outlook_french(scene: Scene) -> Sample:
    """TR: with Outlook's block of De, Envoyé, À, Objet."""
    envelope = Envelope(sender=people.MARTIN, subject="TR: Info complémentaire *C502100001*", at=scene.ago(41))
    sent = scene.ago(42)
    quoted = (
        f"De : Jean Dupont <jean.dupont@courriel.example>\nEnvoyé : {mime.date(sent)}\n"
        f"À : {people.MARTIN.name} <{people.MARTIN.address}>\nObjet : Info complémentaire *C502100001*\n\n"
        "Bonjour Madame,\n\nLe garage a terminé, voici mon numéro de compte pour le remboursement.\n\n"
        "Jean Dupont"
    )
    return Sample(
        name="08-forward-outlook",
        shows="forwarded in Outlook (TR:)",
        at=envelope.at,
        raw=letter(
            OUTLOOK,
            envelope,
            Words(own="Bonjour,\n\nPour suite utile, le message de notre client.\n\nBien à vous,", quoted=quoted),
            logos=(logo_of(people.MARTIN),),
        ),
        expected=route("C502100001"),
        acknowledged="full",
    )


def gmail_dutch(scene: Scene) -> Sample:
    """Doorst.: from Gmail, the forwarded text in French."""
    envelope = Envelope(sender=people.PEETERS, subject="Doorst.: bijkomende info *C502100002*", at=scene.ago(40))
    sent = scene.ago(44)
    quoted = (
        "---------- Forwarded message ---------\nVan: Plomberie Rapide <contact@plomberie-rapide.example>\n"
        f"Date: {sent.day} {MONTHS_NL[sent.month - 1]} {sent.year} om {sent:%H:%M}\n"
        f"Subject: Recherche de fuite\nTo: <{people.PEETERS.address}>\n\n\n"
        "Bonjour,\n\nLa fuite vient du raccord de l'évier, réparée ce matin.\n\nL'équipe"
    )
    return Sample(
        name="09-forward-gmail-dutch",
        shows="forwarded from Gmail in Dutch (Doorst.:)",
        at=envelope.at,
        raw=letter(GMAIL, envelope, Words(own="Beste,\n\nZie bericht hieronder van de loodgieter.", quoted=quoted)),
        expected=route("C502100002"),
        acknowledged="full",
    )


def thunderbird_german(scene: Scene) -> Sample:
    """WG: AW: from Thunderbird."""
    sender = Person(name="Karl Müller", address="karl.mueller@courriel.example", language="de", signature="Karl Müller")
    envelope = Envelope(sender=sender, subject="WG: AW: Zusatzinfo *C502100010* MÜLLER", at=scene.ago(39))
    quoted = (
        "-------- Weitergeleitete Nachricht --------\nBetreff: AW: Zusatzinfo *C502100010* MÜLLER\n"
        f"Datum: {mime.date(scene.ago(60))}\nVon: Werkstatt Eupen <info@werkstatt-eupen.example>\nAn: Karl Müller <{sender.address}>\n\n"
        "Guten Tag Herr Müller,\n\nder Wagen kann am Montag gebracht werden.\n\nMit freundlichen Grüßen"
    )
    estimate = File(name="Kostenvoranschlag.pdf", media_type=PDF, content=repairs.estimate(order(scene, "C502100010", serial="0288")))
    return Sample(
        name="10-forward-german",
        shows="forwarded from Thunderbird in German (WG:)",
        at=envelope.at,
        raw=letter(
            THUNDERBIRD,
            envelope,
            Words(own="Sehr geehrte Damen und Herren,\n\nanbei der Kostenvoranschlag der Werkstatt.", quoted=quoted),
            files=(estimate,),
        ),
        expected=route("C502100010"),
        types=("devis",),
        acknowledged="full",
    )


def yahoo_english(scene: Scene) -> Sample:
    """Fwd: from Yahoo, its header block on one line."""
    envelope = Envelope(sender=people.LUX, subject="Fwd: additional document *C502100020* HENDRICKX", at=scene.ago(38))
    quoted = (
        f"----- Forwarded Message ----- From: Tom Hendrickx <tom.hendrickx@courriel.example> To: {people.LUX.address} "
        f"Sent: {mime.date(scene.ago(52))} Subject: windscreen\n\nHi,\n\nthe windscreen was replaced yesterday.\n\nTom"
    )
    bill = File(name="windscreen invoice.pdf", media_type=PDF, content=repairs.invoice(order(scene, "C502100020", serial="0533")))
    return Sample(
        name="11-forward-english",
        shows="forwarded from Yahoo in English (Fwd:)",
        at=envelope.at,
        raw=letter(YAHOO, envelope, Words(own="Dear colleagues,\n\nPlease find the invoice attached.", quoted=quoted), files=(bill,)),
        expected=route("C502100020"),
        types=("facture_reparation",),
        acknowledged="full",
    )


def post_bag(scene: Scene) -> Sample:
    """Another insurer forwards four mails as attachments, one of them with a mail inside."""
    envelope = Envelope(sender=people.ALTERA, subject="Courrier du jour", at=scene.ago(36))
    bag = (_water(scene), _fire(scene), _glass(scene), _stray(scene))
    text = body(OUTLOOK, envelope, Words(own="Bonjour,\n\nCi-joint quatre messages reçus chez nous par erreur."))
    mails = (mime.mail_attached(raw, name=f"message {place}.eml") for place, raw in enumerate(bag, 1))
    whole = mime.several("mixed", programs.boundary(OUTLOOK, envelope, 6), text, *mails)
    return Sample(
        name="12-post-bag",
        shows="four attached mails for four claims, one with a mail inside",
        at=envelope.at,
        raw=programs.delivered(OUTLOOK, envelope, whole),
        expected=(
            Expected(outcome=Outcome.IGNORE, why=("carries_units",)),
            *_inside("C502100002"),
            *_inside("C502100018"),
            Expected(outcome=Outcome.ROUTE_WARN, claims=("C502100021",), why=("sender_unknown",)),
            *_inside("C502100020"),
            Expected(outcome=Outcome.TRIAGE, why=("no_reference",)),
        ),
        types=("etat_de_pertes",),
        acknowledged="neutral",
    )


def _inside(claim: str) -> tuple[Expected, ...]:
    return (Expected(outcome=Outcome.ROUTE_WARN, claims=(claim,), why=("sender_not_authenticated",)),)


def _water(scene: Scene) -> bytes:
    envelope = Envelope(
        sender=people.PEETERS, subject="Foto's waterschade *C502100002* PEETERS", at=scene.ago(70), to=people.ALTERA.address
    )
    photo = pictures.photo_jpeg(Shot(at=scene.ago(90), body="#6a7f5b", plate="", side=1))
    return inner(
        GMAIL, envelope, Words(own="Beste,\n\nDe foto's."), files=(File(name="IMG_2201.jpg", media_type="image/jpeg", content=photo),)
    )


def _fire(scene: Scene) -> bytes:
    envelope = Envelope(sender=people.PEETERS, subject="Brand *C502100018* CLAES", at=scene.ago(69), to=people.ALTERA.address)
    report = File(name="etat de pertes.pdf", media_type=PDF, content=reports.losses(scene.case("C502100018")))
    text = body(OUTLOOK, envelope, Words(own="Beste,\n\nZie ook het bericht in bijlage, dat een ander dossier betreft."), files=(report,))
    further = mime.mail_attached(_tenant(scene), name="Re dommage.eml")
    return programs.written(OUTLOOK, envelope, mime.several("mixed", programs.boundary(OUTLOOK, envelope, 7), text, further))


def _tenant(scene: Scene) -> bytes:
    sender = Person(name="Paul Garcia", address="paul.garcia@courriel.example", signature="Paul Garcia")
    envelope = Envelope(sender=sender, subject="RE: dommages *C502100021* GARCIA", at=scene.ago(80), to=people.PEETERS.address)
    return inner(IPHONE, envelope, Words(own="Bonjour, je confirme les faits décrits dans ma lettre.\n\nEnvoyé de mon iPhone"))


def _glass(scene: Scene) -> bytes:
    envelope = Envelope(sender=people.LUX, subject="Windscreen *C502100020*", at=scene.ago(68), to=people.ALTERA.address)
    return inner(THUNDERBIRD, envelope, Words(own="Dear colleagues,\n\nWho is the handler of this claim?"))


def _stray(scene: Scene) -> bytes:
    sender = Person(name="Lucas Fontaine", address="l.fontaine@boitealettres.example", signature="Lucas Fontaine")
    envelope = Envelope(sender=sender, subject="Rappel de ma demande", at=scene.ago(67), to=people.ALTERA.address)
    return inner(GMAIL, envelope, Words(own="Bonjour,\n\nJe n'ai toujours pas reçu de réponse à ma lettre de la semaine passée."))
