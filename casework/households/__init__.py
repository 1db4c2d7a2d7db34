"""Households: the form of the case file, the facts that rules read from it, and many of them as columns.

`form` describes every field once; `facts` is what the rules ask of one household; `population` holds the facts of
one household or a million as columns.
"""

from casework.households.facts import (
    BEYOND,
    CLASSES,
    FACT_WORDS,
    READ,
    RELATIVES,
    SEXES,
    STAGES,
    Facts,
    MemberFacts,
    Problem,
    age_on,
    facts_of,
    sound,
    stage_on,
)  # fmt: skip
from casework.households.form import Field, Household, Kind, Member, Sensitivity, check_digit, columns, fields
from casework.households.population import Bools, Column, Ints, Population, constant

__all__ = [
    "BEYOND", "CLASSES", "FACT_WORDS", "READ", "RELATIVES", "SEXES", "STAGES", "Bools", "Column", "Facts", "Field", "Household", "Ints",
    "Kind", "Member", "MemberFacts", "Population", "Problem", "Sensitivity", "age_on", "check_digit", "columns", "constant",
    "facts_of", "fields", "sound", "stage_on",
]  # fmt: skip
