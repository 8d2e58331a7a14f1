"""Where senders of mails announce a password, and whether it has the look of one."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from parsers import password_words as words
from parsers.password_words import BREAK, FILES, GAP, ORDINARY, SAYS, THANKS

EDGES = ".,;:?()[]<>*"
NEAR, SAME_SENTENCE = 4, 8
"""Words between a word for "password" and the sign before the password."""

DIGITS = 4
"""Digits behind a colon that are a password by themselves."""

UNSURE = 3
"""The rank of what stands behind a word that announces other things too."""

MOST = 5
"""Passwords that are announced together."""

FEW_DIGITS, FEW_LETTERS = 3, 4
"""Of a number: digits at least, letters at most."""

BEFORE = 100
"""Characters before a word for "password" that are looked at."""

NEXT = rf"(?:{GAP}++(?:{BREAK})?|{BREAK})"
VERB = (
    rf"(?P<verb>est|is|lautet|luidt|ist)(?!\w)(?:{GAP}++(?:toujours|aussi|donc|altijd|ook|immer|auch|always|also|still)(?!\w))?"
    rf"{GAP}*+(?P<colon>:)?"
)
FILL = rf"(?!{SAYS})(?:[^\s:=.!?;\"'’«“„`]|[.](?=[\w)])|(?<=\w)['’](?=\w)){{1,30}}+"
QUOTED = rf"[\"'«“„\u201a\u2018`]{GAP}?(?P<{{}}>[^\n\"'«»“”„\u2018’`]{{{{2,64}}}}?){GAP}?[\"'»“”\u2018’`](?!\w)"
WORD = r"(?:[^\s\"'’«»“”„`]|(?<=\w)[\"'’](?=\w)){2,64}"
PLAIN = rf"[*\"'«“„`]?{GAP}*+(?P<word>(?!(?-i:[ld])['’](?!\S*\d)|(?:{ORDINARY})(?:[\s,.;:!?)]|$)|\S*://){WORD})"
TOLD = re.compile(
    rf"(?P<between>(?:{NEXT}{FILL}){{0,16}}?)"
    rf"(?:(?:{GAP}*+(?P<sign>[:=]=?|[-=]>|→)|{GAP}++(?P<dash>[-–—](?=\s))|{NEXT}{VERB})"
    rf"{GAP}*+(?P<below>(?:{BREAK}){{1,3}}+)?(?:{QUOTED.format('quoted')}|{PLAIN})"
    rf"|{GAP}*+{QUOTED.format('marked')})",
    re.IGNORECASE,
)
BARE = re.compile(rf"{GAP}++(?P<word>[^\s:=\"'«»“”`]{{3,64}}+)(?!{GAP}*[:=])")
"""A word straight behind; mostly the sentence goes on with it."""

BELOW = re.compile(rf"{GAP}*+(?:{BREAK}){{1,2}}(?P<word>{WORD}){GAP}*+(?=\r?\n|\Z)")
AND = r"(?:et|en|und|and|ou|of|oder|or)(?!\w)"
LABEL = rf"(?:{FILES}|n°|\d{{1,2}}|pour|voor|für|for|le|la|l['’]|du|het|de|die|das|the|second|deuxième|autre|tweede|andere|zweite|other)"
MORE = re.compile(
    rf"(?:(?<=[,;])|[\"'»”`]?{GAP}*+(?:[,;/&+]|{AND})){GAP}*+(?:{AND}{GAP}++)?(?:(?:{LABEL}{GAP}*+){{1,5}}(?P<label>[:=]))?"
    rf"{GAP}*+[\"'«“„`]?(?P<word>{WORD})",
    re.IGNORECASE,
)
TURNED = re.compile(
    rf"(?<!\S)[\"'«“„`(]?(?!(?:quel(?:le)?|wat|what|was|welche[rs]?|which|ceci|this|that|dit|dat|{ORDINARY}){GAP})(?P<word>[^\s\"«»“”„`()]{{2,64}})[\"'»”`]?{GAP}++(?P<how>[(]|(?:est|is|ist|als|as|comme){GAP}++)"
    rf"(?:(?:le|the|het|das|notre|votre|your|our|uw|ons|ihr|unser|ce){GAP}++)?[\w-]*\Z",
    re.IGNORECASE,
)
CLOSES = re.compile(rf"{GAP}*\)")
PAIR = re.compile(rf"{GAP}(?P<word>[^\s\"'«»“”]{{2,40}})")
CLAUSE_ENDS = re.compile(rf"[\"'»”`*)]*{GAP}*+(?:[.,;!?)]|\r?\n|$)")
STANDS_ALONE = re.compile(rf"[\"'»”`*)]*+[.,;!?)]*+{GAP}*+(?:\r?\n|\Z|{THANKS}(?!\w))", re.IGNORECASE)
SENTENCE = re.compile(rf"{GAP}++[A-ZÀ-Þ]")
SIGN_INSIDE = re.compile(r"\w[^\w\s'’./(),;:…-]+\w|[a-zß-ÿ][A-ZÀ-Þ]")
SHORT_FORMS = ("mdp", "pwd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A word that is announced as a password: where it stands, and how surely it is one."""

    start: int
    end: int
    until: int
    """Where it ends when the next word belongs to it."""

    rank: int
    """The lower, the likelier."""

    plain: bool
    """Whether it is blanked even if it opened nothing."""

    announced: bool
    """Whether it is blanked here, whatever else it is, once it opened something."""


def found(announced_by: Iterable[re.Match[str]]) -> Iterator[Found]:
    """What is announced as a password, in the order of the text."""
    at = 0
    for cue in announced_by:
        yield from _turned(cue)
        yield from _bare(cue)
        if cue.start() < at:
            continue
        if one := _below(cue):
            yield one
        elif (match := TOLD.match(cue.string, cue.end())) and (one := _judged(cue, match)):
            yield one
            at = one.end
            yield from _more(cue.string, one)


def _found(match: re.Match[str], *, rank: int, plain: bool) -> Found:
    return Found(start=match.start("word"), end=match.end("word"), until=match.end("word"), rank=rank, plain=plain, announced=True)


def _turned(cue: re.Match[str]) -> Iterator[Found]:
    """A password that stands before the word for it."""
    match = TURNED.search(cue.string[max(cue.start() - BEFORE, 0) : cue.start()]) if cue["says"] else None
    if match is None or (match["how"] == "(" and not CLOSES.match(cue.string, cue.end())):
        return
    at = max(cue.start() - BEFORE, 0)
    shaped = is_shaped(match["word"]) and not _is_fact(match["word"], cue.string, at + match.end("word"))
    if shaped or (match["how"] != "(" and match["word"][0].isupper()):
        start, end = at + match.start("word"), at + match.end("word")
        yield Found(start=start, end=end, until=end, rank=1 if shaped else 2, plain=shaped, announced=shaped)


def _bare(cue: re.Match[str]) -> Iterator[Found]:
    bare = BARE.match(cue.string, cue.end()) if cue["says"] else None
    if bare is None:
        return
    word = bare["word"].strip(EDGES)
    # Behind the short forms stands the password itself.
    short = cue[0].lower() in SHORT_FORMS
    named = not word.islower() or short
    if _is_unusual(word) or (named and _ends_clause(bare, "word")):
        told = is_shaped(word) and any(map(str.isdigit, word))
        numbered = (short or _stands_alone(bare)) and word.isdigit() and len(word) >= DIGITS
        plain = (told or numbered) and not _is_fact(word, cue.string, bare.end()) and not _is_denied(cue)
        yield _found(bare, rank=1, plain=plain)


def _below(cue: re.Match[str]) -> Found | None:
    """What stands alone on the next line, without a colon before it."""
    match = BELOW.match(cue.string, cue.end()) if cue["says"] or cue["opens"] else None
    if match is None or not is_shaped(match["word"]) or _is_fact(match["word"], cue.string, match.end()):
        return None
    return _found(match, rank=1, plain=not _is_denied(cue))


def _more(text: str, one: Found) -> Iterator[Found]:
    """Passwords that are told with the first, of other files."""
    at = one.until
    for _ in range(MOST):
        match = MORE.match(text, at) if one.rank == 0 else None
        if match is None or words.IS_ORDINARY.fullmatch(match["word"].strip(EDGES)):
            return
        word = match["word"].strip(EDGES)
        numbered = bool(match["label"]) and word.isdigit() and len(word) >= DIGITS
        likely = (is_shaped(word) or numbered) and not _is_fact(word, text, match.end())
        yield _found(match, rank=0 if likely else 2, plain=likely and one.plain)
        if not likely:
            return
        at = match.end()


def _judged(cue: re.Match[str], match: re.Match[str]) -> Found | None:
    """The word that is announced; `None` when the sentence just goes on with it."""
    group = match.lastgroup or "word"
    word = match[group].strip(EDGES)
    between = match["between"]
    sign = match["sign"] or match["colon"]
    # The nouns of German begin with a capital too.
    named = not word.islower() and not match["dash"] and (match["verb"] or "").lower() != "ist"
    ends = _ends_clause(match, group)
    surely = group != "word" or _is_unusual(word) or (ends and not word.islower())
    far = "\n" in between or len(between.split()) > (SAME_SENTENCE if sign else NEAR)
    if far:
        rank, fits = 2, bool(cue["says"]) and surely
    elif sign or group != "word":
        rank, fits = 0, True
    else:
        rank, fits = 1, surely or ends or named
    # On the next line the sentence may just go on: what was used there is found by itself.
    if not fits or (match["below"] and not (surely or ends)):
        return None
    rank = rank if cue["says"] else UNSURE
    start, end = match.span(group)
    until = _until(match) if cue["says"] and sign and group == "word" and not match["below"] else end
    announced = rank < UNSURE and "," not in between and not (far and is_numbered(word) and words.IS_NUMBERED.search(between))
    plain = bool(cue["says"] or cue["opens"]) and not far and _is_told(cue, match, until)
    return Found(start=start, end=end, until=until, rank=rank, plain=plain, announced=announced)


def _until(match: re.Match[str]) -> int:
    """Where the password ends when it is two words that stand alone on their line."""
    text, word, end = match.string, match["word"], match.end("word")
    pair = PAIR.match(text, end)
    if pair is None or not _stands_alone(pair) or word != word.rstrip(f"{EDGES}!") or _is_answer(word) or _is_answer(pair["word"]):
        return end
    numbered = any(map(str.isdigit, pair["word"]))
    return pair.end() if numbered or not is_shaped(word) else end


def _is_told(cue: re.Match[str], match: re.Match[str], until: int) -> bool:
    """Whether what is announced has the look of a password, and not of a fact, or of an answer that tells where it is."""
    group = match.lastgroup or "word"
    word, between = match[group].strip(EDGES), match["between"]
    if (
        "," in between
        or len(between.split()) > NEAR
        or _is_answer(word)
        or _is_fact(word, match.string, match.end(group))
        or _is_denied(cue)
    ):
        return False
    sign = match["sign"] or match["colon"]
    digits = word.replace(" ", "").isdigit() and len(word) >= DIGITS
    if is_shaped(word) or (sign and digits):
        return not (is_numbered(word) and words.IS_NUMBERED.search(between))
    if group != "word":
        return bool(cue["says"]) and (group == "quoted" or not between.strip())
    alone = until > match.end(group) or _stands_alone(match)
    return bool(cue["says"]) and alone and any(map(str.isalpha, word)) and (bool(sign) or not word.islower())


def _ends_clause(match: re.Match[str], group: str) -> bool:
    """Whether the sentence, or a part of it, ends with what was found."""
    return match[group].endswith(tuple(".,;!?")) or CLAUSE_ENDS.match(match.string, match.end(group)) is not None


def _stands_alone(match: re.Match[str]) -> bool:
    """Whether nothing but thanks or another sentence stands behind it on its line."""
    word, end = match["word"], match.end("word")
    sentence = word.endswith(tuple(".!?)")) and len(word) > DIGITS and SENTENCE.match(match.string, end)
    return bool(sentence or STANDS_ALONE.match(match.string, end))


def _is_unusual(word: str) -> bool:
    """Whether few sentences have such a word: with digits, signs, or capitals within."""
    return any(map(str.isdigit, word)) or any(map(str.isupper, word[1:])) or bool(re.search(r"[^\w\s'’.-]", word))


def is_shaped(word: str) -> bool:
    """Whether it has the look of a password: letters and digits, or signs or capitals within."""
    core = word.strip(EDGES)
    mixed = any(map(str.isdigit, core)) and any(map(str.isalpha, core))
    return mixed or SIGN_INSIDE.search(core) is not None


def is_numbered(word: str) -> bool:
    """Whether it may be the number of a policy, a plate, a date: three digits or more, with few letters."""
    if not re.fullmatch(r"[\w./ -]+", word):
        return False
    return sum(map(str.isdigit, word)) >= FEW_DIGITS and sum(map(str.isalpha, word)) <= FEW_LETTERS


def is_address(text: str, match: re.Match[str]) -> bool:
    """Whether what was found is a piece of a mail address or a URL."""
    edges = text[max(match.start() - 1, 0) : match.start()] + text[match.end() : match.end() + 1]
    if not edges.strip() and match[0].isalnum():
        return False
    before, behind = text[max(match.start() - BEFORE, 0) : match.start()], text[match.end() : match.end() + BEFORE]
    around = re.split(r"[\s<>(\"]", before)[-1] + match[0] + re.split(r"[\s<>)\"]", behind)[0]
    return words.IS_ADDRESS.fullmatch(around.strip(EDGES)) is not None


def _is_fact(word: str, text: str, end: int) -> bool:
    """Whether it is the name of a file, an address, a date, an amount or a telephone number."""
    core = word.strip(f"{EDGES}…")
    if any(kind.fullmatch(core) for kind in words.FACTS):
        return True
    return core[:1].isdigit() and core.isdigit() and any(behind.match(text, end) for behind in words.FACTS_BEHIND)


def _is_answer(said: str) -> bool:
    """Whether the sender says where the password is, or that there is none."""
    first, *others = [word.strip(f"{EDGES}!") for word in re.split(r"[\s'’]+", said.strip())]
    if words.IS_ORDINARY.fullmatch(first):
        return True
    return any(words.IS_ANSWER.fullmatch(word) for word in (first, *others))


def _is_denied(cue: re.Match[str]) -> bool:
    """Whether the sentence tells that a password is lost, stolen, wrong or to be changed."""
    before = cue.string[max(cue.start() - BEFORE, 0) : cue.start()]
    return bool(words.DENIED_BEHIND.match(cue.string, cue.end()) or words.DENIED_BEFORE.search(before))
