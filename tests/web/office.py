"""A morning at a claims office: mails of every sort on the desks of two handlers and an operator. All of it is made up."""

from datetime import datetime, timedelta
from pathlib import Path

from core.pages import Fact
from core.values import Address, Candidate, Carrier, Form, Kind, Outcome, Reference, SenderClass
from storage import models
from tests.web.builders import File, Made, Sent, pdf, person, photo, send

GARAGE = Address(name="Carrosserie Delvaux", address="atelier@delvaux.example")
EXPERT = Address(name="Bureau d’expertise Maes & Fils", address="rapports@maes-expert.example")
LAWYER = Address(name="Me Claire Fontaine", address="c.fontaine@barreau.example")
INSURED = Address(name="Jean Dupont", address="jean.dupont@courriel.example")
MAKELAAR = Address(name="Zakenkantoor De Smet", address="schade@desmet.example")
INSURER = Address(name="Assurances Voisines", address="recours@voisines.example")

PASSWORD = "une phrase de passe"
REGISTER = (
    ("number", "state", "kind", "insured", "policy_number", "plate", "loss_date", "broker_email", "handler"),
    ("C502100001", "open", "auto", "DUPONT Jean", "50.123.456", "1-ABC-123", "2026-02-21", "sinistres@lemaire.example", "h.lambert"),
    ("C502100017", "open", "dde", "VAN DAMME Els", "50.777.001", "", "2026-02-27", "schade@desmet.example", "h.lambert"),
    ("C502100300", "open", "theft_home", "NGUYEN Linh", "50.512.660", "", "2026-03-02", "sinistres@lemaire.example", "h.lambert"),
    ("C502100231", "open", "auto", "MERTENS Luc", "50.123.999", "1-XYZ-987", "2026-03-01", "schade@desmet.example", "n.peeters"),
)

REPORT = (
    "Rapport d'expertise",
    "Notre référence : 26/0417   -   Votre référence : C502100001",
    "Véhicule : 1-ABC-123   -   Date du sinistre : 21/02/2026",
    "",
    "Constatations : choc avant gauche, optique et aile à remplacer,",
    "redressage de la traverse, peinture de deux éléments.",
    "",
    "Main d'oeuvre ............................. 1 120,00 EUR",
    "Pièces .................................... 1 228,10 EUR",
    "TVA 21 % .................................... 493,10 EUR",
    "Total TVAC ................................ 2 841,20 EUR",
)
FACTS = (
    Fact(kind="report_date", value="2026-03-02", raw="02/03/2026", confidence=0.98),
    Fact(kind="plate", value="1-ABC-123", raw="1-ABC-123", confidence=0.99),
    Fact(kind="amount_gross", value="2841.20", raw="2 841,20 EUR", page=2, confidence=0.97),
    Fact(kind="iban", value="BE68539007547034", raw="BE68 5390 0754 7034", page=2, confidence=0.99),
    Fact(kind="total_loss", value="non", raw="non", page=2, confidence=0.71),
)


def people() -> None:
    """Two handlers, an operator and a supervisor."""
    person("h.lambert", password=PASSWORD)
    person("n.peeters", password=PASSWORD)
    person("o.simon", "operators", password=PASSWORD)
    person("s.willems", "supervisors", password=PASSWORD)


def register(folder: Path) -> Path:
    """The claims of the office as a file."""
    file = folder / "claims.csv"
    file.write_text("\n".join(",".join(row) for row in REGISTER), encoding="utf-8")
    return file


def report(now: datetime) -> Made:
    """An expert's report, attached to a mail that the broker forwarded, with logos and a zip of photos."""
    logo = photo("#0f5f63")
    return send(
        Sent(
            subject="Rapport définitif *C502100001* – DUPONT",
            sender=EXPERT,
            forwarded_by=Address(name="Cabinet Lemaire", address="sinistres@lemaire.example"),
            own_text=(
                "Madame, Monsieur,\n\nVeuillez trouver ci-joint notre rapport définitif ainsi que les photos prises lors de "
                "l’expertise du 2 mars. Les réparations peuvent débuter dès réception de votre accord.\n\nMerci de nous confirmer "
                "le régime TVA de l’assuré.\n\nBien à vous,\nPaul Maes"
            ),
            quoted_text="De : Sinistres\nEnvoyé : lundi 23 février 2026 09:12\nObjet : Mission *C502100001*\n\nMerci de procéder…",
            files=(
                File(
                    name="rapport_definitif.pdf",
                    content=pdf(*REPORT, pages=6),
                    type="rapport_expertise",
                    pages=("\n".join(REPORT), "Total TVAC 2 841,20 EUR\nIBAN BE68 5390 0754 7034"),
                    facts=FACTS,
                ),
                File(name="photos.zip", content=b"PK" * 900, media_type="application/zip", kind=Kind.CONTAINER),
                File(name="avant_gauche.jpg", content=photo(), media_type="image/jpeg", type="photo", pages=(), inside="0.1.2"),
                File(name="traverse.jpg", content=photo("#b5a08f"), media_type="image/jpeg", type="photo", pages=(), inside="0.1.2"),
                File(name="image001.png", content=logo, media_type="image/png", kind=Kind.DECORATION),
                File(name="image002.png", content=logo[:-1], media_type="image/png", kind=Kind.DECORATION),
                File(name="image003.png", content=logo[:-2], media_type="image/png", kind=Kind.DECORATION),
            ),
            priority="high",
            received_at=now - timedelta(minutes=24),
        )
    )


def _paper(kind: str, name: str = "", **more: object) -> File:
    return File(**{"name": name or f"{kind}.pdf", "content": pdf(kind, name), "type": kind, **more})


EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ELS = {"claim": "C502100017", "insured": "VAN DAMME Els"}
LUC = {"claim": "C502100231", "insured": "MERTENS Luc", "handler": "n.peeters", "sender": MAKELAAR}
WARNED = {"outcome": Outcome.ROUTE_WARN}


def desk(now: datetime) -> None:
    """Tasks of both handlers, open and done."""
    losses = _paper("etat_de_pertes", "inventaire.xlsx", media_type=EXCEL)
    bill = _paper("facture_reparation", "facture 2026-118.pdf", confidence=0.88)
    medical = _paper("certificat_medical_initial", "CMI_signed.pdf")
    locked = _paper("pv_police", "dossier_penal.pdf", problem="needs_password", pages=())
    film = _paper("video", "IMG_2041.MOV", media_type="video/quicktime", pages=())
    offer = _paper("devis", "offerte.pdf", language="nl")
    plan = File(name="plan.docx", content=b"PK", media_type=WORD)
    unknown = {"sender": INSURED, "warnings": ("sender_unknown",), "sender_class": SenderClass.UNKNOWN, **WARNED}
    mails: list[tuple[float, dict[str, object]]] = [
        (1.1, {"subject": "*C502100017* état de pertes", "title": "etat_de_pertes", "files": (losses,), **ELS, **unknown}),
        (2, {"subject": "Facture C502100001", "sender": GARAGE, "files": (bill,), "warnings": ("not_delimited",), **WARNED}),
        (3, {"subject": "Certificat *C502100001*", "title": medical.type, "priority": "high", "files": (medical,)}),
        (22, {"subject": "Assignation *C502100001*", "sender": LAWYER, "priority": "urgent", "files": (_paper("citation"), locked)}),
        (26, {"subject": "Video *C502100017*", "sender": MAKELAAR, "files": (film,), **ELS}),
        (48, {"subject": "Re: *C502100001* relance", "title": "message", "own_text": "Où en est le dossier ? Merci de votre retour."}),
        (72, {"subject": "*C502100017* offerte", "sender": MAKELAAR, "priority": "low", "files": (offer, plan), **ELS}),
        (144, {"subject": "*C502100001* constat", "state": "done", "files": (_paper("constat_auto"),)}),
        *(
            (20 * day, {"files": (_paper(kind),), **LUC})
            for day, kind in enumerate(("carte_grise", "rib_iban", "quittance", "temoignage"), 5)
        ),
    ]
    for hours, sent in mails:
        files = sent.get("files", ())
        title = {"title": files[0].type} if isinstance(files, tuple) and files else {}
        send(Sent(**{**title, "received_at": now - timedelta(hours=hours), "due_in": timedelta(hours=26), **sent}))


def waiting(now: datetime) -> Made:
    """Mails that wait for the operator; the one with candidates comes back."""
    papers = (_paper("declaration"),)
    unknown = {"sender": INSURED, "sender_class": SenderClass.UNKNOWN, "priority": "high"}
    other = {"sender": INSURER, "sender_class": SenderClass.OTHER}
    mails: list[tuple[float, str, dict[str, object]]] = [
        (0.8, "new_claim", {"subject": "Déclaration de sinistre – dégât des eaux rue Haute 14", "files": papers, **unknown}),
        (5, "multiple_references", {"subject": "TR: divers dossiers *C502100001* / *C502100231*", **other}),
        (8, "draft_not_submitted", {"subject": "Opening schadegeval *T502100417*", "sender": MAKELAAR, "kind": "hold"}),
    ]
    for hours, why, sent in mails:
        outcome = Outcome.HOLD if sent.get("kind") == "hold" else Outcome.TRIAGE
        common = {"claim": "", "kind": "triage", "title": why, "why": (why,), "outcome": outcome, "due_in": timedelta(hours=4)}
        send(Sent(**{**common, "received_at": now - timedelta(hours=hours), **sent}))
    typed = Reference(
        value="C502100010", kind="claim", carrier=Carrier.SUBJECT, form=Form.REPAIRED, path="0", raw="*C5021OOO1O*", delimited=True
    )
    return send(
        Sent(
            subject="Facture complémentaire *C5021OOO1O*",
            sender=GARAGE,
            own_text="Bonjour,\n\nCi-joint la facture complémentaire pour le véhicule 1-ABC-123 de M. Dupont.\n\nCordialement",
            claim="",
            kind="triage",
            title="reference_not_found",
            outcome=Outcome.TRIAGE,
            why=("reference_not_found",),
            sender_class=SenderClass.OTHER,
            references=(typed,),
            candidates=(
                Candidate(number="C502100001", score=0.92, evidence=("near_number", "plate", "insured")),
                Candidate(number="C502100017", score=0.41, evidence=("near_number",)),
            ),
            files=(File(name="facture_compl.pdf", content=pdf("Facture complémentaire", "Véhicule 1-ABC-123"), type="facture_reparation"),),
            received_at=now - timedelta(minutes=12),
            due_in=timedelta(hours=4),
        )
    )


def mailboxes(now: datetime) -> None:
    """Two mailboxes, one of them in trouble, and what failed."""
    good = models.Mailbox.objects.create(name="sinistres@assureur.example", last_success_at=now - timedelta(seconds=40))
    models.Folder.objects.create(mailbox=good, name="INBOX", uid_validity=7, on_server=1284)
    bad = models.Mailbox.objects.create(name="schade@assureur.example", last_success_at=now - timedelta(days=1), last_error="token_refused")
    models.Folder.objects.create(mailbox=bad, name="INBOX", uid_validity=3, on_server=1)
    rows = [models.Delivery(mailbox=good, folder="INBOX", uid_validity=7, uid=uid, state="held", seen_at=now) for uid in range(1, 1282)]
    rows += [models.Delivery(mailbox=good, folder="INBOX", uid_validity=7, uid=uid, state="waiting", seen_at=now) for uid in (1282, 1283)]
    models.Delivery.objects.bulk_create(rows)
    models.Delivery.objects.create(
        mailbox=good, folder="INBOX", uid_validity=7, uid=1284, state="quarantined", problem="too_big", size=1_400_000_000, seen_at=now
    )
    models.Job.objects.create(step="read", target=1, due_at=now, tries=5, problem="crashed", stuck=True)
