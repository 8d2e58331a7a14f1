"""What a person must look at on the files of a task themselves, whoever's claim they are on."""

from collections.abc import Iterable, Mapping

from core.values import Reading, Tree

TO_BE_SPLIT = "to_be_split"
"""A scan in which a further paper may begin where it was not surely seen (domain section 9, 5)."""

MACROS = "holds_macros"
"""An office file that may hold macros: nothing here runs them (domain section 8.2, 5), and its reader's computer must not either."""

_WITH_MACROS = "macroenabled"
"""What stands in the media type of such files."""


def noted(items: Iterable[str], tree: Tree, readings: Mapping[str, Reading]) -> tuple[str, ...]:
    """The warnings on the files at the paths `items`."""
    paths = frozenset(items)
    unsure = any(document.unsure for path in paths & readings.keys() for document in readings[path].documents)
    macros = any(_WITH_MACROS in part.media_type for part in tree.parts if part.path in paths)
    return tuple(code for code, applies in ((TO_BE_SPLIT, unsure), (MACROS, macros)) if applies)
