"""Numbers with right check digits, and amounts and dates as they are printed in Belgium and France."""

from datetime import date


def belgian_iban(account: str) -> str:
    """IBAN of a Belgian account of which the first ten digits are given."""
    return _iban("BE", account + f"{int(account) % 97 or 97:02}")


def french_iban(bank: str, branch: str, account: str) -> str:
    """IBAN of a French account: bank and branch of five digits, account of eleven."""
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97
    return _iban("FR", f"{bank}{branch}{account}{key:02}")


def _iban(country: str, account: str) -> str:
    digits = "".join(str(int(sign, 36)) for sign in f"{account}{country}00")
    whole = f"{country}{98 - int(digits) % 97:02}{account}"
    return " ".join(whole[place : place + 4] for place in range(0, len(whole), 4))


def belgian_company(first: str) -> str:
    """Enterprise number of which the first eight digits are given."""
    whole = first + f"{97 - int(first) % 97:02}"
    return f"{whole[:4]}.{whole[4:7]}.{whole[7:]}"


def french_vat(siren: str) -> str:
    """French VAT number of the firm with that SIREN."""
    return f"FR {(12 + 3 * (int(siren) % 97)) % 97:02} {siren[:3]} {siren[3:6]} {siren[6:]}"


def structured(first: str) -> str:
    """Belgian structured communication of which the first ten digits are given."""
    whole = first + f"{int(first) % 97 or 97:02}"
    return f"+++{whole[:3]}/{whole[3:7]}/{whole[7:]}+++"


def euros(cents: int) -> str:
    """`1 234,56 €`."""
    whole, rest = divmod(cents, 100)
    return f"{whole:,}".replace(",", " ") + f",{rest:02} €"


def day(at: date) -> str:
    """`05/03/2026`."""
    return f"{at:%d/%m/%Y}"


MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")


def long_day(at: date) -> str:
    """`5 mars 2026`."""
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"
