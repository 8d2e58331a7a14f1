"""The types of documents, as the domain lists them (data/document_types.yaml), and the phrases that give them away."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("fr", "nl", "de", "en")
UNKNOWN = "autre"
PHOTO = "photo"
PICTURES = frozenset({PHOTO, "video"})
"""Types that no text gives away."""

LETTERS = ("courrier_tiers", "message_courtier")
"""Types of whatever is addressed to somebody and is nothing more special."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """One type: its names, which are titles of such papers, the phrases on them, its classes of personal data, and what it must hold."""

    id: str
    titles: tuple[str, ...]
    cues: tuple[str, ...]
    classes: tuple[str, ...]
    required: tuple[str, ...]
    names: Mapping[str, str]
    """What it is called, by language."""


@cache
def types() -> dict[str, Type]:
    """All types by id, read once; phrases are as written."""
    import yaml

    source: dict[str, Any] = yaml.safe_load((files("extractors") / "data" / "document_types.yaml").read_text("utf-8"))
    return {
        entry["id"]: Type(
            id=entry["id"],
            titles=tuple(dict.fromkeys(title for language in LANGUAGES for title in _titles(entry[language]))),
            cues=tuple(cue.strip() for cue in entry["cues"]),
            classes=tuple(entry["sens"]),
            required=tuple(entry["req"]),
            names={language: next(iter(_titles(entry[language])), entry[language]) for language in LANGUAGES},
        )
        for entry in source["document_types"]
    }


def called(type_id: str, language: str) -> str:
    """What a type is called in a language; its own id when it is none of ours."""
    known = types().get(type_id)
    return known.names[language] if known else type_id


def _titles(name: str) -> list[str]:
    """The names in "Police / Versicherungsschein (Kopie)", as written."""
    plain = re.sub(r"\([^)]*\)?", "", name)
    return [title for part in plain.split(" / ") if len(title := part.strip()) > 3]  # noqa: PLR2004 - shorter is no name


def fold(text: str) -> str:
    """`text` for comparing: small letters without accents, words split at apostrophes and hyphens, words joined over line ends."""
    joined = re.sub(r"(?<=[^\W\d])-\n(?=[^\W\d])", "", text)
    spelled = unicodedata.normalize("NFKD", joined.casefold().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss"))
    plain = "".join(sign for sign in spelled if not unicodedata.combining(sign))
    return re.sub(r"[\s'’`\u00b4\u2018-]+", " ", plain).strip()
