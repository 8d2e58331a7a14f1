"""Domains that are made to be taken for another: one slip of the finger away, in letters that look the same, or elsewhere on the net."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from router.names import belongs_to_next, names_broker

SHORTEST_SLIP = 7
"""Letters from which on one letter more, less or other is a likeness; shorter names of two firms often differ by no more."""

SHORTEST = 5
"""Letters from which on the same name under another ending, with a hyphen or in other signs is one."""

LONGEST_LABEL, LONGEST_DOMAIN = 63, 253
"""Signs of a domain at most (RFC 1035, 2.3.4); what is longer is none, and like no other."""

_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789"
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac", "asso", "gouv", "edu"})
_GLYPHS = str.maketrans({"0": "o", "1": "l", "3": "e", "5": "s", "i": "l", "-": "", "_": ""})
_LETTERS = str.maketrans(
    # Cyrillic, Greek and Armenian, then letters of phonetics.
    dict(
        zip(
            "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u0432\u043d\u043a\u043c\u0442",
            "aeopcyxijshdqwbhkmt",
            strict=True,
        )
    )
    | dict(zip("\u03bf\u03b1\u03bd\u03c1\u03c5\u03b9\u03ba\u03c4\u03b7\u03c7\u03b3\u03c9", "oavpuiktnxyw", strict=True))
    | dict(zip("\u0585\u057d\u0570\u0578\u0581", "ouhng", strict=True))
    | dict(zip("\u0131\u0251\u0261\u1d0f\u029f", "iagol", strict=True))
    | {"\u3002": ".", "\u00b7": "-"}
)
_ELSEWHERE = re.compile(r"[\u0370-\u058f]")
_MIXED = re.compile(r"\b(?=\w{0,40}[A-Za-z])(?=\w{0,40}[\u0370-\u058f])\w+")
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def latin(text: str) -> str:
    """A text in small letters, those of other alphabets that are drawn like Latin ones made Latin, and one kind of hyphen."""
    return "".join(_drawn(sign) for sign in unicodedata.normalize("NFKC", text).lower().translate(_LETTERS))


def one_alphabet(text: str) -> str:
    """A text in which words that mix Latin letters with others have Latin ones only."""
    return _MIXED.sub(lambda match: _as_written(match[0]), text) if _ELSEWHERE.search(text) else text


def _as_written(word: str) -> str:
    written = latin(word)
    return written.upper() if word.isupper() else written.capitalize() if word[0].isupper() else written


def _drawn(sign: str) -> str:
    match unicodedata.category(sign):
        case "Cf":
            return ""
        case "Pd":
            return "-"
        case _:
            return sign


def shape(name: str) -> str:
    """What the eye takes the name of a domain for: signs that look alike are one, and hyphens are not seen."""
    plain = unicodedata.normalize("NFKD", latin(_readable(name))).casefold()
    seen = "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_GLYPHS)
    for pair, sign in _PAIRS:
        seen = seen.replace(pair, sign)
    return seen


def _readable(name: str) -> str:
    """A name in the letters that a reader sees: those of other scripts travel in Punycode (RFC 3492)."""
    if not name.startswith("xn--"):
        return name
    try:
        return name[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return name


def registered(domain: str) -> str:
    """The part of a domain that its owner took, with the ending and without what stands before."""
    labels = domain.lower().strip(".").split(".")
    second = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL  # noqa: PLR2004 - as in firm.co.uk
    return ".".join(labels[-3 if second else -2 :])


def _shape_of(domain: str) -> str:
    return shape(registered(domain).partition(".")[0])


class Lookalikes:
    """Domains, ready to be asked which of them another may be taken for; the time does not depend on how many there are."""

    def __init__(self, domains: Iterable[str] = ()) -> None:
        self._shapes: dict[str, dict[str, None]] = defaultdict(dict)
        for domain in domains:
            self.add(domain)

    def add(self, domain: str) -> None:
        """Enter one more."""
        self._shapes[_shape_of(domain)][registered(domain)] = None

    def like(self, domain: str) -> tuple[str, ...]:
        """The domains that this one does not belong to, but may be taken for."""
        if len(domain) > LONGEST_DOMAIN or any(len(label) > LONGEST_LABEL for label in domain.split(".")):
            return ()
        seen = _shape_of(domain)
        near = [seen, *(_slips(seen) if len(seen) >= SHORTEST_SLIP else ())] if len(seen) >= SHORTEST else []
        found = {other: None for one in near for other in self._shapes.get(one, ())}
        # `broker.example.other.example` shows its reader the whole of another's domain first.
        labels = domain.split(".")
        heads = (".".join(labels[:count]) for count in range(2, len(labels)))
        found |= {head: None for head in heads if head in self._shapes.get(_shape_of(head), ())}
        found |= dict.fromkeys(self._held(labels[:-1]))
        return tuple(other for other in found if other != registered(domain))

    def _held(self, labels: Iterable[str]) -> Iterator[str]:
        """The brokers whose whole name stands between hyphens: `my-courtier-martin.example`. A mere family name is many people's."""
        for part in (part for label in labels for part in _parts(label)):
            yield from (other for other in self._shapes.get(shape(part), ()) if names_broker(other.partition(".")[0]))


def _parts(label: str) -> Iterator[str]:
    """Every run of the words between hyphens that is not the whole, and does not begin in the middle of a name."""
    words = [word for word in latin(_readable(label)).replace("_", "-").split("-") if word]
    starts = [at for at in range(len(words)) if at == 0 or not belongs_to_next(words[at - 1], words[at])]
    runs = (words[start:end] for start in starts for end in range(start + 1, len(words) + 1))
    return ("-".join(run) for run in runs if len(run) < len(words))


def _slips(name: str) -> Iterator[str]:
    """Every name that is one letter away: another, one more, one less, or two neighbours swapped."""
    for at in range(len(name) + 1):
        head, tail = name[:at], name[at:]
        yield from (head + sign + tail for sign in _SIGNS)
        if tail:
            yield head + tail[1:]
            yield from (head + sign + tail[1:] for sign in _SIGNS)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
