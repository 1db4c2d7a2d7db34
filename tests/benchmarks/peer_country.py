"""What every shape of the peer has alike: entities, input variables, and the tree of dated parameters."""

from collections.abc import Callable

import numpy as np
from openfisca_core.entities import build_entity
from regions import CLASSES, RELATIVE, STAGES, Arrays

PERSON = build_entity("person", "persons", "A member", is_person=True)
HOUSEHOLD = build_entity("household", "households", "A household", roles=[{"key": "member", "plural": "members"}])
Table = dict[str, tuple[object, type, Callable | None]]
"""Variables by name: entity, type, and formula, if any."""

MONEY = ("annual_income_fen", "annual_rigid_fen", "medical_out_of_pocket_fen", "hardship_cost_fen")
FLAGS = ("event", "cause_documented", "assets_excluded", "single_parent")
INPUTS: Table = {
    **dict.fromkeys(("size", *MONEY), (HOUSEHOLD, int, None)),
    **dict.fromkeys(FLAGS, (HOUSEHOLD, bool, None)),
    "relation": (PERSON, int, None),
}
"""The inputs of every shape; region and stage, which key the parameters, are declared by each."""


def region_names(packs: Arrays) -> list[str]:
    """The keys of the regions, in the order of their numbers."""
    return [f"r{number:03d}" for number in range(len(packs["line_fen"]))]


def parameters_of(packs: Arrays) -> dict:
    """The tree: figure, then class, then region, so that few look-ups are needed; tuition by stage, then region."""
    starts = packs["line_from"][:, 0]

    def flat(name: str) -> dict:
        return _since(starts, packs[name])

    def by_class(name: str) -> dict:
        return {class_: _since(starts, packs[name][:, i]) for i, class_ in enumerate(CLASSES)}

    percents = {f"{name}_percent": packs[f"{name}_p"] * 100 // packs[f"{name}_q"] for name in CLASSES[1:]}
    return {
        "line_fen": _dated(packs["line_from"], packs["line_fen"]),
        **{name: _since(starts, column) for name, column in percents.items()},
        "living_lines": by_class("living_lines"),
        "medical": {
            "percent": by_class("medical_percent"),
            "edge_fen": flat("medical_edge_fen"),
            "percent_above": flat("medical_percent_above"),
            "cap_fen": by_class("medical_cap_fen"),
        },
        "tuition": {stage: _sums(packs, starts, number) for number, stage in enumerate(STAGES)},
        "temporary": {"percent": flat("temporary_percent"), "cap_fen": flat("temporary_cap_fen")},
        "warmth_fen": by_class("warmth_fen"),
    }


def _sums(packs: Arrays, starts: np.ndarray, stage: int) -> dict:
    """For each region a child's sum in this stage: deep_fen, relative_fen, deep_lines, relative_lines."""
    columns = {
        f"{name}_{unit}": _since(starts, packs[f"tuition_{unit}"][:, i, stage])
        for unit in ("fen", "lines")
        for i, name in enumerate(CLASSES[: RELATIVE + 1])
    }
    return {region: {name: column[region] for name, column in columns.items()} for region in region_names(packs)}


def _since(starts: np.ndarray, values: np.ndarray) -> dict:
    return _dated(starts[:, None], values[:, None])


def _dated(days: np.ndarray, values: np.ndarray) -> dict:
    """One parameter for each region, with all its dated values."""
    rows = zip(days.astype(str).tolist(), values.tolist(), strict=True)
    dated = [{day: {"value": value} for day, value in zip(*row, strict=True)} for row in rows]
    return {f"r{number:03d}": {"values": values} for number, values in enumerate(dated)}
