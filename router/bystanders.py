"""People whom a mail names beside its insured: the other side, experts, garages, colleagues, streets; a text is heard without them."""

import re
from collections.abc import Iterator

from router.names import everyday, listed, particles, titles
from router.normalise import fold

_MOST_NAMES = {"roles": 3, "trade_roles": 1, "paper_roles": 1, "streets": 1}
"""Words of a name that are somebody's behind each kind of word."""

_LONGEST_HEADING = 60
_MOST_LABELS = 12
_JOINED = re.compile(r"(?<=[a-z\u00df-\u00f6\u00f8-\u00ff])(?=[A-Z])")
_SIGNS = frozenset(",:|")
_SPELT = re.compile(r"[^\W\d_]+")
_CAPITAL = r"[^\W\d_a-z\u00df-\u00f6\u00f8-\u00ff][^\W\d_]*(?:['\u2019-][^\W\d_]+)*"
_GLUE = (
    r"(?i:(?:le|la|het|der|die|den|dem|the|par|door|by|m|mr|mrs|ms|mme|mlle|dr|me|monsieur|madame|ma\u00eetre|docteur|(?:de )?(?:heer|dhr)"
    r"|mevr|mevrouw|mw|herrn?|frau)\b\.?)"
)
_BEHIND = re.compile(
    rf"(?:(?<=\b[A-Z][a-z])\.)?(?:[ ,:|]{{1,3}}{_GLUE}){{0,3}}[ ,:|]{{1,3}}"
    rf"({_CAPITAL}(?:[ ](?:(?i:van|von|de|der|den|du)[ ]){{0,2}}{_CAPITAL}){{0,2}})"
)
_HOUSE = re.compile(r"(?:[ ][^\W\d_]+(?:['\u2019-][^\W\d_]+)*){1,5}[ ,]{1,3}\d{1,4}\b")
_PHRASE = re.compile(
    r"(?<!\w)(?:scanned by|scann\u00e9e? par|gescand door|gescannt von|\u00e0 l['\u2019]attention d[eu]|a l['\u2019]attention de"
    r"|attn?\.?|att\.|t\.?a\.?v\.?|z\. ?hd\.?|(?:en )?copie \u00e0|cc ?:|kopie aan|kopie an|copy to)(?=[ :])",
    re.IGNORECASE,
)
_OPPONENT = re.compile(
    r"(?:\b(?:contre|tegen|gegen|against|versus|vs|adverse|tegenpartij|wederpartij|gegenpartei|gegenseite)\b\s?:?|\bc/)[^,;*:\n]{0,60}"
    r"|\b(?:t\u00e9moins|getuigen|zeugen|witnesses)\s?:[^\n]{0,200}",
    re.IGNORECASE,
)
_OF_OURS = re.compile(
    rf"{_CAPITAL}(?:[ ]{_CAPITAL}){{0,2}}(?=[ ](?:de|du|van|von|aus|of|from|in)[ ](?:votre|vos|uw|jullie|ihre[mrn]?|your)[ ]"
    r"(?:service|\u00e9quipe|bureau|d\u00e9partement|dienst|afdeling|team|kantoor|abteilung|department|office|compagnie|maatschappij)\b)"
)
_LABEL = re.compile(r"\s*([^\W\d_][^:\n]{0,40}?)\s?[:|]\s*\S")
_OTHER_SIDE = re.compile(
    r"\b(?:tiers|adverse|adversaire|tegenpartij|wederpartij|gegner|gegenpartei|gegenseite|derde|third party|other (?:party|driver)"
    r"|t\u00e9moin|getuige)\b",
    re.IGNORECASE,
)
_INSURED = re.compile(r"\b(?:assur|preneur|client|verzeker|klant|versicher|kund|insured|policy)", re.IGNORECASE)


def without_others(text: str) -> str:
    """The text without whom the claim is against, and without people and places that a word beside them says are no insured."""
    text = _without_blocks(text)
    spans = sorted([*_behind_words(text), *(match.span() for match in _OF_OURS.finditer(text))])
    kept, last = [], 0
    for start, end in spans:
        if start >= last:
            kept += [text[last:start], " "]
            last = end
    return _OPPONENT.sub(" ", "".join([*kept, text[last:]]))


def parted(stem: str) -> str:
    """The words of the name of a file, apart: `FactureMartens` are two."""
    return _JOINED.sub(" ", stem.replace("_", " "))


def without_others_in_file(name: str) -> str:
    """The same of the name of a file, where an underscore parts words."""
    stem, dot, ending = name.rpartition(".")
    spaced = parted(stem or ending)
    heard = without_others(spaced)
    return name if heard == spaced else f"{heard}{dot}{ending if dot else ''}"


def _behind_words(text: str) -> Iterator[tuple[int, int]]:
    """Where the names stand that belong to a word before them."""
    for match in _PHRASE.finditer(text):
        yield from _names(text, match.end(), "roles")
    for match in _SPELT.finditer(text):
        word = fold(match[0])
        kind = next((kind for kind in _MOST_NAMES if word in listed(kind)), None)
        if kind == "streets" and (house := _HOUSE.match(text, match.end())):
            yield house.span()
        elif kind:
            yield from _names(text, match.end(), kind)
        elif match[0] == "Me":
            yield from _names(text, match.end(), "roles")


def _names(text: str, at: int, kind: str) -> Iterator[tuple[int, int]]:
    match = _BEHIND.match(text, at)
    # A paper is nobody: what stands behind it in a list, or after a colon, is not its author.
    if match is None or (kind == "paper_roles" and not _SIGNS.isdisjoint(text[at : match.start(1)])):
        return
    end, count = match.start(1), 0
    for word in _SPELT.finditer(text, match.start(1), match.end(1)):
        folded = fold(word[0])
        if folded in everyday() | titles() or _INSURED.match(word[0]) or count == _MOST_NAMES[kind]:
            break
        end, count = word.end(), count + (folded not in particles())
    # Behind the word for a paper two names are more likely those of the insured.
    if count and not (kind == "paper_roles" and match.end(1) > end):
        yield match.start(1), end


def _without_blocks(text: str) -> str:
    """The text without the lines of a form that stand below a heading for the other side, or above one in brackets."""
    if not _OTHER_SIDE.search(text):
        return text
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if len(line) <= _LONGEST_HEADING and _OTHER_SIDE.search(line) and not _LABEL.match(line) and not _INSURED.search(line):
            before = line.lstrip().startswith("(")
            for label in _labels(lines, range(at - 1, -1, -1) if before else range(at + 1, len(lines))):
                lines[label] = ""
    return "\n".join(lines)


def _labels(lines: list[str], order: range) -> Iterator[int]:
    """The lines of a form beside a heading, up to what is none or is about the insured."""
    for count, at in enumerate(order[:_MOST_LABELS]):
        if count == 0 and not lines[at].strip():
            continue
        found = _LABEL.match(lines[at])
        if found is None or _INSURED.search(found[1]):
            return
        yield at
