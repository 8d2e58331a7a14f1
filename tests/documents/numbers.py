"""Numbers that pass their own checks: accounts, firms, vehicles, telephones; made up by a random generator."""

import random
from collections.abc import Callable
from functools import cache

DIGITS = "0123456789"
PLATE = "ABCDEFGHJKLMNPRSTVWXYZ"
FIRST_SIGNS = ("VF3", "VF1", "VF7", "WVW", "WDB", "WBA", "ZFA", "TMB", "UU1", "VSS", "WAU", "W0L")
"""Who built a vehicle: the first three signs of its number."""

PATTERNS = {
    "FR": {
        "mobile": ("06 ## ## ## ##", "07 ## ## ## ##"),
        "fixed": ("01 4# ## ## ##", "03 8# ## ## ##", "04 7# ## ## ##", "05 5# ## ## ##"),
    },
    "BE": {
        "mobile": ("047# ## ## ##", "048# ## ## ##", "049# ## ## ##"),
        "fixed": ("02 5## ## ##", "04 2## ## ##", "081 2# ## ##", "071 3# ## ##"),
    },
    "LU": {"mobile": ("621 ### ###", "691 ### ###"), "fixed": ("26 3# ## ##", "27 4# ## ##")},
    "NL": {"mobile": ("06 1# ## ## ##", "06 2# ## ## ##"), "fixed": ("020 ### ## ##", "030 2## ## ##", "010 4## ## ##")},
    "DE": {"mobile": ("0171 #######", "0160 ########"), "fixed": ("0241 ######", "0221 #######", "0211 ######", "0681 ######")},
}
PREFIXES = {"FR": "33", "BE": "32", "LU": "352", "NL": "31", "DE": "49"}
BANKS = {
    "FR": ("BNPAFRPP", "AGRIFRPP", "CMCIFR2A", "SOGEFRPP", "CCBPFRPPXXX"),
    "BE": ("GEBABEBB", "KREDBEBB", "BBRUBEBB", "GKCCBEBB"),
    "LU": ("BCEELULL", "BGLLLULL"),
    "NL": ("INGBNL2A", "ABNANL2A", "RABONL2U"),
    "DE": ("COBADEFF", "DEUTDEDB", "AACSDE33", "GENODED1SPK"),
}


def digits(chance: random.Random, count: int) -> str:
    """`count` figures."""
    return "".join(chance.choice(DIGITS) for _ in range(count))


def shaped(chance: random.Random, pattern: str) -> str:
    """The pattern with a figure for each `#` and a letter for each `?`."""
    signs = {"#": DIGITS, "?": PLATE}
    return "".join(chance.choice(signs[sign]) if sign in signs else sign for sign in pattern)


def until(valid: Callable[[str], bool], draw: Callable[[], str]) -> str:
    """The first that is drawn and valid."""
    while not valid(drawn := draw()):
        pass
    return drawn


def iban(chance: random.Random, country: str, bank: str = "") -> str:
    """A number of an account of that country, without spaces."""
    match country:
        case "FR":
            body = digits(chance, 21)
            key = 97 - (89 * int(body[:5]) + 15 * int(body[5:10]) + 3 * int(body[10:])) % 97
            own = f"{body}{key:02}"
        case "BE":
            body = digits(chance, 10)
            own = f"{body}{int(body) % 97 or 97:02}"
        case "NL":
            own = (bank or "INGB")[:4] + until(_eleven, lambda: "0" + digits(chance, 9))
        case "LU":
            own = "001" + digits(chance, 13)
        case _:
            own = chance.choice("123567") + digits(chance, 17)
    rest = int("".join(str(int(sign, 36)) for sign in f"{own}{country}00")) % 97
    return f"{country}{98 - rest:02}{own}"


def _eleven(number: str) -> bool:
    return sum(int(sign) * weight for sign, weight in zip(number, range(10, 0, -1), strict=True)) % 11 == 0


def enterprise(chance: random.Random) -> str:
    """A Belgian enterprise number, ten figures."""
    body = "0" + chance.choice("4567") + digits(chance, 6)
    return f"{body}{97 - int(body) % 97:02}"


def siren(chance: random.Random) -> str:
    """A French firm, nine figures."""
    from stdnum.fr import siren as check

    return until(check.is_valid, lambda: chance.choice("3458") + digits(chance, 8))


def siret(chance: random.Random, firm: str) -> str:
    """A seat of the French firm, fourteen figures."""
    from stdnum.fr import siret as check

    return until(check.is_valid, lambda: f"{firm}000{digits(chance, 2)}")


def vat(chance: random.Random, country: str, firm: str = "") -> str:
    """A VAT number with its country."""
    from stdnum.eu import vat as check

    match country:
        case "BE":
            return f"BE{firm or enterprise(chance)}"
        case "FR":
            number = firm or siren(chance)
            return f"FR{(12 + 3 * (int(number) % 97)) % 97:02}{number}"
        case "NL":
            return until(check.is_valid, lambda: f"NL{digits(chance, 9)}B01")
        case "LU":
            return until(check.is_valid, lambda: f"LU{digits(chance, 8)}")
    return until(check.is_valid, lambda: f"DE{chance.choice('123')}{digits(chance, 8)}")


def communication(chance: random.Random) -> str:
    """A structured communication of a Belgian transfer."""
    body = digits(chance, 10)
    both = f"{body}{int(body) % 97 or 97:02}"
    return f"+++{both[:3]}/{both[3:7]}/{both[7:]}+++"


def vin(chance: random.Random) -> str:
    """A chassis number."""
    middle = "".join(chance.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(8))
    return chance.choice(FIRST_SIGNS) + middle + digits(chance, 6)


def phone(chance: random.Random, country: str, kind: str) -> tuple[str, str]:
    """A number as people of the country write it, and as E.164; with the code of the country now and then."""
    import phonenumbers

    def draw() -> str:
        return shaped(chance, chance.choice(PATTERNS[country][kind]))

    plain = until(lambda raw: _in_use(raw, country, kind), draw)
    value = phonenumbers.format_number(phonenumbers.parse(plain, country), phonenumbers.PhoneNumberFormat.E164)
    way = chance.random()
    if way < 0.25 or country == "LU":
        return f"+{PREFIXES[country]} {plain.removeprefix('0')}", value
    if way < 0.4 and country in {"FR", "BE"}:
        return plain.replace(" ", "."), value
    if way < 0.55 and country in {"DE", "NL", "BE"}:
        return plain.replace(" ", "/" if country != "NL" else "-", 1), value
    return plain, value


def _in_use(raw: str, country: str, kind: str) -> bool:
    import phonenumbers

    number = phonenumbers.parse(raw, country)
    wanted = phonenumbers.PhoneNumberType.MOBILE if kind == "mobile" else phonenumbers.PhoneNumberType.FIXED_LINE
    return phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) == wanted


def plate(chance: random.Random, country: str) -> tuple[str, str]:
    """Its kind, and the plate as it stands on the vehicle."""
    match country:
        case "FR":
            return "plate_fr_siv", shaped(chance, "??-###-??")
        case "BE":
            return "plate_be", shaped(chance, f"{chance.choice('122')}-???-###")
        case "NL":
            return "plate_nl", shaped(chance, chance.choice(("?-###-??", "??-###-?", "##-???-#")))
        case "LU":
            return "plate_lu", shaped(chance, "?? ####")
    seat = chance.choice(("AC", "K", "D", "TR", "SB", "BN", "HH"))
    return "plate_de", shaped(chance, f"{seat}-?? {chance.choice(('###', '####'))}")


def policy(chance: random.Random) -> str:
    """A policy number, in one of the many ways."""
    return shaped(
        chance,
        chance.choice(
            ("##.###.###", "???-#####-####", "AUT#########", "MRH-######-##", "##########", "#.###.###/##", "KV ####/####", "??/########")
        ),
    )


def police_record(chance: random.Random, country: str, year: int) -> tuple[str, str]:
    """Its kind and number."""
    match country:
        case "BE":
            return "pv_be", shaped(
                chance,
                f"{chance.choice(('LI', 'BR', 'NA', 'TG', 'AN'))}.{chance.choice(('30.L2', '43.L6', '11.F1', '17.L1'))}.######/{year}",
            )
        case "NL":
            return "pv_nl", shaped(chance, f"PL{chance.choice(('07', '13', '23'))}00-{year}######-1")
    return "pv_fr", shaped(chance, chance.choice((f"0####/0####/{year}", f"{year}/######")))


@cache
def looks() -> tuple[str, ...]:
    """The shapes in which a firm numbers its own letters and bills."""
    return ("DOS/{year}/####", "{year}-####", "F{year}####", "######/??", "{year}.#####", "??-####-{year}")
