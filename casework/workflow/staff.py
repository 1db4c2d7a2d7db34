"""Staff: the people of an office as a file or a form names them, and who is still wanting."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from casework.standards import checked, read_yaml
from casework.vocabulary import ROLES, Refused, Text
from casework.workflow import steps
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


FORM = {"name": Text("姓名", "Name"), "roles": Text("职责", "Roles"), "level": Text("审批层级", "Level of approval"),
        "from": Text("自", "From"), "until": Text("至", "Until")}  # fmt: skip
"""The words of a form that names a person, by key of the people file."""


def read_person(said: Mapping[str, Any]) -> Person:
    """The person that a form names, blanks left out; Refused when something is wanting or cannot be."""
    p = checked(_Named, {key: value for key, value in said.items() if value}, Text("人员", "Person"), FORM)
    if "approver" in p.roles and p.level is None:
        raise Refused("审批人须选审批层级。", "an approver needs a level of approval: choose one.")
    if p.ends and p.ends < p.starts:
        raise Refused(f"{p.name} 的截止日 {p.ends} 早于起始日 {p.starts}，请改正其一。",
                      f"for {p.name} the last day, {p.ends}, is before the first, {p.starts}: mend one of the two.")  # fmt: skip
    return Person(p.name.strip(), tuple(p.roles), p.level, p.starts, p.ends)


_WHOLE = ("apply", "visit", "review", "recheck", "approve", "pay")
"""What people do with a case from its application to the payment, each act in its role."""


def wanting(people: Sequence[Person], on: date) -> list[Text]:
    """What keeps these people from taking a case all the way on a day: a role that nobody has, or too few people for it."""
    roles = [*(steps.role_of(act) for act in _WHOLE[:-1]), "payer"]
    holders = {r: [p.name for p in people if r in p.roles and p.starts <= on <= (p.ends or on)] for r in roles}
    if lacking := [ROLES.words[role] for role, names in holders.items() if not names]:
        zh, en = "、".join(w.zh for w in lacking), ", ".join(w.en for w in lacking)
        return [Text(f"还缺：{zh}。", f"Still wanting: {en}.")]
    if _staffed(list(zip(_WHOLE, roles, strict=True)), holders, {}):
        return []
    return [Text("各项职责都有人，但人手不够分开：审批人不能是同一案卷受理、入户、评议或复核的人，复核人不能是评议的人，评议人不能是受理的人，出纳不能是审批人。请再登记一人。",
                 "Every role is held, but by too few people: whoever approves did not take, visit, review or re-check the case; whoever re-checks did not review it; whoever reviews did not take it; whoever pays did not approve. Add another person.")]  # fmt: skip


def _staffed(acts: Sequence[tuple[str, str]], holders: Mapping[str, Sequence[str]], done: Mapping[str, str]) -> bool:
    """Whether the acts can each be done by somebody in their role who is not barred by what that person did before."""
    if not acts:
        return True
    (act, role), rest = acts[0], acts[1:]
    barred = {done.get(before) for before in (("approve",) if act == "pay" else steps.not_by(act))}
    return any(who not in barred and _staffed(rest, holders, {**done, act: who}) for who in holders[role])
