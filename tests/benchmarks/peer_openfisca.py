"""The peer: the same rules as an OpenFisca country package, run by an interpreter that has openfisca-core.

Usage: PEER-PYTHON peer_openfisca.py FOLDER SHAPE, where FOLDER holds population.npz and figures.npz. The answers are
written beside them as peer_<shape>.npz, then one JSON line tells versions, memory and the seconds of the set-up.
Each line then read from standard input is one more repeat, answered by a JSON line of seconds.

Three shapes of one country: the same inputs, the same dated parameters, and a variable with a formula of its own for
every output, the reasons among them.

documented  What the documentation teaches, and the country template does (peer_documented.py): whole-vector formulas
            with where and select, each figure looked up for every household by `node[region]`, sums of children by
            household.sum; SimulationBuilder with entities declared and joined. Where it teaches several ways, the
            one that is fastest here.
gathered    What an expert makes of the rules (peer_expert.py): the parameters of the day turned into numpy arrays in
            the set-up and gathered from there, formulas that work only on the rows they need. Still the builder.
tuned       What an expert can do at most, also beyond the interface that is documented: as gathered, but populations
            are filled in place without builder and roles, and variables have the types that suit them (int64, int8),
            so that the inputs are not copied.

Integer variables are int32 in OpenFisca, exact up to 21 million yuan in fen; products are taken in int64.
"""

import argparse
import gc
import json
import platform
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import peer_documented
import peer_expert
from measure import peaked, timed
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit, period
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from peer_country import HOUSEHOLD, INPUTS, MONEY, PERSON, Table, parameters_of, region_names
from regions import AIDS, DAY, OUTPUTS, STAGES, Arrays, load, save

ANSWERED_BY = dict.fromkeys(OUTPUTS) | {"test": "deciding_test"} | {f"why_{aid}": f"{aid}_reason" for aid in AIDS}
"""The variable of each output; None where it has the same name."""


class Documented(TaxBenefitSystem):
    """The country as the documentation teaches it."""

    declared: Table = peer_documented.VARIABLES

    def __init__(self, packs: Arrays) -> None:
        super().__init__([PERSON, HOUSEHOLD])
        self.parameters = ParameterNode("", data=parameters_of(packs))
        self.region_names = np.array(region_names(packs), dtype=object)
        for name, about in (INPUTS | self.declared).items():
            self.add_variable(_variable(name, *about))

    def ready(self) -> None:
        """The parameters of the day, kept by OpenFisca from then on."""
        self.get_parameters_at_instant(period(DAY))

    def inputs(self, people: Arrays) -> Arrays:
        """The columns of the input variables; what keys a parameter is text."""
        names = {"region": self.region_names, "stage": np.array(STAGES, dtype=object)}
        return {name: people[name] for name in INPUTS} | {name: of[people[name]] for name, of in names.items()}

    def simulation(self, people: Arrays) -> Simulation:
        """Persons and households declared and joined; everybody has the one role."""
        builder = SimulationBuilder()
        builder.create_entities(self)
        builder.declare_person_entity("person", range(len(people["member_of"])))
        households = builder.declare_entity("household", range(len(people["size"])))
        roles = np.zeros(len(people["member_of"]), dtype=np.int8)
        builder.join_with_persons(households, people["member_of"], roles)
        return builder.build(self)


class Gathered(Documented):
    """The country with the formulas of an expert."""

    declared = peer_expert.VARIABLES

    def ready(self) -> None:
        """The parameters of the day as arrays."""
        self.tables = peer_expert.tables(self.get_parameters_at_instant(period(DAY)))

    def inputs(self, people: Arrays) -> Arrays:
        """The columns of the input variables, all numbers."""
        return {name: people[name] for name in (*INPUTS, "region", "stage")}


class Tuned(Gathered):
    """The country with the builder and OpenFisca's types gone round as well."""

    def __init__(self, packs: Arrays) -> None:
        super().__init__(packs)
        wide = ("region", "size", *MONEY, "case")
        codes = ("relation", "stage", "deciding_test", "class", *(f"{aid}_reason" for aid in AIDS))
        for type_, names in {np.int64: wide, np.int8: codes}.items():
            for name in names:
                self.variables[name].dtype = type_

    def simulation(self, people: Arrays) -> Simulation:
        """The populations filled in place: no lists, no sorting, no roles."""
        populations = self.instantiate_entities()
        for key, column in {"person": "member_of", "household": "size"}.items():
            populations[key].count = len(people[column])
            populations[key].ids = np.arange(len(people[column]))
        populations["household"].members_entity_id = people["member_of"]
        return Simulation(self, populations)


SHAPES = {"documented": Documented, "gathered": Gathered, "tuned": Tuned}


def _variable(name: str, entity, type_: type, formula) -> type[Variable]:
    about = {"entity": entity, "value_type": type_, "definition_period": DateUnit.DAY, "label": name}
    return type(name, (Variable,), about | ({"formula": formula} if formula else {}))


# ---- the job ------------------------------------------------------------------------------------


def build(system: Documented, people: Arrays) -> Simulation:
    """A simulation with every input set."""
    simulation = system.simulation(people)
    for name, column in system.inputs(people).items():
        simulation.set_input(name, DAY, column)
    return simulation


def calculate(simulation: Simulation) -> Arrays:
    """Every output."""
    return {name: simulation.calculate(variable or name, DAY) for name, variable in ANSWERED_BY.items()}


def once(system: Documented, people: Arrays) -> tuple[dict[str, float], Arrays]:
    """Seconds of the build and of the calculation, and the answers."""
    gc.collect()
    simulation, building = timed(lambda: build(system, people))
    answers, calculating = timed(lambda: calculate(simulation))
    return {"build": building, "calculate": calculating}, answers


def first(system: Documented, people: Arrays, path: Path) -> float | None:
    """A first run that is not counted: its answers go into a file; the MB it added at its peak."""
    (_, answers), extra_mb = peaked(lambda: once(system, people))
    save(path, {name: column.astype(np.int64) for name, column in answers.items()})
    return extra_mb


def set_up(shape: str, packs: Arrays) -> Documented:
    """The country with its parameters read and resolved for the day."""
    system = SHAPES[shape](packs)
    system.ready()
    return system


def fits(people: Arrays) -> None:
    """AssertionError when an amount is too large for the type that OpenFisca keeps."""
    for name in MONEY:
        assert np.abs(people[name]).max() <= np.iinfo(np.int32).max, f"{name} does not fit into int32"


def main() -> None:
    """Answer once, then once more for each line of standard input."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("shape", choices=SHAPES)
    args = parser.parse_args()
    people, packs = load(args.folder / "population.npz"), load(args.folder / "figures.npz")
    fits(people)
    system, seconds = timed(lambda: set_up(args.shape, packs))
    extra_mb = first(system, people, args.folder / f"peer_{args.shape}.npz")
    versions = {name: version(name) for name in ("openfisca-core", "numpy")}
    _say({"versions": {"python": platform.python_version()} | versions, "set_up": seconds, "extra_mb": extra_mb})
    for _ in sys.stdin:
        _say(once(system, people)[0])


def _say(what: dict) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
