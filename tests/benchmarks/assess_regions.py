"""Benchmark: class and every aid of N households in many regions, each with a dated pack of its own.

    python tests/benchmarks/assess_regions.py --out FOLDER [--peer-python PYTHON] [--households N] [--repeats K]

Every side answers first: class, five aids, the test that decided the class and the reason of each aid. All must equal
those of the plain reference, sums to the fen; only then is it timed, the sides in turn. Packs are read beforehand (the set-up); the whole job is from arrays to answers:
the build of whatever an engine needs (`build`) and the rules (`calculate`). PYTHON has openfisca-core installed;
without it its rows are skipped, with the reason. FOLDER gets assess_regions.json and assess_regions.md.
"""

import argparse
import gc
import json
import os
import platform
import statistics
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import reference
import regions
import yaml
from measure import peaked, timed
from regions import Arrays

if TYPE_CHECKING:
    from casework.assistance import Assessment
    from casework.standards import Standard

Seconds = dict[str, float]
Run = Callable[[], tuple[Callable[[], Arrays], Seconds]]
OURS, BARE, PLAIN = "casework", "casework without reasons", "plain numpy"
SHAPES = {
    "documented": "openfisca-core, as documented",
    "gathered": "openfisca-core, an expert's formulas",
    "tuned": "openfisca-core, also built by hand",
}


class Skipped(Exception):  # noqa: N818  # it is no error
    """A side that cannot take part, with the reason."""


@dataclass
class Side:
    """One that takes part: how to run it once more, what it answered, and what it took so far."""

    name: str
    again: Callable[[], Seconds]
    answers: Arrays
    set_up: float
    extra_mb: float | None
    versions: dict[str, str] = field(default_factory=dict)
    seconds: list[Seconds] = field(default_factory=list)

    def median(self, *parts: str) -> float:
        """The median over the repeats of the sum of some parts, seconds."""
        return statistics.median(sum(row[part] for part in parts) for row in self.seconds)


# ---- the sides ----------------------------------------------------------------------------------


def ours(people: Arrays, packs: Arrays, *, reasons: bool = True) -> Run:
    """Casework made ready: its standards are read here, not timed; the call is one whole job.

    Its answer is one assessment for each region; they are joined to whole columns only to be compared.
    """
    from casework.assistance import assess_each
    from casework.households import Population

    day = date.fromisoformat(regions.DAY)
    standards = [_standard(packs, r) for r in range(len(packs["line_fen"]))]
    names = {"annual_rigid_fen": "annual_rigid_expenditure_fen"}
    facts = [name for name in people if name not in ("region", "member_of", "relation", "stage")]

    def build() -> Population:
        starts = np.zeros(len(people["size"]) + 1, dtype=np.int64)
        np.cumsum(np.bincount(people["member_of"], minlength=len(people["size"])), out=starts[1:])
        members = {name: people[name] for name in ("relation", "stage")}
        return Population.from_columns({names.get(n, n): people[n] for n in facts}, members, starts)

    def run() -> tuple[Callable[[], Arrays], Seconds]:
        population, built = timed(build)
        parts, worked = timed(lambda: assess_each(population, standards, people["region"], day, reasons=reasons))
        return partial(_joined, parts, reasons), {"build": built, "calculate": worked}

    return run


def _joined(parts: list["Assessment"], reasons: bool) -> Arrays:
    """Whole columns of the answers of all regions."""
    columns = {"class": [part.classes.code for part in parts], "test": [part.classes.test for part in parts]}
    for aid, why in zip(regions.AIDS, regions.WHY, strict=True):
        columns[aid] = [part.aids[aid].fen for part in parts]
        if reasons:
            columns[why] = [part.aids[aid].reason for part in parts]
    return {name: np.concatenate(column) for name, column in columns.items()}


def _standard(packs: Arrays, r: int) -> "Standard":
    """The pack of one region, read from its YAML text."""
    from casework.standards import parse

    def yuan(fen: int) -> str:
        return f"{fen // 100}.{fen % 100:02}"

    def rate(percent: int) -> str:
        return f"{percent}/100"

    def table(c: int) -> dict:
        sums = {}
        for s, name in enumerate(regions.STAGES):
            fen, lines = (int(packs[f"tuition_{unit}"][r, c, s]) for unit in ("fen", "lines"))
            if fen or lines:
                sums[name] = {"lines": str(lines)} if lines else {"yuan": yuan(fen)}
        if c == regions.DEEP:
            sums["kindergarten"]["only"] = "single_parent"
        return sums

    def times(name: str) -> str:
        return f"{packs[f'{name}_p'][r]}/{packs[f'{name}_q'][r]}"

    edge, caps = int(packs["medical_edge_fen"][r]), [yuan(int(fen)) for fen in packs["medical_cap_fen"][r]]
    rates = [rate(p) for p in packs["medical_percent"][r]]
    marginal = [
        {"kind": "marginal", "bands": [{"rate": one}], "cap": cap} for one, cap in zip(rates, caps, strict=True)
    ]
    marginal[0]["bands"] = [{"up_to": yuan(edge), "rate": rates[0]}, {"rate": rate(packs["medical_percent_above"][r])}]
    values = [
        {"starts": d.item(), "yuan": yuan(int(fen)), "source": "s"}
        for d, fen in zip(packs["line_from"][r], packs["line_fen"][r], strict=True)
    ]
    words = {"zh": "虚构", "en": "invented"}
    net = {"measure": "net", "op": "<"}
    said = {
        "pack": f"region-{r}", "name": words, "note": words, "valid_from": date(2020, 1, 1), "published_on": None,
        "sources": {"s": {"title": "虚构", "dated": "2020", "grade": "invented"}}, "line": "own", "line_source": "s",
        "regions": {"own": {"name": words, "values": values}}, "rigid": [], "beyond": "not_eligible",
        "classes": [
            {"name": "deep", "source": "s", "tests": [net]},
            {"name": "relative", "source": "s", "tests": [net | {"times": times("relative")}]},
            {"name": "accident", "source": "s", "event": True, "tests": [net | {"times": times("accident")}]},
        ],
        "living": {"source": "s", "by_class": {c: {"lines": str(n)} for c, n in zip(regions.CLASSES, packs["living_lines"][r], strict=True)}},
        "medical": {"source": "s", "by_class": dict(zip(regions.CLASSES, marginal, strict=True))},
        "tuition": {"source": "s", "by_class": {"deep": table(0), "relative": table(1), "accident": None}},
        "temporary": {"source": "s", "by_class": {"deep": None, "relative": None, "accident": {
            "kind": "marginal", "bands": [{"rate": rate(packs["temporary_percent"][r])}], "cap": yuan(int(packs["temporary_cap_fen"][r]))}}},
        "warmth": {"source": "s", "by_class": {c: {"yuan": yuan(int(fen))} for c, fen in zip(regions.CLASSES, packs["warmth_fen"][r], strict=True)}},
    }  # fmt: skip
    return parse(yaml.safe_dump(said, allow_unicode=True), "sources: {}\nregions: {}\n", f"region-{r}")


def plain(people: Arrays, packs: Arrays) -> Run:
    """The reference itself: what whole columns of numpy take, without unknown facts."""

    def run() -> tuple[Callable[[], Arrays], Seconds]:
        answers, seconds = timed(lambda: reference.assess(people, packs))
        return lambda: answers, {"build": 0.0, "calculate": seconds}

    return run


@contextmanager
def here(name: str, ready: Callable[[Arrays, Arrays], Run], people: Arrays, packs: Arrays) -> Iterator[Side]:
    """A side in this process."""
    try:
        run, set_up = timed(lambda: ready(people, packs))
    except NotImplementedError as reason:
        raise Skipped(str(reason)) from None
    (answers, _), extra_mb = peaked(run)
    yield Side(name, lambda: run()[1], answers(), set_up, extra_mb)


@contextmanager
def peer(python: str | None, shape: str, folder: Path, limit: float) -> Iterator[Side]:
    """A side in the peer's interpreter, which waits for a line before each repeat."""
    if python is None:
        raise Skipped("no --peer-python, an interpreter with openfisca-core, was given")
    script = Path(__file__).with_name("peer_openfisca.py")
    command = [python, str(script), str(folder), shape]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        said = _answer(process, limit)
        answers = regions.load(folder / f"peer_{shape}.npz")
        again = partial(_again, process, limit)
        yield Side(SHAPES[shape], again, answers, said["set_up"], said["extra_mb"], said["versions"])
    finally:
        process.kill()
        process.communicate()


def _again(process: "subprocess.Popen[str]", limit: float) -> Seconds:
    process.stdin.write("again\n")
    process.stdin.flush()
    return _answer(process, limit)


def _answer(process: "subprocess.Popen[str]", limit: float) -> dict:
    """The next JSON line of a process; Skipped when it takes too long or ends."""
    timer = threading.Timer(limit, process.kill)
    timer.start()
    line, waited = timed(process.stdout.readline)
    timer.cancel()
    if not line:
        raise Skipped(f"not finished in {limit:g} s" if waited >= limit else "the peer's interpreter failed")
    return json.loads(line)


def present(
    openers: dict[str, Callable[[], AbstractContextManager[Side]]], stack: ExitStack, skipped: dict
) -> list[Side]:
    """The sides that can take part; why the others cannot goes into skipped."""
    sides = []
    for name, opener in openers.items():
        try:
            sides.append(stack.enter_context(opener()))
        except Skipped as reason:
            skipped[name] = str(reason)
    return sides


OWN = {OURS: ours, BARE: partial(ours, reasons=False), PLAIN: plain}


# ---- equality, then time ------------------------------------------------------------------------


def covers(expected: Arrays) -> None:
    """AssertionError when some class, aid or reason does not occur, so that little would be compared."""
    assert set(np.unique(expected["class"])) == {0, 1, 2, regions.NOT_ELIGIBLE}, "a class does not occur"
    assert all(expected[name].any() for name in regions.OUTPUTS), "an aid does not occur"
    reasons = {
        "why_living": {regions.AMOUNT, regions.OUT},
        "why_medical": {regions.AMOUNT, regions.OUT, regions.CAPPED},
        "why_tuition": {regions.AMOUNT, regions.OUT, regions.NONE_FOR_CLASS, regions.NO_CHILD},
        "why_temporary": {regions.AMOUNT, regions.OUT, regions.NONE_FOR_CLASS, regions.CAPPED},
        "why_warmth": {regions.AMOUNT, regions.OUT},
    }
    assert all(set(np.unique(expected[why])) == codes for why, codes in reasons.items()), "a reason does not occur"


def check(side: Side, expected: Arrays) -> None:
    """AssertionError when an answer differs from the reference in any household, or a side leaves one out."""
    assert side.name == BARE or set(side.answers) == set(regions.OUTPUTS), f"{side.name} leaves answers out"
    for name, found in side.answers.items():
        differ = np.flatnonzero(found != expected[name])
        assert not len(differ), (
            f"{side.name}: {name} differs in {len(differ)} households, first in {differ[0]}: "
            f"{found[differ[0]]}, expected {expected[name][differ[0]]}"
        )


def interleave(sides: list[Side], repeats: int, skipped: dict[str, str]) -> None:
    """Each side once, then each once more, and so on; one that stops on the way is left out."""
    for _ in range(repeats):
        for side in list(sides):
            gc.collect()
            try:
                side.seconds.append(side.again())
            except Skipped as reason:
                skipped[side.name] = str(reason)
                sides.remove(side)


# ---- the report ---------------------------------------------------------------------------------


def row(side: Side, base: Side, households: int) -> dict:
    """One side's line: medians, the least, and the ratio of its whole job to that of the base."""
    whole = side.median("build", "calculate")
    return {
        "side": side.name,
        "versions": side.versions,
        "set_up_s": side.set_up,
        "build_s": side.median("build"),
        "calculate_s": side.median("calculate"),
        "whole_s": whole,
        "least_whole_s": min(sum(seconds.values()) for seconds in side.seconds),
        "ns_per_household": whole / households * 1e9,
        "ratio": whole / base.median("build", "calculate"),
        "extra_mb": side.extra_mb,
        "repeats": side.seconds,
    }


def machine() -> dict:
    """What ran it."""
    versions = {name: version(name) for name in (OURS, "numpy")}
    return {"cores": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()} | versions


def markdown(report: dict) -> str:
    """The report as a page."""
    peers = sorted({_pairs(line["versions"]) for line in report["rows"] if line["versions"]})
    return "\n".join(
        [
            f"# Class and aids of {report['households']:,} households in {report['regions']} regions",
            "",
            f"{report['members']:,} members; on {report['day']}; all answers equal, sums to the fen, with the reason of each aid.",
            f"Medians of {report['repeats']} interleaved repeats.",
            f"{_pairs(report['machine'])}; load average {report['load_before']} before, {report['load_after']} after.",
            *(f"Peer: {versions}." for versions in peers),
            "",
            f"| side | × {report['base']} | whole s (least) | build s | calculate s | ns/household | extra MB | set-up s |",
            "|---|--:|--:|--:|--:|--:|--:|--:|",
            *(_cells(line) for line in report["rows"]),
            *(f"| {name} | skipped: {reason} | | | | | | |" for name, reason in report["skipped"].items()),
            "",
        ]
    )


def _cells(line: dict) -> str:
    memory = "–" if line["extra_mb"] is None else f"{line['extra_mb']:.0f}"
    return (
        f"| {line['side']} | {line['ratio']:.2f} | {line['whole_s']:.3f} ({line['least_whole_s']:.3f}) "
        f"| {line['build_s']:.3f} | {line['calculate_s']:.3f} | {line['ns_per_household']:.0f} "
        f"| {memory} | {line['set_up_s']:.3f} |"
    )


def _pairs(what: dict) -> str:
    return ", ".join(f"{name} {value}" for name, value in what.items())


def _load() -> list[float]:
    return [round(value, 2) for value in os.getloadavg()]


# ---- the whole ----------------------------------------------------------------------------------


def bench(args: argparse.Namespace, folder: Path) -> dict:
    """The whole benchmark, as data."""
    packs = regions.figures(args.regions, args.seed)
    people = regions.population(args.households, packs, args.seed + 1)
    regions.save(folder / "figures.npz", packs)
    regions.save(folder / "population.npz", people)
    skipped: dict[str, str] = {}
    before = _load()
    with ExitStack() as stack:
        sides = present(openers(args, folder, people, packs), stack, skipped)
        equal(sides, reference.assess(people, packs))
        interleave(sides, args.repeats, skipped)
    said = {name: getattr(args, name) for name in ("households", "regions", "seed", "repeats")}
    about = {"day": regions.DAY, "members": len(people["member_of"]), "machine": machine()}
    loads = {"load_before": before, "load_after": _load()}
    rows = [row(side, sides[0], args.households) for side in sides]
    return said | about | loads | {"base": sides[0].name, "rows": rows, "skipped": skipped}


def openers(args: argparse.Namespace, folder: Path, people: Arrays, packs: Arrays) -> dict:
    """How to open each side; the first that takes part is the base of the ratios."""
    peers = {SHAPES[shape]: partial(peer, args.peer_python, shape, folder, args.limit) for shape in args.shapes}
    return {name: partial(here, name, ready, people, packs) for name, ready in OWN.items()} | peers


def equal(sides: list[Side], expected: Arrays) -> None:
    """AssertionError unless every side gives what is expected, and that is worth comparing."""
    covers(expected)
    for side in sides:
        check(side, expected)


def options() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder for the JSON and the Markdown")
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--regions", type=int, default=300)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peer-python", help="an interpreter with openfisca-core")
    parser.add_argument("--shapes", nargs="+", choices=SHAPES, default=list(SHAPES), help="of the peer")
    parser.add_argument("--limit", type=float, default=600, help="seconds that one run of the peer may take")
    return parser


def main() -> None:
    """Run, print the page, and write both files."""
    args = options().parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = bench(args, Path(folder))
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "assess_regions.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    (args.out / "assess_regions.md").write_text(markdown(report), "utf-8")
    print(markdown(report))


if __name__ == "__main__":
    main()
