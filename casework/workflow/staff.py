"""Staff: the people of an office as a file names them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from casework.standards import checked, read_yaml
from casework.vocabulary import Refused
from casework.workflow.people import Person

Role = Literal["handler", "visitor", "reviewer", "approver", "payer", "bookkeeper"]


class _Named(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

    name: Annotated[str, Field(min_length=1, pattern=r"\S")]
    roles: list[Role]
    level: Literal["county", "province", "national"] | None = None
    starts: date = Field(alias="from")
    ends: date | None = Field(default=None, alias="until")


def read_people(text: str, name: str) -> list[Person]:
    """The people that a file names, with role, level and days; Refused with name and key when one is wrong."""
    said = read_yaml(text, name)
    if not isinstance(said, list) or not said:
        raise Refused(f"{name}：应为人员列表（以 - 开头）。", f"{name}: must be a list of people (each begins with -).")
    found = [
        checked(_Named, one, f"{name}: {one.get('name', i) if isinstance(one, dict) else i}")
        for i, one in enumerate(said, 1)
    ]
    return [Person(p.name.strip(), tuple(p.roles), p.level, p.starts, p.ends) for p in found]
