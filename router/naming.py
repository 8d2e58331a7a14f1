"""Where a mail names people: beside a word for the insured, in its subject, in names of files, after a title; and who signs."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain

from router import tokens
from router.bystanders import parted
from router.clues import Clues
from router.names import everyday, particles, titles, uncommon
from router.normalise import fold

_SHORTEST_NAME = 2
_LONGEST_NAME = 4
_LONGEST_TAIL = 8
_LONGEST_CLOSING = 40
_LONGEST_LINE = 200
_SPELT = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_ELISION = re.compile(r"\b[dl]['\u2019](?=[^\W\d_])")
_PREFIX = re.compile(r"^\s*(?:[\w.]{1,8}\s?(?:\[\d+\])?\s?:\s*)+")
_REPLY = re.compile(r"^\s*(?:\[[^\]]{1,20}\]\s*)?(?:RE|R\u00c9P|REP|AW|ANTW|BETR|SV)\.?\s?(?:\[\d+\])?\s?:", re.IGNORECASE)
_WORD = r"[^\W\d_](?:[\w'\u2019-]|\.(?=\w)){0,30}"
_SOME = rf"((?:{_WORD}[ ]?){{1,5}})"
_CUE = re.compile(
    r"\b(?:(?:dossier|sinistr\u00e9?e?|assur\u00e9e?|preneu(?:r|se)(?: d['\u2019]assurance)?|souscripteur|affaire|concerne|cliente?"
    r"|verzekerde|verzekerings?nemer|polishouder|klant|betreft|schadegeval|schadedossier"
    r"|versicherte[rn]?|versicherungsnehmer(?:in)?|kund(?:e|in)|mandant(?:in)?|betrifft|schadenfall"
    r"|insured|policy ?holder|customer|claimant)(?:\s{0,3}:\s{0,3}|\s{1,3})"
    rf"|(?:nom|naam|name|objet|onderwerp|betreff|re|vn)\s{{0,3}}:\s{{0,3}}){_SOME}",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"\b(?:m|mm|mr|mrs|ms|mme|mlle|monsieur|madame|mademoiselle|heer|dhr|mevr|mevrouw|mw|herrn?|frau|famille|familie|family|consorts"
    rf"|eheleute|echtpaar|\u00e9poux)(?:\.[ ]{{0,2}}|[ ]{{1,2}}){_SOME}",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^[ >]*(?:(?:bonjour|bonsoir|ch[e\u00e8]re?s?|geachte|beste|goedendag|dag|sehr geehrter?|liebe[rs]?|guten|hallo|hello|hi|dear)\b"
    r"[^\n,]*"
    r"|(?:m\.|mr|mme|monsieur|madame|herr|frau|mijnheer|mevrouw)[^\n,]{0,60},[ ]*$)",
    re.IGNORECASE | re.MULTILINE,
)
_LOSS = re.compile(
    r"\b(?:sinistre|accident|d\u00e9g\u00e2ts?(?: des eaux)?|faits?|vol|incendie|survenance|schade(?:geval|datum)?|ongeval|diefstal|brand"
    r"|(?:wasser)?schadens?(?:fall|tag|datum)?|unfall|vorfall|diebstahl|loss|theft|fire|damage)"
    r"(?:\s(?:survenue?s?|du sinistre|of loss|date))?(?:\s?:\s?|\s(?:du|le|de|van|op|vom|am|of|on)\s)"
    r"(\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}(?:er|\.)? [^\W\d_]{3,9}\.? \d{4})(?!\d)",
    re.IGNORECASE,
)
_NEW_LOSS = re.compile(
    r"\b(?:nouve(?:l|lle|au|aux)|autre|nieuwe?|ander|neue[nrs]?|weiterer?n?|new|another)[ ]"
    r"(?:accident|sinistre|d\u00e9g\u00e2ts?|vol|incendie|ongeval|aanrijding|schade(?:geval)?|diefstal|brand|unfall|schaden(?:sfall|fall)?|diebstahl"
    r"|loss|damage|theft|fire)\b[^\n]{0,80}",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(?<![\w.])([^\W\d_])\.[ ]?([^\W\d_][\w'\u2019-]{2,30})")
_GENITIVE = re.compile(r"(?<![\w'\u2019])([^\W\d_][\w-]{2,30})['\u2019]s?(?=[ ][^\W\d_])")
_ELIDED = re.compile(r"\b[dD]['\u2019]([^\W\d_][\w-]{2,30})")
_NAME = re.compile(r"(?:[A-Z][\w'.-]{0,30} ?){1,4}")
_CONTACT = re.compile(
    r"(?:(?:(?:[TCFMGP]|T[e\u00e9]l|Tel|Gsm|GSM|Fax|Mob|Port)[ .:]{0,3})?\+?\(?\d[\d ./()\-]{6,22}[ |,;\-]{0,3}){1,4}"
    r"|[^\s@]{1,64}@[^\s@]{1,253}|www\.\S{1,250}"
)


def is_reply(subject: str) -> bool:
    """Whether a subject is that of the mail that is answered, often ours."""
    return _REPLY.match(subject) is not None


def without_tail(text: str) -> str:
    """The text without name and telephones at its end, where they stand under a closing formula; nothing is said there."""
    lines = text.rstrip().split("\n")
    at = len(lines)
    while at > max(1, len(lines) - _LONGEST_TAIL) and (not lines[at - 1].strip() or _is_tail(lines[at - 1])):
        at -= 1
    tail = [line for line in lines[at:] if line.strip()]
    closed = at > 1 and lines[at - 1].rstrip().endswith(",") and len(lines[at - 1]) <= _LONGEST_CLOSING
    return "\n".join(lines[:at]) if closed or any(_CONTACT.fullmatch(line) for line in tail if len(line) <= _LONGEST_LINE) else text


def _is_tail(line: str) -> bool:
    return len(line) <= _LONGEST_LINE and bool(_NAME.fullmatch(line.strip()) or _CONTACT.fullmatch(line.strip()))


def stems(clues: Clues) -> Iterator[str]:
    """Names of files without what says their format."""
    return (file.name.rpartition(".")[0] or file.name for file in clues.file_names)


def meant(clues: Clues) -> Iterator[str]:
    """Names where the insured is named, surest first: beside a word for him, in the subject, in names of files."""
    yield from cued(clues)
    yield from runs(_PREFIX.sub("", clues.subject), first_counts=False)
    for stem in stems(clues):
        yield from runs(parted(stem), first_counts=True)


def cued(clues: Clues) -> Iterator[str]:
    """Names beside a word for the insured, and in the subject what is said to be somebody's: `devis d'Antoine`."""
    texts = (clues.own_text, clues.subject, *map(parted, stems(clues)))
    for match in chain(*map(_CUE.finditer, texts), _ELIDED.finditer(clues.subject)):
        yield from runs(match[1], first_counts=True)


def families(name: str) -> Iterator[str]:
    """What of a name is a family name, where it has a given name too: what stands first, or alone is written in capitals."""
    *before, last = name.split(" ")
    yield from (" ".join(before[:count]) for count in range(1, len(before) + 1))
    if before and last.isupper() and not any(word.isupper() for word in before):
        yield last


def signers(text: str) -> Iterator[str]:
    """Names alone in a line, as people sign."""
    return (line for line in map(str.strip, text.split("\n")) if " " in line and len(line) <= _LONGEST_LINE and _NAME.fullmatch(line))


def titled(clues: Clues) -> Iterator[str]:
    """Names after a title, but in a greeting, and those with the ending of what is somebody's: `Martens' factuur`."""
    text = _GREETING.sub("", clues.own_text)
    for match in _TITLED.finditer(text):
        first = next((word for word in _SPELT.findall(match[1]) if fold(word) not in particles()), "")
        yield from runs(match[1], first_counts=True)
        # An address such as m.martens@... has no title.
        apart = text[match.start(1) - 1] == " "
        yield from (first,) if apart and first.islower() and uncommon(first) else ()
    yield from (match[1] for match in _GENITIVE.finditer(text) if match[1][0].isupper())


def initialled(clues: Clues) -> Iterator[tuple[str, str]]:
    """Names behind an initial, each with it."""
    return ((match[1], match[2]) for match in _INITIAL.finditer(clues.own_text) if match[1].isupper() and match[2][0].isupper())


def written(clues: Clues) -> Iterator[str]:
    """Whatever is written like two names or more in a row, anywhere in the text, and each of these names."""
    for run in runs(clues.own_text, first_counts=True):
        if " " in run:
            yield run
            yield from run.split(" ")


def small(clues: Clues) -> Iterator[str]:
    """Words of the subject in small letters that may be a name."""
    return (word for word in _SPELT.findall(_PREFIX.sub("", clues.subject)) if word.islower() and uncommon(word))


def days_of_loss(clues: Clues) -> set[date]:
    """Days that are said to be those of a loss."""
    return tokens.days("\n".join(match[1] for text in (clues.subject, clues.own_text) for match in _LOSS.finditer(text)))


def days_of_new_loss(clues: Clues) -> set[date]:
    """Days in what is said of a loss that is called a new one."""
    return tokens.days("\n".join(match[0] for text in (clues.subject, clues.own_text) for match in _NEW_LOSS.finditer(text)))


def with_capital(text: str) -> Iterator[str]:
    """Words that are written like names, folded: with a capital inside of a line, or in capitals."""
    for line in text.split("\n"):
        spelt = [(match[0], match.start()) for match in _SPELT.finditer(line)]
        yield from (fold(word) for word, at in spelt if (len(word) > 1 and word.isupper()) or (at > 0 and word[0].isupper()))


def runs(text: str, *, first_counts: bool) -> Iterator[str]:
    """Runs of words with a capital; the first word of a sentence always has one, so there it takes capitals only."""
    yield from _runs(text, first_counts=first_counts)
    # d'Hondt is a name, d'Antoine is none.
    if (apart := _ELISION.sub(" ", text)) != text:
        yield from _runs(apart, first_counts=first_counts)


def _runs(text: str, *, first_counts: bool) -> Iterator[str]:
    spelt = [(match[0], match.start()) for match in _SPELT.finditer(text)]
    kept = [word if _is_like_name(word, counts=first_counts or at > 0) else "" for word, at in spelt]
    small_words = [word if fold(word) in particles() else "" for word, _ in spelt]
    for start in range(len(kept)):
        for end in range(start + 1, min(start + _LONGEST_NAME, len(kept)) + 1):
            if not (kept[end - 1] or small_words[end - 1]):
                break
            if kept[end - 1]:
                yield " ".join(one or two for one, two in zip(kept[start:end], small_words[start:end], strict=True))


def _is_like_name(word: str, *, counts: bool) -> bool:
    written_so = word.isupper() or (counts and word[0].isupper())
    return written_so and len(word) >= _SHORTEST_NAME and fold(word) not in everyday() | titles()
