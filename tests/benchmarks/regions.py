"""Invented figures of many regions and an invented population: numpy only, the same for the same seed.

Money is fen. Every figure differs by region; the first axis of each figure is the region. A class is its code
(deep 0, relative 1, accident 2, not eligible 5), a stage 0 for none and 1 to 8 in the order of STAGES. A reason is its
place in casework.assistance.REASONS; a test is the number of the class test that decided, −1 where none did.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt

Arrays = dict[str, npt.NDArray]

DAY = "2026-10-31"
CLASSES = ("deep", "relative", "accident")
DEEP, RELATIVE, ACCIDENT, NOT_ELIGIBLE = 0, 1, 2, 5
STAGES = (
    "none", "kindergarten", "primary", "middle_school", "high_school", "vocational", "college", "university",
    "postgraduate",
)  # fmt: skip
KINDERGARTEN, HIGH_SCHOOL, COLLEGE = (STAGES.index(name) for name in ("kindergarten", "high_school", "college"))
HEAD, SPOUSE, CHILD, PARENT = 0, 1, 2, 5
MONTHS = 12
AIDS = ("living", "medical", "tuition", "temporary", "warmth")
WHY = tuple(f"why_{aid}" for aid in AIDS)
OUTPUTS = ("class", *AIDS, "test", *WHY)
AMOUNT, CAPPED, NONE_FOR_CLASS, OUT, NO_CHILD = 0, 1, 2, 4, 7
YUAN = 100
_DATES = 8
_FIRST_YEAR = 2020
_MULTIPLES = {"relative": ((3, 2), (2, 1), (9, 5), (7, 4)), "accident": ((3, 1), (5, 2), (11, 4), (14, 5))}


def save(path: Path, arrays: Arrays) -> Path:
    """The arrays in a file that any interpreter with numpy reads."""
    np.savez(path, **arrays)
    return path


def load(path: Path) -> Arrays:
    """The arrays of a file, read into memory."""
    with np.load(path) as file:
        return {name: file[name] for name in file.files}


def figures(regions: int = 300, seed: int = 1) -> Arrays:
    """One pack a region: dated lines, multiples of the line by class, and the figures of five aids."""
    rng = np.random.default_rng(seed)
    return _lines(regions, rng) | _multiples(regions, rng) | _sums(regions, rng) | _tuition(regions, rng)


def line_in_force(packs: Arrays, day: str = DAY) -> npt.NDArray[np.int64]:
    """The line of each region on a day, fen per person and month."""
    number = (packs["line_from"] <= np.datetime64(day)).sum(axis=1) - 1
    return packs["line_fen"][np.arange(len(number)), number]


def _lines(regions: int, rng: np.random.Generator) -> Arrays:
    """A line a year from a day of the region's own; for some regions the one of 2026 is not yet in force on DAY."""
    years = np.arange(_FIRST_YEAR - 1970, _FIRST_YEAR - 1970 + _DATES) * 12
    months = years.astype("datetime64[M]") + rng.integers(0, 12, regions)[:, None]
    growth = np.cumprod(rng.uniform(1.02, 1.09, (regions, _DATES)), axis=1)
    yuan = np.rint(rng.uniform(550, 1100, regions)[:, None] * growth).astype(np.int64)
    return {"line_from": months.astype("datetime64[D]"), "line_fen": yuan * YUAN}


def _multiples(regions: int, rng: np.random.Generator) -> Arrays:
    """Of how many lines net income must stay below, as a fraction p/q."""
    chosen = {name: np.array(rng.permutation(pairs * regions)[:regions]) for name, pairs in _MULTIPLES.items()}
    return {f"{name}_{part}": pairs[:, i] for name, pairs in chosen.items() for i, part in enumerate("pq")}


def _yuan(rng: np.random.Generator, regions: int, *bounds: tuple[int, int]) -> npt.NDArray[np.int64]:
    """Whole yuan between bounds, in fen, one column for each pair of bounds."""
    return np.stack([rng.integers(low, high, regions, endpoint=True) for low, high in bounds], axis=1) * YUAN


def _sums(regions: int, rng: np.random.Generator) -> Arrays:
    """Living aid in lines; rates in whole per cents; edges, caps and fixed sums in fen."""

    def whole(*bounds: tuple[int, int]) -> npt.NDArray[np.int64]:
        return _yuan(rng, regions, *bounds) // YUAN

    return {
        "living_lines": whole((6, 12), (3, 6), (0, 0)),
        "medical_percent": whole((85, 95), (40, 70), (30, 60)),
        "medical_edge_fen": _yuan(rng, regions, (8_000, 12_000))[:, 0],
        "medical_percent_above": whole((50, 80))[:, 0],
        "medical_cap_fen": _yuan(rng, regions, (30_000, 60_000), (10_000, 30_000), (8_000, 20_000)),
        "temporary_percent": whole((20, 50))[:, 0],
        "temporary_cap_fen": _yuan(rng, regions, (5_000, 20_000))[:, 0],
        "warmth_fen": _yuan(rng, regions, (800, 2_000), (500, 1_500), (300, 1_000)),
    }


def _tuition(regions: int, rng: np.random.Generator) -> Arrays:
    """A child's sum in fen, and in lines, by class and stage; kindergarten is for single parents only."""
    fen = np.zeros((regions, len(CLASSES), len(STAGES)), dtype=np.int64)
    lines = np.zeros_like(fen)
    small, school, high, half = _yuan(rng, regions, (500, 1_500), (500, 2_000), (1_000, 3_000), (500, 1_500)).T
    fen[:, DEEP, KINDERGARTEN] = small
    fen[:, DEEP, KINDERGARTEN + 1 : HIGH_SCHOOL] = school[:, None]
    fen[:, DEEP, HIGH_SCHOOL:COLLEGE] = high[:, None]
    fen[:, RELATIVE, HIGH_SCHOOL:COLLEGE] = half[:, None]
    lines[:, DEEP, COLLEGE:] = rng.integers(3, 6, (regions, 1), endpoint=True)
    lines[:, RELATIVE, COLLEGE:] = rng.integers(1, 3, (regions, 1), endpoint=True)
    return {"tuition_fen": fen, "tuition_lines": lines}


def population(households: int, packs: Arrays, seed: int = 2) -> Arrays:
    """Households sorted by region, and three members a household on average, exactly, sorted by household.

    Some households stand on a limit of their class to the fen, or one fen to either side of it.
    """
    rng = np.random.default_rng(seed)
    homes = _homes(households, len(packs["line_fen"]), rng)
    return homes | _incomes(homes, packs, rng) | _members(homes, rng)


def _homes(n: int, regions: int, rng: np.random.Generator) -> Arrays:
    event = rng.random(n) < 0.2
    medical = _lognormal(rng, n, 8_000, 1.2) * (rng.random(n) < 0.6)
    return {
        "region": np.sort(rng.integers(0, regions, n)),
        "size": _sizes(n, rng),
        "annual_rigid_fen": medical + _lognormal(rng, n, 6_000, 0.8),
        "medical_out_of_pocket_fen": medical,
        "hardship_cost_fen": event * (medical + _lognormal(rng, n, 5_000, 1.0)),
        "event": event,
        "cause_documented": rng.random(n) < 0.95,
        "assets_excluded": rng.random(n) < 0.04,
        "single_parent": rng.random(n) < 0.12,
        "head_sex": rng.integers(0, 2, n, dtype=np.int8),
    }


def _lognormal(rng: np.random.Generator, n: int, median_yuan: int, sigma: float) -> npt.NDArray[np.int64]:
    """Amounts in fen, at most a million yuan."""
    return np.minimum(median_yuan * YUAN * rng.lognormal(0, sigma, n), 1_000_000 * YUAN).astype(np.int64)


def _sizes(n: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Persons of a household, the head among them: 1 to 7, and 3 on average to the last person."""
    size = rng.choice(np.arange(1, 7), n, p=(0.14, 0.24, 0.29, 0.18, 0.10, 0.05))
    over = int(size.sum()) - 3 * n
    movable = np.flatnonzero(size > 1) if over > 0 else np.arange(n)
    size[rng.choice(movable, abs(over), replace=False)] -= np.sign(over)
    return size


def _incomes(homes: Arrays, packs: Arrays, rng: np.random.Generator) -> Arrays:
    n = len(homes["size"])
    year = line_in_force(packs)[homes["region"]] * homes["size"] * MONTHS
    net = (year * rng.lognormal(0.35, 0.7, n)).astype(np.int64)
    edge = _limits(homes["region"], year, packs)[rng.integers(0, 3, n), np.arange(n)] + rng.integers(-1, 2, n)
    kind = rng.random(n)
    income = np.where(kind < 0.04, edge, net) + homes["annual_rigid_fen"]
    return {"annual_income_fen": np.where(kind > 0.97, homes["annual_rigid_fen"] // 2, income)}


def _limits(region: npt.NDArray, year: npt.NDArray, packs: Arrays) -> npt.NDArray[np.int64]:
    """What net income of a year must stay below, by class and household."""
    others = [year * packs[f"{name}_p"][region] // packs[f"{name}_q"][region] for name in CLASSES[1:]]
    return np.stack([year, *others])


def _members(homes: Arrays, rng: np.random.Generator) -> Arrays:
    """A head, then a spouse unless there is a single parent, then children and parents; some children study."""
    home = np.repeat(np.arange(len(homes["size"])), homes["size"])
    place = np.arange(len(home)) - (np.cumsum(homes["size"]) - homes["size"])[home]
    relation = np.where(rng.random(len(home)) < 0.75, CHILD, PARENT)
    married = (place == 1) & ~homes["single_parent"][home] & (rng.random(len(home)) < 0.8)
    relation = np.where(place == 0, HEAD, np.where(married, SPOUSE, relation))
    stage = rng.choice(len(STAGES), len(home), p=(0.2, 0.1, 0.2, 0.12, 0.1, 0.08, 0.08, 0.09, 0.03))
    stage[relation != CHILD] = 0
    return {"member_of": home, "relation": relation.astype(np.int8), "stage": stage.astype(np.int8)}
