"""A second look for French names by a trained model (fr_core_news_sm): where words announce a name and no rule found one."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from extractors.facts.found import Found
from extractors.names.spelling import PARTICLE, WORD, is_name

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "fr_core_news_sm"
CONFIDENCE = 0.45
MOST_PARAGRAPHS = 6
"""Paragraphs of a page that are looked at again, each some milliseconds."""

LONGEST = 600
CUE = re.compile(
    r"(?i)\b(?:soussign[ée]|t[ée]moin|conducteur|conductrice|victime|bless[ée]e?|assur[ée]e?|locataire|bailleur|propri[ée]taire|voisine?|"
    r"pr[ée]venue?|expert|docteur|ma[îi]tre|patiente?|d[ée]funte?|titulaire|nomm[ée]e?|d[ée]nomm[ée]e?|mandataire|repr[ée]sent[ée]e? par)\b"
)
FULL = re.compile(rf"{WORD}(?: (?:{PARTICLE} ?)?{WORD}){{1,3}}")
"""First and family name: of a single word the model is too often wrong."""

PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\n)[^\n]+)*")


@cache
def _model() -> "Language | None":
    """The model with what finds names only, loaded once a process; none where it is not installed."""
    import spacy

    try:
        return spacy.load(MODEL, exclude=["tagger", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter"])
    except OSError:
        return None


def people_by_model(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """People in the paragraphs of `text` that have a cue and no name yet."""
    paragraphs = [
        match
        for match in PARAGRAPH.finditer(text)
        if CUE.search(match[0]) and not any(match.start() <= one.start < match.end() for one in found if one.kind == "person")
    ]
    model = _model() if paragraphs else None
    if model is None:
        return
    for paragraph in paragraphs[:MOST_PARAGRAPHS]:
        for entity in model(paragraph[0][:LONGEST]).ents:
            if entity.label_ == "PER" and FULL.fullmatch(entity.text) and is_name(entity.text):
                start = paragraph.start() + entity.start_char
                yield Found(kind="person", value=entity.text, start=start, end=start + len(entity.text), confidence=CONFIDENCE)
