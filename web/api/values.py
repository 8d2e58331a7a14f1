"""What requests and answers are made of: the types that every module of the API shares."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

LARGEST = 2**63 - 1
"""The largest id that a database has."""

PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
"""No control characters: no claim has them, and no database takes all of them."""


class Answered(BaseModel):
    """What an answer holds."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Asked(BaseModel):
    """What the body of a request holds, and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def _written(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(value, str | datetime):
        raise ValueError("not a moment as ISO 8601 has it")  # noqa: TRY004 - what pydantic turns into a problem
    return value


def _number(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("not a number")  # noqa: TRY004 - what pydantic turns into a problem
    return value


Id = Annotated[int, Field(ge=1, le=LARGEST)]
"""In an address."""

BodyId = Annotated[int, Field(ge=1, le=LARGEST), BeforeValidator(_number)]
Line = Annotated[str, Field(max_length=200, pattern=PRINTABLE)]
Number = Annotated[str, Field(max_length=40, pattern=PRINTABLE)]
"""Of a claim."""

Moment = Annotated[AwareDatetime, BeforeValidator(_written)]
"""With its offset from UTC."""
