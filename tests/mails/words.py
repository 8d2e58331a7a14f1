"""Wordings and names from the files beside this module; every third of a list is held out from the seeds that are tuned by."""

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "wordings"
LANGUAGES = ("fr", "nl", "de", "en")
TUNE, HOLDOUT = 2001, 2002
ONE_IN = 3


@cache
def listed(name: str) -> dict[str, list[str]]:
    """The lists of one file."""
    return {key: list(map(str, values)) for key, values in yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8")).items()}


def is_holdout(seed: int) -> bool:
    """Whether this seed may use what is held out, and nothing else; every even one."""
    return seed % 2 == 0


def half(values: list[str], *, held: bool) -> list[str]:
    """The third that is held out, or the rest."""
    return [value for at, value in enumerate(values) if (at % ONE_IN == ONE_IN - 1) == held]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The wordings of one language that a seed may use."""

    language: str
    held: bool
    chance: random.Random

    def pick(self, key: str, **fields: str) -> str:
        """One wording of a list, filled in."""
        lists = listed(self.language)
        values = lists[key] if key in lists else listed("common")[key]
        # The four labels of a header block belong together; so do the signs of gateways, whatever is held out.
        text = self.chance.choice(half(values, held=self.held))
        return text.format(**fields) if fields else text

    def labels(self) -> list[str]:
        """From, date, to, subject, as mail programs write them."""
        return listed(self.language)["labels"]

    def digits(self, text: str) -> str:
        """`text` with its braces of digits filled in: `{d4}` is four of them, `{p2}` two that are a pair of a telephone number."""
        fields = {f"d{count}": "".join(self.chance.choices("0123456789", k=count)) for count in range(2, 10)}
        fields |= {f"p{count}": f"{self.chance.randrange(10, 100)}" for count in (3, 4, 5)} | {"p2": f"{self.chance.randrange(100, 1000)}"}
        return text.format(**fields)
