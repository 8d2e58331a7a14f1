"""Whether a sender says that he attached something, by the phrases of data/attachment_cues.yaml in what he writes himself."""

import re
from functools import cache
from importlib import resources

import yaml

from router import cues

_SHORT = re.compile(r"\b(cfr?|s|z)\.", re.IGNORECASE)
"""Short forms of "see", whose stop ends no sentence."""
_ASKS = re.compile(
    r" (?:merci de|veuillez|priere de|pourriez vous|pouvez vous|je vous prie de|vous prions de|bien vouloir)"
    r" (?:\w+ ){0,3}?(?:(?:r|re)?envoyer|transmettre|(?:faire )?parvenir|adresser|communiquer) "
    r"| (?:gelieve|graag|kunt u|kan u|wilt u|kan je) (?:\w+ ){0,8}?(?:te )?(?:bezorgen|sturen|toesturen|zenden|overmaken) "
    r"| (?:bitte|konnen sie|konnten sie|wurden sie) (?:\w+ ){0,8}?(?:schicken|senden|zusenden|zuschicken|zukommen) "
    r"| (?:please|kindly|can you|could you|would you) (?:\w+ ){0,2}?(?:send|forward|mail|return) (?:us|me|it|them) ",
    re.IGNORECASE,
)
"""How somebody asks to be sent something, in a plain text."""


def announces_attachment(text: str) -> bool:
    """Whether a text says that something comes along with it, in French, Dutch, German or English."""
    plain = cues.plain(_SHORT.sub(r"\1", text))
    return any(not _asks_around(plain, found) for found in _phrases().finditer(plain))


def _asks_around(plain: str, found: re.Match[str]) -> bool:
    """Whether the sentence around a phrase asks for the file instead: "merci de m'envoyer en pièce jointe"."""
    start, end = plain.rfind("|", 0, found.start()) + 1, plain.find("|", found.end())
    return bool(_ASKS.search(plain[start : end if end >= 0 else None]))


@cache
def _phrases() -> re.Pattern[str]:
    found = yaml.safe_load(resources.files("router").joinpath("data/attachment_cues.yaml").read_text("utf-8"))
    return cues.pattern(phrase for phrases in found.values() for phrase in phrases)
