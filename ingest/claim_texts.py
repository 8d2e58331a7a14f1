"""A claim as the text that the tables keep, and back."""

import dataclasses
import json

from core import codec
from router.protocols import Claim

_DEFAULTS = {found.name: found.default for found in dataclasses.fields(Claim)}


def text_of(claim: Claim) -> str:
    """JSON of all that is not as it is by default: a field that is new changes the text of no claim that lacks it."""
    told = {name: value for name, default in _DEFAULTS.items() if (value := getattr(claim, name)) != default}
    return json.dumps(codec.dump(told), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def claim_of(text: str) -> Claim:
    """The claim that `text_of` wrote."""
    return codec.load(Claim, json.loads(text))
