"""More wordings, kept as text files beside this module: `=== type language country`, and `held` for what only the holdout has."""

from functools import cache
from pathlib import Path

from tests.documents.letters import Template

FOLDER = Path(__file__).parent / "wordings"
START = "=== "


@cache
def wordings() -> tuple[Template, ...]:
    """Every wording, in the order of the files."""
    return tuple(_template(block) for file in sorted(FOLDER.glob("*.txt")) for block in file.read_text("utf-8").split(START)[1:])


def _template(block: str) -> Template:
    head, _, text = block.partition("\n")
    kind, language, country, *flags = head.split()
    kind, text, held = kind.partition("/")[0], text.strip("\n"), "held" in flags
    return Template(type=kind, language=language, country=country, text=text, held=held, apart=True)
