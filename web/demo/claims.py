"""The claims of the demonstration's office, as its claims system would list them."""

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from router.systems.claims_csv import COLUMNS
from web.demo.papers.reports import Case

HANDLERS = {"h.lambert": "Hélène Lambert", "m.janssens": "Mark Janssens", "k.weber": "Katrin Weber"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One line of the register; the loss was `days` days ago."""

    number: str
    kind: str
    insured: str
    policy: str
    days: int
    broker: str
    handler: str
    broker_ref: str = ""
    plate: str = ""
    car: str = ""
    parties: tuple[str, ...] = ()
    experts: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    state: str = "open"
    sensitivity: str = "normal"

    def case(self, now: datetime, *, written_days_ago: int = 1) -> Case:
        """What a paper about this claim says."""
        return Case(
            reference=self.number,
            insured=self.insured,
            policy=self.policy,
            plate=self.plate,
            car=self.car,
            loss=(now - timedelta(days=self.days)).date(),
            at=(now - timedelta(days=written_days_ago)).date(),
        )


MARTIN, PEETERS = "sinistres@courtier-martin.example", "schade@makelaar-peeters.example"
NORD, LUX = "gestion@assur-conseil-nord.example", "claims@brokers-lux.example"
CLAIMS = (
    Claim(
        number="C502100001",
        kind="motor_accident",
        insured="DUPONT Jean",
        policy="50.123.456",
        days=21,
        broker=MARTIN,
        handler="h.lambert",
        broker_ref="DOS/2104/0153",
        plate="1-DPT-417",
        car="Peugeot 308",
        parties=("jean.dupont@courriel.example",),
        former=("T502100388",),
    ),
    Claim(
        number="C502100002",
        kind="water_damage",
        insured="PEETERS An",
        policy="50.220.118",
        days=34,
        broker=PEETERS,
        handler="m.janssens",
        broker_ref="WS-0871",
    ),
    Claim(
        number="C502100003",
        kind="motor_accident",
        insured="BOULANGE Marie",
        policy="50.118.902",
        days=760,
        broker=MARTIN,
        handler="h.lambert",
        plate="1-BLG-903",
        car="Citroën C3",
        state="closed",
    ),
    Claim(
        number="C502100010",
        kind="storm_vehicle",
        insured="MÜLLER Karl",
        policy="50.331.207",
        days=18,
        broker=MARTIN,
        handler="k.weber",
        plate="1-MLR-310",
        car="Opel Astra",
        parties=("karl.mueller@courriel.example",),
    ),
    Claim(
        number="C502100017",
        kind="motor_accident",
        insured="LEROY Anne",
        policy="50.664.029",
        days=12,
        broker=MARTIN,
        handler="h.lambert",
        plate="1-LRY-017",
        car="Toyota Yaris",
        experts=("rapports@cabinet-vasseur.example",),
    ),
    Claim(
        number="C502100018",
        kind="fire_home",
        insured="CLAES Bart",
        policy="50.447.310",
        days=6,
        broker=PEETERS,
        handler="m.janssens",
        broker_ref="BR-0902",
    ),
    Claim(number="C502100019", kind="theft_home", insured="NGUYEN Linh", policy="50.512.660", days=9, broker=NORD, handler="h.lambert"),
    Claim(
        number="C502100020",
        kind="glass",
        insured="HENDRICKX Tom",
        policy="50.703.845",
        days=5,
        broker=LUX,
        handler="m.janssens",
        plate="1-HDX-220",
        car="Skoda Fabia",
    ),
    Claim(
        number="C502100021",
        kind="liability_victim",
        insured="GARCIA Paul",
        policy="50.811.093",
        days=15,
        broker=MARTIN,
        handler="k.weber",
        former=("T502100391",),
    ),
    Claim(
        number="C502100022",
        kind="motor_accident",
        insured="SCHMITZ Eva",
        policy="50.902.744",
        days=4,
        broker=LUX,
        handler="k.weber",
        plate="1-SMZ-422",
        car="Seat Ibiza",
        parties=("eva.schmitz@courriel.example",),
    ),
    Claim(
        number="C502100023",
        kind="motor_accident",
        insured="ROUSSEAU Claire",
        policy="50.990.171",
        days=3,
        broker=NORD,
        handler="h.lambert",
        plate="GH-482-KL",
        car="Renault Clio V",
    ),
    Claim(
        number="C502100024",
        kind="legal_criminal_defence",
        insured="VERMEULEN Luc",
        policy="50.155.280",
        days=61,
        broker=PEETERS,
        handler="m.janssens",
        plate="1-VML-524",
        car="Ford Focus",
        sensitivity="sensitive",
    ),
    Claim(
        number="T502100417",
        kind="motor_accident",
        insured="MOREAU Lucie",
        policy="50.276.931",
        days=2,
        broker=MARTIN,
        handler="",
        plate="1-MRL-417",
        car="Fiat 500",
        state="draft",
    ),
)
BY_NUMBER = {claim.number: claim for claim in CLAIMS}


def write_register(folder: Path, now: datetime) -> Path:
    """`claims.csv` in `folder`, with loss dates counted back from `now`; its path comes back."""
    path = folder / "claims.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(_row(claim, now) for claim in CLAIMS)
    return path


def _row(claim: Claim, now: datetime) -> dict[str, str]:
    return {
        "number": claim.number,
        "state": claim.state,
        "kind": claim.kind,
        "insured": claim.insured,
        "policy_number": claim.policy,
        "plate": claim.plate,
        "loss_date": (now - timedelta(days=claim.days)).date().isoformat(),
        "broker_email": claim.broker,
        "broker_ref": claim.broker_ref,
        "party_emails": ";".join(claim.parties),
        "expert_email": ";".join(claim.experts),
        "lawyer_email": "",
        "handler": claim.handler,
        "handler_email": f"{claim.handler}@vertebois.example" if claim.handler else "",
        "handler_phone": "+32 2 555 01 00" if claim.handler else "",
        "former_numbers": ";".join(claim.former),
        "sensitivity": claim.sensitivity,
    }
