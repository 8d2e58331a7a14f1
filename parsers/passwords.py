"""Words of a mail that may open what it has locked."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from operator import itemgetter

from core.values import Unit

SAYS = r"(?:(?<!\w)(?:mots?\s+de\s+passe|mdp|pwd)|paswoord|wachtwoord|passwor[dt]|kennwort|passphrase)(?!\w)"
"""Of the words that announce one, those that announce nothing else; German and Dutch put others before them."""

CODE = r"(?<!\w)(?:code|pin|pw|psw|passe?code|(?:toegangs|openings|zugangs|öffnungs)code)(?!\w)"

ORDINARY = (
    "les une votre vos notre nos mon ton son cet cette ces celui celle même pas dans par via voir sera serait envoyée? transmis "
    "communiquée? veuillez cliquez suit suivra suivant ci-joint ci-dessous ci-dessus aux des pour que qui valable compos[ée]e? "
    "confidentiel différent inconnu incorrect erroné requis nécessaire obligatoire toujours aussi bien toute?s? donc gelieve klik "
    "het een uw jouw mijn ons onze dit dat deze niet geen volgt volgende apart per zie bij van hetzelfde verplicht vereist nodig "
    "vertrouwelijk verzonden onjuist fout verkeerd gelijk ook altijd bitte der die das den dem eine?[rnms]? ihre?[rnms]? meine? "
    "unsere? dasselbe nicht keine? folgt folgende separat siehe aus von auf wie erforderlich notwendig vertraulich falsch immer "
    "auch please the your our this that these not same sent will see below above required needed incorrect wrong confidential "
    "follows following case-sensitive always also made"
).replace(" ", "|")
"""With these a sentence goes on; a password is something else."""

GAP = r"[ \t\xa0]"
BREAK = rf"\r?\n(?:>|{GAP})*+"
"""The end of a line; the next may be quoted."""

NEXT = rf"(?:{GAP}++(?:{BREAK})?|{BREAK})"
VERB = (
    rf"(?P<verb>est|is|lautet|luidt|ist)(?!\w)(?:{GAP}++(?:toujours|aussi|donc|altijd|ook|immer|auch|always|also|still)(?!\w))?"
    rf"{GAP}*+(?P<colon>:)?"
)
FILL = rf"(?!{SAYS})(?:[^\s:=.!?;\"'’«“„`]|[.](?=[\w)])|(?<=\w)['’](?=\w)){{1,30}}+"
QUOTED = rf"[\"'«“„\u201a\u2018`]{GAP}?(?P<{{}}>[^\n\"'«»“”„\u2018’`]{{{{3,64}}}}?){GAP}?[\"'»“”\u2018’`]"
PLAIN = (
    rf"[*\"'«“„`]?{GAP}*+(?P<word>(?!(?-i:[ld])['’]|(?:{ORDINARY})(?:[\s,.;:!?)]|$)|\S*://)"
    r"(?:[^\s\"'’«»“”„`]|(?<=\w)['’](?=\w)){3,64})"
)
CUE = re.compile(
    rf"(?:(?P<says>{SAYS})|{CODE})(?P<between>(?:{NEXT}{FILL}){{0,16}}?)"
    rf"(?:(?:{GAP}*+(?P<sign>[:=]=?|[-=]>|→)|{GAP}++(?P<dash>[-–—](?=\s))|{NEXT}{VERB})"
    rf"{GAP}*+(?P<below>(?:{BREAK}){{1,3}}+)?(?:{QUOTED.format('quoted')}|{PLAIN})"
    rf"|{GAP}*+{QUOTED.format('marked')})",
    re.IGNORECASE,
)
BARE = re.compile(rf"{SAYS}{GAP}++(?P<word>[^\s:=\"'«»“”`]{{3,64}}+)(?!{GAP}*[:=])", re.IGNORECASE)
"""A word straight behind; mostly the sentence goes on with it."""

SHORT_FORMS = ("mdp", "pwd")
PASSWORD_WORDS = ("passe", "mdp", "wachtwoord", "paswoord", "passwor", "kennwort", "passphrase", "pwd")
"""Without one of these, `SAYS` finds nothing; they are found many times faster."""

REFERENCE = re.compile(r"(?<![^\W\d_])[CT](?:[\s./_:-]{0,2}\d){9}(?!\d)", re.IGNORECASE)
"""What may be the number of a claim or a draft; the router decides on it, so that it is never blanked."""

IS_A_NUMBER = re.compile(
    rf"{SAYS}[^\n]{{0,80}}?(?:num[ée]ro|n°|r[ée]f[ée]rence|nummer|number|police|policy|dossier|sinistre|schade|claim)", re.IGNORECASE
)
"""The password is said to be a number that both know."""

COUNTS = {
    word: count
    for count, words in {
        2: "deux twee zwei two",
        3: "trois drie drei three",
        4: "quatre vier four",
        5: "cinq vijf fünf five",
        6: "six zes sechs",
        8: "huit acht eight",
    }.items()
    for word in words.split()
}
COUNT = "|".join(("[2-9]", *COUNTS))
SOME_DIGITS = re.compile(
    rf"(?<!\w)(?:(?P<before>{COUNT})\s+)?(?:(?P<last>derni[eè]re?s|laatste|letzten|last)|premi[eè]re?s|eerste|ersten|first)\s+"
    rf"(?:(?P<behind>{COUNT})\s+)?(?:chiffres|caract[eè]res|cijfers|tekens|ziffern|stellen|zeichen|digits|numbers|characters)(?!\w)",
    re.IGNORECASE,
)

BLANK = "\N{BULLET}" * 8
TOKEN = re.compile(r"(?<![\w.@-])(?=[^\s\d]*\d)[\w./-]{4,40}(?![\w@])")
CLAUSE_ENDS = re.compile(rf"[\"'»”`*)]*{GAP}*+(?:[.,;!?)]|\r?\n|$)")
EDGES = ".,;:?()[]<>*"
READ = 200_000
"""Characters of the texts that are searched."""

SHORTEST = 3
"""Characters of a word that is blanked."""

NEAR, SAME_SENTENCE = 4, 8
"""Words between a word for "password" and the sign before the password."""

LONG_LINE = 40
NUMBER = 6
"""Characters that the number of a contract or a claim has at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A word that is announced as a password: where it stands, and how surely it is one."""

    start: int
    end: int
    rank: int
    """The lower, the likelier."""

    plain: bool
    """Whether it is blanked even if it opened nothing."""


def candidates(texts: Iterable[str], *, limit: int) -> tuple[str, ...]:
    """What stands after a word for "password", then numbers and references, each also without separators; at most `limit`."""
    joined = "\n".join(texts)[:READ]
    found = [word for one in sorted(_found(joined), key=lambda one: one.rank) for word in _spelt(joined, one)]
    found += _numbers(joined)
    # Half a character of UTF-16 opens nothing, and cannot be tried.
    possible = (word for word in found if any(map(str.isalnum, word)) and word.encode("utf-8", "ignore").decode() == word)
    return tuple(dict.fromkeys(possible))[:limit]


def _spelt(text: str, found: _Found) -> Iterator[str]:
    """The word without and with what stands around it, then the short line that it begins."""
    word = text[found.start : found.end]
    # The full stop behind it may belong to the sentence or to the password: both are tried.
    yield from (word.strip(EDGES), word.rstrip(f"{EDGES}!").lstrip(EDGES), word)
    line = text[found.start :].partition("\n")[0].strip() if found.rank == 0 and word.strip(EDGES) == word else ""
    if NEAR > len(line.split()) > 1 and len(line) <= LONG_LINE:
        yield from (line.rstrip(EDGES), re.sub(r"\s", "", line.rstrip(EDGES)))


def _numbers(text: str) -> list[str]:
    """Words with digits as they stand there and without separators, before them the pieces that are said to be the password."""
    tokens = [match[0].strip(EDGES) for match in TOKEN.finditer(text)]
    if IS_A_NUMBER.search(text):
        tokens = [re.sub(r"\s", "", match[0]) for match in REFERENCE.finditer(text)] + tokens
        tokens.sort(key=lambda token: len(token) < NUMBER)
    pieces = [piece for match in SOME_DIGITS.finditer(text) for piece in _pieces(match, tokens)]
    return pieces + [word for token in tokens for word in (token, re.sub(r"\W", "", token))]


def _pieces(said: re.Match[str], tokens: list[str]) -> Iterator[str]:
    count = (said["before"] or said["behind"] or "").lower()
    size = COUNTS.get(count) or int(count or 0)
    for token in tokens:
        digits = re.sub(r"\D", "", token)
        if size and len(digits) > size:
            yield digits[-size:] if said["last"] else digits[:size]


def _found(text: str) -> Iterator[_Found]:
    """What is announced as a password, in the order of the text."""
    for bare in BARE.finditer(text):
        word = bare["word"].strip(EDGES)
        # Behind the short forms stands the password itself.
        named = not word.islower() or bare[0][:3].lower() in SHORT_FORMS
        if _is_secret(word) or (named and _ends_clause(bare, "word")):
            yield _Found(start=bare.start("word"), end=bare.end("word"), rank=1, plain=any(map(str.isdigit, word)))
    at = 0
    while match := CUE.search(text, at):
        found = _judged(match)
        at = match.end() if found else match.start() + 1
        if found:
            yield found


def _judged(match: re.Match[str]) -> _Found | None:
    """The word that is announced; `None` when the sentence just goes on with it."""
    group = match.lastgroup or "word"
    word = match[group].strip(EDGES)
    between = match["between"]
    words = len(between.split())
    sign = match["sign"] or match["colon"]
    # The nouns of German begin with a capital too.
    named = not word.islower() and not match["dash"] and (match["verb"] or "").lower() != "ist"
    ends = _ends_clause(match, group)
    surely = group != "word" or _is_secret(word) or (ends and not word.islower())
    if "\n" in between or words > (SAME_SENTENCE if sign else NEAR):
        rank, fits, plain = 2, bool(match["says"]) and surely, False
    elif sign or group != "word":
        rank, fits, plain = 0, True, words <= NEAR and "," not in between and (surely or ends or not word.islower())
    else:
        rank, fits, plain = 1, surely or ends or named, surely
    if match["below"]:
        # On the next line the sentence may just go on: what was used there is found by itself.
        fits, plain = fits and (surely or ends), plain and any(map(str.isdigit, word))
    if not fits:
        return None
    rank = rank if match["says"] else 3
    return _Found(start=match.start(group), end=match.end(group), rank=rank, plain=plain and bool(match["says"]))


def _ends_clause(match: re.Match[str], group: str) -> bool:
    """Whether the sentence, or a part of it, ends with what was found."""
    return match[group].endswith(tuple(".,;!?")) or CLAUSE_ENDS.match(match.string, match.end(group)) is not None


def _is_secret(word: str) -> bool:
    """Whether no sentence has such a word: with digits, signs, or capitals within."""
    return any(map(str.isdigit, word)) or any(map(str.isupper, word[1:])) or bool(re.search(r"[^\w\s'’.-]", word))


def blanked(unit: Unit, used: Collection[str]) -> Unit:
    """The unit without passwords in its texts: what opened something, and what stands after a plain word for "password".

    What may be the number of a claim stays readable, whatever it opens, and so does what the subject says to everybody.
    """
    return replace(
        unit,
        own_text=_blanked(unit.own_text, used, unit.subject),
        quoted_text=_blanked(unit.quoted_text, used, unit.subject),
        signature=_blanked(unit.signature, used, unit.subject),
    )


def reworded(kept: str, after: str) -> str:
    """`kept` with what is blanked in `after`, another copy of the same text; line by line, and nothing but blanks is taken over."""
    lines, copy = kept.split("\n"), after.split("\n")
    if len(lines) != len(copy):
        return kept
    return "\n".join(other if BLANK in other and _fits(line, other) else line for line, other in zip(lines, copy, strict=True))


def _fits(line: str, after: str) -> bool:
    first, *pieces, last = after.split(BLANK)
    at = len(first)
    for piece in pieces:
        if (at := line.find(piece, at)) < 0:
            return False
        at += len(piece)
    return line.startswith(first) and line[at:].endswith(last)


def _blanked(text: str, used: Collection[str], subject: str) -> str:
    lowered = text.lower()
    if not used and not any(word in lowered for word in PASSWORD_WORDS):
        return text
    references = [match.span() for match in REFERENCE.finditer(text)]
    pieces: list[str] = []
    at = 0
    for start, end in sorted({*_announced(text, subject), *_used(text, used, subject)}):
        behind = bisect_right(references, start, key=itemgetter(1))
        if start < at or any(first < end for first, _ in references[behind : behind + 1]):
            continue
        pieces += [text[at:start], BLANK]
        at = end
    return "".join((*pieces, text[at:]))


def _announced(text: str, subject: str) -> Iterator[tuple[int, int]]:
    """Where a word stands behind a plain word for "password"."""
    for found in _found(text):
        if found.plain and text[found.start : found.end].strip(EDGES) not in subject:
            yield found.start, found.end


def _used(text: str, used: Collection[str], subject: str) -> Iterator[tuple[int, int]]:
    """Where a word stands that opened something, also where it is written with separators."""
    for word in used:
        if len(word) < SHORTEST or word in subject:
            continue
        # A long one may also be written in groups.
        separator = r"[^\w\n]?" if len(word) >= NUMBER else r"[^\w\s]?"
        between = separator if word.isalnum() else ""
        for match in re.finditer(rf"(?<!\w){between.join(map(re.escape, word))}(?!\w)", text):
            yield match.span()
