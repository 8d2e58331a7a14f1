"""What people and programs make of a claim's number on its way: every form of the grammar (domain 2.4, 2.5), as a table."""

import random
from collections.abc import Callable
from dataclasses import dataclass

CUT = "\x1e"
"""Where the writer of the header ends one encoded-word and begins the next."""

FOLD = "\r\n "
FULL_WIDTH = {ord(sign): ord(sign) + 0xFEE0 for sign in "C0123456789*"}
_LETTERS = str.maketrans("0156", "OlSG")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mangling:
    """One way to write a number; `form` is what the rules call it."""

    name: str
    write: Callable[[str], str]
    form: str
    """delimited, bare, repaired or partial."""

    header_only: bool = False
    """Only a subject is written like that."""


def _spread(number: str, sign: str, cuts: tuple[int, ...] = (1, 4, 7)) -> str:
    """The number with a separator before these places."""
    return "".join(f"{sign}{char}" if at in cuts else char for at, char in enumerate(number))


def letters(number: str) -> str:
    """Three digits at most, from the end, replaced by letters that look like them; the first digit stays."""
    swapped, left = list(number), 3
    for at in range(len(number) - 1, 1, -1):
        if left and number[at] in "0156":
            swapped[at], left = number[at].translate(_LETTERS), left - 1
    return "".join(swapped)


def _delimited() -> list[Mangling]:
    insides: dict[str, Callable[[str], str]] = {
        "exact": lambda n: f"*{n}*",
        "spaces inside": lambda n: f"* {n} *",
        "spaced": lambda n: f"*{_spread(n, ' ')}*",
        "no-break spaces": lambda n: f"*{_spread(n, chr(0xA0))}*",
        "thin spaces": lambda n: f"*{_spread(n, chr(0x202F))}*",
        "dots": lambda n: f"*{_spread(n, '.', (1, 3, 5))}*",
        "dashes": lambda n: f"*{_spread(n, '-', (1, 5))}*",
        "typographic dashes": lambda n: f"*{_spread(n, chr(0x2011), (3, 5))}*",
        "slashes": lambda n: f"*{_spread(n, '/', (3, 5))}*",
        "underscores": lambda n: f"*{_spread(n, '_', (1, 5))}*",
        "small letter": lambda n: f"*{n.lower()}*",
        "doubled": lambda n: f"**{n}**",
        "full width": lambda n: f"*{n}*".translate(FULL_WIDTH),
        "mathematical asterisk": lambda n: f"\u2217{n}\u2217",
        "arabic asterisk": lambda n: f"\u066d{n}\u066d",
        "zero width": lambda n: f"*{_spread(n, chr(0x200B), (4,))}*",
        "soft hyphen": lambda n: f"*{_spread(n, chr(0xAD), (5,))}*",
        "direction signs": lambda n: f"*\u202a{n}\u202c*",
        "backslashes": lambda n: f"\\*{n}\\*",
        "entity": lambda n: f"&#42;{n}&#42;",
        "named entity": lambda n: f"&ast;{n}&ast;",
        "entity escaped twice": lambda n: f"&amp;#42;{n}&amp;#42;",
        "url escape": lambda n: f"%2A{n}%2A",
        "left-over quoted-printable": lambda n: f"=2A{n}=2A",
    }
    found = [Mangling(name=name, write=write, form="delimited") for name, write in insides.items()]
    folded = Mangling(name="folded", write=lambda n: f"*{n[:5]}{FOLD}{n[5:]}*", form="delimited", header_only=True)
    cut = Mangling(name="cut by encoded-words", write=lambda n: f"*{n[:5]}{CUT}{n[5:]}*", form="delimited", header_only=True)
    return [*found, folded, cut]


def _bare() -> list[Mangling]:
    ways: dict[str, Callable[[str], str]] = {
        "bare": lambda n: n,
        "first asterisk only": lambda n: f"*{n}",
        "last asterisk only": lambda n: f"{n}*",
        "round brackets": lambda n: f"({n})",
        "square brackets": lambda n: f"[{n}]",
        "quotes": lambda n: f'"{n}"',
        "french quotes": lambda n: f"\u00ab {n} \u00bb",
        "bare, small letter": lambda n: n.lower(),
        "bare, spaced": lambda n: _spread(n, " "),
        "bare, dots": lambda n: _spread(n, ".", (3, 5)),
        "bare, dashes": lambda n: _spread(n, "-", (5,)),
        "glued to a word": lambda n: f"dossier{n}",
        "glued to a sign": lambda n: f"n\u00b0{n}",
        "with initials": lambda n: f"{n}/JD",
        "with a date": lambda n: f"{n} 15/03/2024",
    }
    return [Mangling(name=name, write=write, form="bare") for name, write in ways.items()]


MANGLINGS: tuple[Mangling, ...] = (
    *_delimited(),
    *_bare(),
    Mangling(name="letters for digits", write=lambda n: f"*{letters(n)}*", form="repaired"),
    Mangling(name="letters for digits, bare", write=letters, form="repaired"),
    Mangling(name="cyrillic letter", write=lambda n: f"*\u0421{n[1:]}*", form="repaired"),
    Mangling(name="letter forgotten", write=lambda n: f"*{n[1:]}*", form="repaired"),
    Mangling(name="letter forgotten behind a cue", write=lambda n: f"dossier {n[1:]}", form="repaired"),
    Mangling(name="a digit too few", write=lambda n: f"*{n[:-1]}*", form="partial"),
    Mangling(name="a digit too many", write=lambda n: f"*{n}{n[-1]}*", form="partial"),
    Mangling(name="end cut off", write=lambda n: f"{n[:-2]}", form="partial", header_only=True),
)
WHOLE = tuple(one for one in MANGLINGS if one.form != "partial")
PARTIAL = tuple(one for one in MANGLINGS if one.form == "partial")
IN_TEXT = tuple(one for one in WHOLE if not one.header_only)

FILE_NAMES: dict[str, Callable[[str, str], str]] = {
    "first": lambda number, word: f"{number}_{word}.txt",
    "last": lambda number, word: f"{word} {number}.txt",
    "underscores for asterisks": lambda number, word: f"{word}_{number}_.txt",
    "dashes": lambda number, word: f"{word}-{number}-1.txt",
    "small letter": lambda number, word: f"{number.lower()}.{word}.txt",
    "brackets": lambda number, word: f"{word} ({number}).txt",
}
"""Windows takes no asterisk in a name."""


def slip(number: str, chance: random.Random) -> str:
    """The number with one digit wrong."""
    at = chance.randrange(1, len(number))
    return number[:at] + chance.choice([digit for digit in "0123456789" if digit != number[at]]) + number[at + 1 :]


def swapped(number: str) -> str:
    """The number with the last two neighbours that differ swapped."""
    at = next(at for at in range(len(number) - 2, 0, -1) if number[at] != number[at + 1])
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
