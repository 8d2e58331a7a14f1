"""What comes from brokers when all is in order: papers, a video, a scan, a Word file, an accident statement."""

from pathlib import Path

from web.demo import archives, people, pictures
from web.demo.claims import BY_NUMBER
from web.demo.letters import File, Words, letter
from web.demo.papers import constat, repairs, reports, word
from web.demo.papers.repairs import TANNEURS, VIGNERON, Order
from web.demo.pictures import Shot
from web.demo.programs import OUTLOOK, THUNDERBIRD, YAHOO, Envelope
from web.demo.values import Sample, Scene, route

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
VIDEO = Path(__file__).parent.parent / "dashcam.mp4"


def order(scene: Scene, number: str, *, garage: repairs.Garage = VIGNERON, serial: str = "0417") -> Order:
    """The repair of the car of a claim."""
    claim, case = BY_NUMBER[number], scene.case(number, written_days_ago=3)
    return Order(
        garage=garage,
        customer=(claim.insured, "Rue de la Fontaine 9", "5000 Namur"),
        plate=claim.plate,
        car=claim.car,
        policy=claim.policy,
        number=f"{case.at:%Y}-{serial}",
        at=case.at,
        work=(
            ("Aile avant gauche (pièce de rechange)", 41_250),
            ("Optique avant gauche", 32_400),
            ("Main d'oeuvre carrosserie (6,5 h)", 40_300),
            ("Préparation et peinture", 28_900),
        ),
    )


def invoice_of_dupont(scene: Scene) -> File:
    """The repair invoice that comes twice."""
    return File(name="Facture Vigneron DUPONT.pdf", media_type=PDF, content=repairs.invoice(order(scene, "C502100001")))


def logo_of(person: people.Person) -> bytes:
    """The logo under the person's signature."""
    return pictures.logo(person.office, person.colour)


def plain(scene: Scene) -> Sample:
    """The plain case: the reference between asterisks, an estimate and an invoice."""
    envelope = Envelope(sender=people.MARTIN, subject="Info complémentaire *C502100001* - DUPONT Jean", at=scene.ago(50))
    words = Words(own="Bonjour,\n\nVeuillez trouver ci-joint le devis et la facture de réparation de notre client.\n\nBien à vous,")
    estimate = File(name="Devis carrosserie.pdf", media_type=PDF, content=repairs.estimate(order(scene, "C502100001", serial="0391")))
    return Sample(
        name="01-plain",
        shows="reference between asterisks, estimate and invoice",
        at=envelope.at,
        raw=letter(OUTLOOK, envelope, words, files=(estimate, invoice_of_dupont(scene)), logos=(logo_of(people.MARTIN),)),
        expected=route("C502100001"),
        types=("devis", "facture_reparation"),
        acknowledged="full",
    )


def video(scene: Scene) -> Sample:
    """A dashcam video, which the claims system's screen does not take."""
    envelope = Envelope(sender=people.MARTIN, subject="Vidéo dashcam *C502100017* - LEROY Anne", at=scene.ago(49))
    words = Words(own="Bonjour,\n\nComme convenu, la vidéo de la dashcam de Madame Leroy.\n\nCordialement,")
    film = File(name="dashcam_175210.mp4", media_type="video/mp4", content=VIDEO.read_bytes())
    return Sample(
        name="02-video",
        shows="a dashcam video",
        at=envelope.at,
        raw=letter(OUTLOOK, envelope, words, files=(film,), logos=(logo_of(people.MARTIN),)),
        expected=route("C502100017"),
        types=("video",),
        acknowledged="full",
    )


def scan(scene: Scene) -> Sample:
    """A scanned recourse letter of another insurer."""
    envelope = Envelope(sender=people.MARTIN, subject="Recours partie adverse *C502100010* MÜLLER", at=scene.ago(47.5))
    words = Words(own="Bonjour,\n\nNotre client a reçu ce courrier de l'assureur adverse. Que devons-nous répondre ?\n\nBien à vous,")
    page = pictures.scanned(reports.recourse(scene.case("C502100010")), tilt=0.8, seed=3)
    return Sample(
        name="03-scan",
        shows="a scanned letter, read by OCR",
        at=envelope.at,
        raw=letter(OUTLOOK, envelope, words, files=(File(name="SCAN0031.pdf", media_type=PDF, content=page),)),
        expected=route("C502100010"),
        types=("reclamation_tiers",),
        acknowledged="full",
    )


def zipped(scene: Scene) -> Sample:
    """A zip with papers and a zip in it."""
    case = scene.case("C502100018")
    pictures_zip = archives.packed(
        (
            File(
                name="cuisine_1.jpg", media_type="", content=pictures.photo_jpeg(Shot(at=scene.ago(100), body="#5f6266", plate="", side=2))
            ),
            File(name="inventaire.txt", media_type="", content=b"Hotte, four, plan de travail, rideaux.\r\n"),
        )
    )
    papers = archives.packed(
        (
            File(name="etat_de_pertes.pdf", media_type="", content=reports.losses(case)),
            File(name="devis_cuisine.pdf", media_type="", content=repairs.estimate(order(scene, "C502100018", serial="0722"))),
            File(name="photos.zip", media_type="", content=pictures_zip),
        )
    )
    envelope = Envelope(sender=people.PEETERS, subject="Stukken dossier *C502100018* CLAES", at=scene.ago(46))
    words = Words(own="Beste,\n\nIn bijlage de stukken van onze klant, gezipt wegens de omvang.")
    return Sample(
        name="04-zip-in-zip",
        shows="a zip with papers and another zip",
        at=envelope.at,
        raw=letter(THUNDERBIRD, envelope, words, files=(File(name="stukken.zip", media_type="application/zip", content=papers),)),
        expected=route("C502100018"),
        types=("etat_de_pertes", "devis"),
        acknowledged="full",
    )


def locked(scene: Scene) -> Sample:
    """A locked zip with its password in the text."""
    case = scene.case("C502100019")
    papers = archives.locked(
        (File(name="etat_de_pertes.pdf", media_type="", content=reports.losses(case)),),
        "Sinistre2025",
    )
    envelope = Envelope(sender=people.NORD, subject="Vol *C502100019* NGUYEN - documents protégés", at=scene.ago(45))
    words = Words(own="Bonjour,\n\nLes documents de Mme Nguyen sont dans l'archive jointe.\nMot de passe : Sinistre2025\n\nCordialement,")
    return Sample(
        name="05-locked-zip",
        shows="a locked zip, its password in the text",
        at=envelope.at,
        raw=letter(OUTLOOK, envelope, words, files=(File(name="docs.zip", media_type="application/zip", content=papers),)),
        expected=route("C502100019"),
        types=("etat_de_pertes",),
        acknowledged="full",
    )


def word_file(scene: Scene) -> Sample:
    """A declaration as a Word document."""
    envelope = Envelope(sender=people.PEETERS, subject="Aangifte brand *C502100018* CLAES Bart", at=scene.ago(44))
    content = word.declaration(scene.case("C502100018", written_days_ago=4))
    return Sample(
        name="06-word",
        shows="a declaration as a Word file",
        at=envelope.at,
        raw=letter(
            OUTLOOK,
            envelope,
            Words(own="Beste,\n\nIn bijlage de ondertekende aangifte."),
            files=(File(name="Déclaration incendie CLAES.docx", media_type=DOCX, content=content),),
        ),
        expected=route("C502100018"),
        types=("declaration",),
        acknowledged="full",
    )


def accident(scene: Scene) -> Sample:
    """An accident statement, and the damage estimate of a French garage."""
    case = scene.case("C502100023")
    a = constat.Driver(
        name="ROUSSEAU Claire",
        street="3 rue du Lac",
        town="59800 Lille",
        car=case.car,
        plate=case.plate,
        insurer="Vertebois Assurances",
        policy=case.policy,
        licence="14AB99123",
        crosses=(9,),
        impact="avant droit",
        damage="aile AVD enfoncée, phare cassé",
    )
    b = constat.Driver(
        name="CARLIER Hugo",
        street="18 rue des Lilas",
        town="59100 Roubaix",
        car="Dacia Sandero",
        plate="FX-219-BN",
        insurer="Altera Verzekeringen",
        policy="ALT-77120-4",
        licence="09CD55871",
        crosses=(2, 17),
        impact="arrière gauche",
        damage="pare-chocs arrière",
    )
    facts = constat.Accident(
        at=case.loss, time="17 h 50", place="France, Lille, rue Nationale 14", witness="LAMY Paul, 06 39 98 12 34", a=a, b=b
    )
    envelope = Envelope(sender=people.NORD, subject="Constat amiable *C502100023* ROUSSEAU", at=scene.ago(43))
    files = (
        File(name="constat.pdf", media_type=PDF, content=constat.statement(facts)),
        File(
            name="devis_tanneurs.pdf", media_type=PDF, content=repairs.estimate(order(scene, "C502100023", garage=TANNEURS, serial="1180"))
        ),
    )
    return Sample(
        name="07-accident-statement",
        shows="an accident statement and a French estimate",
        at=envelope.at,
        raw=letter(YAHOO, envelope, Words(own="Bonjour,\n\nCi-joint le constat et le devis.\n\nCordialement,"), files=files),
        expected=route("C502100023"),
        types=("constat_auto", "devis"),
        acknowledged="full",
    )
