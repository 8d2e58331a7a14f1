"""Filters that make words of what a claim needs and of what is told of a paper."""

from django import template

from core.papers import Mark
from core.values import Reading
from web import words
from web.words import checklist, documents, facts

register = template.Library()


@register.filter
def claim_kind(code: str) -> str:
    """The name of a kind of claim."""
    return words.word(checklist.KINDS, code)


@register.filter
def need(code: str) -> str:
    """How much a paper is needed."""
    return words.word(checklist.NEEDS, code)


@register.filter
def standing(code: str) -> str:
    """Whether something is here."""
    return words.word(checklist.STATES, code)


@register.filter
def doubt(code: str) -> str:
    """Why something that is here may not do."""
    return words.word(checklist.DOUBTS, code)


@register.filter
def held(code: str) -> str:
    """What a declaration must hold."""
    return words.word(checklist.HELD, code)


@register.filter
def check(code: str) -> str:
    """What a person has to look at."""
    return words.word(checklist.CHECKS, code)


@register.filter
def advice(code: str) -> str:
    """What the insured is told to do."""
    return words.word(checklist.ADVICE, code)


@register.filter
def to_tell(code: str) -> str:
    """Who must be told."""
    return words.word(checklist.TELL, code)


@register.filter
def since(code: str) -> str:
    """From when on a delay runs."""
    return words.word(checklist.SINCE, code)


@register.filter
def police(code: str) -> str:
    """What the police must hear, and when."""
    return words.word(checklist.POLICE, code)


@register.filter
def loss_standing(code: str) -> str:
    """How an item of the schedule stands in the complaint."""
    return words.word(checklist.STANDINGS, code)


@register.filter
def field(name: str) -> str:
    """What a field of a paper is called."""
    return words.word(facts.FACTS, name)


@register.filter
def mark_words(mark: Mark) -> str:
    """`Medical (arret de travail)`: the class of a hint and what gave it away."""
    return f"{words.word(documents.SENSITIVITIES, mark.level)} ({words.word(checklist.CUES, mark.cue)})"


@register.filter
def left_out(reading: Reading) -> list[int]:
    """The pages that belong to none of the papers: blank backs, and sheets put between."""
    kept = {number for paper in reading.documents for number in paper.pages}
    return [page.number for page in reading.pages if page.number not in kept] if reading.documents else []
