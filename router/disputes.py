"""Whether a sender says that the number of his mail, or the claim that we put it on, is not the right one."""

import re
from functools import cache
from importlib import resources

import yaml

from router import cues

DISPUTED = "number_disputed"


def disputes(text: str) -> bool:
    """Whether he says so, in French, Dutch, German or English."""
    return _phrases().search(cues.plain(text)) is not None


@cache
def _phrases() -> re.Pattern[str]:
    return cues.pattern(
        map(str, yaml.safe_load(resources.files("router").joinpath("data/dispute_cues.yaml").read_text("utf-8"))["phrases"])
    )
