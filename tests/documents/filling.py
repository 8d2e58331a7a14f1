"""Fills a paper in: names, days, sums and numbers for its braces, and the facts that then stand on it."""

import datetime as dt
import random
import re
from dataclasses import dataclass

from tests.documents import numbers, written
from tests.documents.letters import Template

PLACE = re.compile(r"\{([a-z]+)(\d?)(?::(\w))?(?:@(\w+))?\}")
GLUE = "\x1f"
"""Stands for a space inside a value, where no line may break."""
SIZES = {"BE": (4, 3, 3), "FR": (3, 3, 3, 5)}
WORDS = {
    "fr": {
        "first": ["Aurélie", "Benoît", "Camille", "Étienne", "Françoise", "Guillaume", "Hélène", "Jérôme", "Mireille", "Sébastien"],
        "family": [
            "Baudouin",
            "Chevreux",
            "Delattre",
            "Fauconnier",
            "Grandjean",
            "Hennebert",
            "Lacroix",
            "Maréchal",
            "Poncelet",
            "Thibaut",
        ],
        "street": ("rue des Écoles", "avenue du Château", "place de l'Église", "chemin des Prés", "rue Saint-Éloi"),
    },
    "nl": {
        "first": ["Anneke", "Bram", "Daan", "Els", "Griet", "Joris", "Liesbeth", "Maarten", "Sanne", "Wouter"],
        "family": ["Claessens", "Debruyne", "Hoekstra", "Janssens", "Kuipers", "Maes", "Nijland", "Vermeulen", "Wouters", "Zwart"],
        "street": ("Kerkstraat", "Stationslaan", "Molenweg", "Lindedreef", "Marktplein"),
    },
    "de": {
        "first": ["Anja", "Björn", "Dörte", "Elke", "Günter", "Jörg", "Käthe", "Lars", "Sören", "Ute"],
        "family": ["Bäcker", "Engel", "Förster", "Hartmann", "Krüger", "Lindner", "Möller", "Schäfer", "Vogt", "Zöller"],
        "street": ("Hauptstraße", "Bahnhofstraße", "Gartenweg", "Mühlenstraße", "Am Markt"),
    },
    "en": {
        "first": ["Alice", "Brian", "Deborah", "George", "Harriet", "Ian", "Martha", "Nigel", "Olive", "Peter"],
        "family": ["Ashworth", "Barlow", "Chadwick", "Fairfax", "Holloway", "Kendrick", "Merton", "Osborne", "Pritchard", "Winslow"],
        "street": ("Church Lane", "High Street", "Station Road", "Mill Lane", "Park Avenue"),
    },
}
TOWNS = {
    "BE": {"fr": ("5000 Namur", "4000 Liège", "6700 Arlon", "7000 Mons"), "nl": ("9000 Gent", "2800 Mechelen", "3500 Hasselt")},
    "FR": {"fr": ("59000 Lille", "21000 Dijon", "44000 Nantes", "35000 Rennes", "54000 Nancy")},
    "NL": {"nl": ("3511 AB Utrecht", "5611 CD Eindhoven", "9711 EH Groningen")},
    "DE": {"de": ("52062 Aachen", "50667 Köln", "66111 Saarbrücken")},
    "EN": {"en": ("Norwich", "Exeter", "Durham")},
}
RATES = {"BE": 21, "FR": 20, "DE": 19}
EN_PHONES = "BE"
"""Whose numbers an English paper gives: that of a claimant who lives there."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Truth:
    """A fact that stands on a paper, in its normal form, and how it stands there."""

    kind: str
    value: str
    shown: str
    role: str = ""
    """What the wording says that the value is; "" where it says nothing."""


class Filling:
    """The values of one paper; the same brace gives the same value wherever it stands."""

    def __init__(self, template: Template, chance: random.Random, *, half: int | None = None) -> None:
        self.half = half
        self.language, self.country, self.chance = template.language, template.country, chance
        self.facts: set[Truth] = set()
        self._known: dict[str, str] = {}
        self._role = ""
        self._sums = self._bill()
        self._day = dt.date(2024, 1, 8) + dt.timedelta(days=chance.randrange(600))

    @property
    def _land(self) -> str:
        return EN_PHONES if self.country == "EN" else self.country

    def fill(self, text: str) -> str:
        """The text with a value in each brace."""
        return PLACE.sub(self._value, text)

    def _value(self, found: re.Match[str]) -> str:
        name, number, way, role = found.groups()
        key = f"{name}{number}:{way}"
        self._role = role or ""
        if key not in self._known:
            shown = getattr(self, f"_{name}")(way) if name not in self._sums else self._money(self._sums[name + number])
            self._known[key] = shown.replace(" ", GLUE)
        return self._known[key]

    def _fact(self, kind: str, value: str, shown: str) -> str:
        self.facts.add(Truth(kind=kind, value=value, shown=shown, role=self._role))
        return shown

    def _bill(self) -> dict[str, int]:
        first, second = self.chance.randrange(4_000, 190_000), self.chance.randrange(3_000, 90_000)
        net = first + second
        tax = round(net * RATES.get(self.country, 21) / 100)
        return {"part": 0, "part1": first, "part2": second, "net": net, "tax": tax, "gross": net + tax}

    def _money(self, cents: int) -> str:
        shown = written.money(cents, self.country, spaced=self.country == "BE" and self.language == "fr")
        return self._fact("amount_eur", f"{cents / 100:.2f}", shown)

    def _amount(self, _: str) -> str:
        return self._money(self.chance.randrange(15_000, 980_000))

    def _name(self, _: str) -> str:
        return f"{self._one('first')} {self._family('')}"

    def _family(self, _: str) -> str:
        return self._one("family")

    def _one(self, words: str) -> str:
        """A name that this set may use: two sets share none."""
        names = WORDS[self.language][words]
        return self.chance.choice(names if self.half is None else names[self.half :: 2])

    def _street(self, _: str) -> str:
        road, number = self.chance.choice(WORDS[self.language]["street"]), self.chance.randrange(2, 180)
        return f"{number} {road}" if self.country in {"FR", "EN"} else f"{road} {number}"

    def _town(self, _: str) -> str:
        town = self.chance.choice(TOWNS[self.country][self.language])
        code = " ".join(word for word in town.split() if word.isdigit() or word.isupper())
        if code:
            self._fact("postcode", code, code)
        return town

    def _city(self, _: str) -> str:
        return self.chance.choice(TOWNS[self.country][self.language]).split()[-1]

    def _date(self, way: str) -> str:
        self._day += dt.timedelta(days=self.chance.randrange(2, 30))
        way = way or ("d" if self.language == "de" else self.chance.choice(("/", "/", "-", "d")))
        return self._fact("date_eu", self._day.isoformat(), written.day(self._day, self.language, way))

    def _time(self, _: str) -> str:
        value = dt.time(self.chance.randrange(7, 22), self.chance.choice((0, 10, 15, 20, 30, 45, 50)))
        return self._fact("time_24h", f"{value:%H:%M}", written.hour(value, self.language, self.chance))

    def _plate(self, _: str) -> str:
        kind, value = numbers.plate(self.chance, self._land)
        return self._fact(kind, value, value)

    def _vin(self, _: str) -> str:
        value = numbers.vin(self.chance)
        return self._fact("vin", value, value)

    def _iban(self, _: str) -> str:
        value = numbers.iban(self.chance, self._land)
        return self._fact("iban", value, written.grouped(value, (4,)))

    def _bic(self, _: str) -> str:
        value = self.chance.choice(numbers.BANKS[self._land])
        return self._fact("bic", value, value)

    def _comm(self, _: str) -> str:
        value = numbers.communication(self.chance)
        return self._fact("be_structured_comm", value, value)

    def _phone(self, _: str, kind: str = "fixed") -> str:
        shown, value = numbers.phone(self.chance, self._land, kind)
        return self._fact("phone", value, shown)

    def _mobile(self, way: str) -> str:
        return self._phone(way, "mobile")

    def _email(self, _: str) -> str:
        plain = self._family("").lower().translate(str.maketrans("éèöäüß", "eeoaus"))
        value = f"{self.chance.choice(('info', 'contact', 'bureau'))}@{plain}.example"
        return self._fact("email", value, value)

    def _policy(self, _: str) -> str:
        value = numbers.policy(self.chance)
        return self._fact("policy_number", value, value)

    def _pv(self, _: str) -> str:
        kind, value = numbers.police_record(self.chance, self.country, 2024)
        return self._fact(kind, value, value)

    def _ref(self, _: str) -> str:
        return numbers.shaped(self.chance, self.chance.choice(numbers.looks()).format(year=2024))

    def _siret(self, _: str) -> str:
        value = numbers.siret(self.chance, numbers.siren(self.chance))
        return self._fact("fr_siret", value, written.grouped(value, SIZES["FR"]))

    def _vatno(self, _: str) -> str:
        value = numbers.vat(self.chance, self._land)
        shown = value
        if self.country == "BE":
            body = written.grouped(value[2:], SIZES["BE"], ".")
            shown = f"BE {body}"
            self._fact("be_enterprise", body, shown)
        return self._fact("vat_eu", value, shown)
