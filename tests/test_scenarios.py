"""Sharing as an office does it: every policy by command, limits, plans kept by name, compared and adopted."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casework.casebook import Casebook
from casework.funds import POLICIES
from casework.funds.compare import compare_plans
from casework.indicators import exact_fgt, exact_gini
from tests.commands import casework, data, files, well, wrong

COUNTY = Path(__file__).parent / "data"


pytestmark = pytest.mark.usefixtures("english")


def plan(*options: object, policy: str = "raise-the-floor", book: str = "b.db") -> dict[str, Any]:
    return data("allocate", "--book", book, "--policy", policy, *options)


def got(said: dict[str, Any], key: Callable[[dict[str, Any]], Any]) -> dict[Any, int]:
    """What is granted in all, fen, by what a key makes of each grant."""
    found: dict[Any, int] = {}
    for grant in said["grants"]:
        found[key(grant)] = found.get(key(grant), 0) + grant["amount"]
    return found


# ---- every policy --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county workbook imported, with its two funds."""
    path = tmp_path_factory.mktemp("county") / "county.db"
    casework("import", COUNTY / "hardship_files_county.xlsx", "--book", path)
    well("funds", COUNTY / "funds_county.yaml", "--book", path)
    return path


@pytest.mark.parametrize("policy", POLICIES)
def test_every_policy_runs_on_the_county_the_same_way_twice_and_books_nothing(county: Path, policy: str) -> None:
    before = files(county.parent)
    call = ("allocate", "--book", county, "--policy", policy, "--json")
    one, two = casework(*call), casework(*call)
    assert (one.code, one.out) == (0, two.out)
    assert files(county.parent) == before
    said = json.loads(one.out)
    needs = {(n["household"], n["aid"]): n for n in said["needs"]}
    by_need = got(said, lambda g: (g["household"], g["aid"]))
    unmet = {(u["household"], u["aid"]): u["amount"] for u in said["unmet"]}
    assert {
        key: n["amount"] - by_need.get(key, 0) for key, n in needs.items() if n["amount"] > by_need.get(key, 0)
    } == unmet
    assert all(g["fund"] in needs[g["household"], g["aid"]]["funds"] for g in said["grants"])
    central, union = said["funds"]
    assert (central["before"], union["before"]) == (40_000_000, 25_000_000)
    kept = got({"grants": [g for g in said["grants"] if g["fund"] == union["name"]]}, lambda g: g["aid"] == "temporary")
    assert kept.get(False, 0) <= 22_000_000, "30,000 yuan stay for temporary aid"
    for fund in said["funds"]:
        idle = fund["after"] - fund["held"]
        waiting = [u for u in said["unmet"] if fund["name"] in needs[u["household"], u["aid"]]["funds"]]
        assert not (idle > 0 and waiting), f"{idle} fen of {fund['name']} lie idle"


def test_policies_differ_and_each_is_best_at_its_own(county: Path) -> None:
    """Most households in full by most-served; the highest least by raise-the-floor; no policy is beaten by another there."""
    said = {policy: plan(policy=policy, book=str(county))["measures"] for policy in POLICIES}
    assert said["most-served"]["households_fully_served"] == max(m["households_fully_served"] for m in said.values())
    assert said["raise-the-floor"]["least_after_fen"] == max(m["least_after_fen"] for m in said.values())
    assert said["most-served"]["households_fully_served"] > said["raise-the-floor"]["households_fully_served"]
    assert said["proportional"]["households_granted"] > said["order-of-application"]["households_granted"]


# ---- limits --------------------------------------------------------------------------------------------


def test_limits_of_the_office_are_kept(here: Path) -> None:
    free = plan()
    whole = plan("--whole-yuan")
    assert all(g["amount"] % 100 == 0 for g in whole["grants"])
    assert any(g["amount"] % 100 for g in free["grants"])
    most = max(got(free, lambda g: g["household"]).values())
    capped = plan("--household-cap", most // 200)
    assert max(got(capped, lambda g: g["household"]).values()) <= most // 200 * 100
    assert "household_cap" not in {u["reason"]["code"] for u in free["unmet"]}
    least = min(got(free, lambda g: (g["household"], g["aid"])).values())
    few = plan("--minimum", least // 100 + 50)
    needs = {(n["household"], n["aid"]): n["amount"] for n in few["needs"]}
    for key, fen in got(few, lambda g: (g["household"], g["aid"])).items():
        assert fen >= min((least // 100 + 50) * 100, needs[key])
    all_or_nothing = plan("--whole", "medical")
    for key, fen in got(all_or_nothing, lambda g: (g["household"], g["aid"])).items():
        assert key[1] != "medical" or fen == needs[key]
    one = plan("--one-of", "living,送温暖")
    both = got(one, lambda g: (g["household"], g["aid"]))
    assert not [h for h, aid in both if aid == "living" and (h, "warmth") in both]
    assert "instead" in {u["reason"]["code"] for u in one["unmet"]}


def test_nothing_is_granted_beyond_what_the_level_may_approve(here: Path) -> None:
    """A fund whose grants above 1,000 yuan want the provincial union gives nobody more when the county is to approve."""
    text = "- {name: 专款, source: provincial, receipts: [{date: 2026-10-01, amount: 900000, reference: r}], pays: {aids: [living, medical], classes: [deep, relative, accident], archived_only: false}, approval: [{over: 1000, level: province}], reference: x}"
    (here / "f.yaml").write_text(text, "utf-8")
    well("funds", "f.yaml", "--book", "b.db")

    def most(*options: str) -> int:
        return max(g["amount"] for g in plan(*options)["grants"] if g["fund"] == "专款")

    assert most() > 100_000
    assert most("--within", "县级工会") == 100_000
    assert most("--within", "province") == most()


def test_a_fund_supposed_to_have_more_gives_more_and_a_strange_one_is_named(here: Path) -> None:
    fund = plan()["funds"][2]
    more = plan("--with", f"{fund['name']}={fund['before'] // 100 + 5000}")
    assert more["funds"][2]["before"] == fund["before"] // 100 * 100 + 500_000
    assert sum(g["amount"] for g in more["grants"]) > sum(g["amount"] for g in plan()["grants"])
    assert "no fund 甲" in wrong(casework("allocate", "--book", "b.db", "--policy", "proportional", "--with", "甲=5"))


WRONG = {
    ("--policy", "loudest-first"): "choose one of deepest-first",
    ("--policy", "proportional", "--household-cap", "1", "--minimum", "5"): "is below the smallest grant",
    ("--policy", "proportional", "--minimum", "few"): "must be yuan",
    ("--policy", "proportional", "--whole", "lunch"): "no aid lunch",
    ("--policy", "proportional", "--at-least", "32=900000000"): "not possible",
    ("--policy", "proportional", "--at-least", "900000000"): "NAME=YUAN",
    ("--policy", "proportional", "--save", "x"): "wants --by",
    ("--policy", "proportional", "--within", "moon"): "not on the list",
}


@pytest.mark.parametrize("call", WRONG)
def test_a_wrong_call_is_one_sentence(here: Path, call: tuple[str, ...]) -> None:
    before = files(here)
    assert WRONG[call] in wrong(casework("allocate", "--book", "b.db", *call))
    assert files(here) == before


def test_a_book_without_case_files_says_what_to_do(here: Path) -> None:
    casework("new", "n.db", "--unit", "甲", "--pack", "demo-2026")
    assert "no funds" in wrong(casework("allocate", "--book", "n.db", "--policy", "proportional"))
    well("funds", COUNTY / "funds_county.yaml", "--book", "n.db")
    assert "no case files" in wrong(casework("allocate", "--book", "n.db", "--policy", "proportional"))


def test_a_fund_that_may_pay_nobody_is_named_beside_the_plan(here: Path) -> None:
    text = "- {name: 空, source: donation, receipts: [{date: 2026-10-01, amount: 10, reference: r}], pays: {aids: [tuition], classes: [dibao], archived_only: false}, reference: x}"
    (here / "f.yaml").write_text(text, "utf-8")
    well("funds", "f.yaml", "--book", "b.db")
    said = plan()
    assert said["funds"][-1]["granted"] == 0
    assert [n["en"] for n in said["notices"] if "空" in n["en"]] == [
        "the fund 空 may pay no need of today by its terms: this plan leaves it."
    ]


# ---- plans that are kept -------------------------------------------------------------------------------


def test_plans_are_kept_compared_and_adopted(here: Path) -> None:
    one = plan("--save", "底线", "--by", "示例经办人")
    two = plan("--save", "比例", "--by", "示例经办人", policy="proportional")
    assert data("scenario", "show", "底线", "--book", "b.db") == one
    kept = data("scenario", "list", "--book", "b.db")["scenarios"]
    assert [(s["name"], s["policy"], s["on_day"], s["made_by"]) for s in kept] == [
        ("底线", "raise-the-floor", "2026-10-31", "示例经办人"), ("比例", "proportional", "2026-10-31", "示例经办人")]  # fmt: skip
    said = data("scenario", "compare", "底线", "比例", "--book", "b.db")
    homes = {n["household"] for n in one["needs"]}
    was, now = (got(p, lambda g: g["household"]) for p in (one, two))
    changed = {h: now.get(h, 0) - was.get(h, 0) for h in homes if now.get(h, 0) != was.get(h, 0)}
    assert {r["household"]: r["change"] for r in (*said["gain"], *said["lose"])} == changed
    assert all(r["change"] > 0 for r in said["gain"])
    assert all(r["change"] < 0 for r in said["lose"])
    assert len(said["gain"]) + len(said["lose"]) + said["same"] == len(homes)
    assert said["measures"]["gini_after"] == {
        "from": one["measures"]["gini_after"],
        "to": two["measures"]["gini_after"],
    }
    done = data("scenario", "adopt", "比例", "--book", "b.db", "--by", "示例经办人")
    assert (done["grants"], done["reserved_fen"]) == (len(two["grants"]), sum(g["amount"] for g in two["grants"]))
    assert well("check", "--book", "b.db") is not None


def test_a_scenario_that_no_longer_fits_is_refused_whole(here: Path) -> None:
    plan("--save", "a", "--by", "示例经办人")
    data("scenario", "adopt", "a", "--book", "b.db", "--by", "示例经办人")
    before = files(here)
    assert "does not fit this casebook" in wrong(
        casework("scenario", "adopt", "a", "--book", "b.db", "--by", "示例经办人")
    )
    assert files(here) == before


def test_a_plan_with_money_that_is_not_there_can_be_kept_and_not_adopted(here: Path) -> None:
    plan("--save", "rich", "--by", "示例经办人", "--with", "县工会帮扶资金=90000000")
    assert "too little for this plan" in wrong(
        casework("scenario", "adopt", "rich", "--book", "b.db", "--by", "示例经办人")
    )


def test_a_name_is_kept_once_and_what_is_kept_stays(here: Path) -> None:
    plan("--save", "a", "--by", "示例经办人")
    again = casework("allocate", "--book", "b.db", "--policy", "proportional", "--save", "a", "--by", "示例经办人")
    assert "there is a scenario a already" in wrong(again)
    assert "there is no scenario b; there are: a" in wrong(casework("scenario", "show", "b", "--book", "b.db"))
    with Casebook.open(here / "b.db") as book, pytest.raises(Exception, match="scenario_written"):
        book.db.conn.execute("UPDATE scenario SET plan = '{}'")


def test_a_scenario_rests_on_what_was_known(here: Path) -> None:
    """The rules by digest, the last fact and move, and a digest of the facts, which a later correction changes."""
    plan("--save", "a", "--by", "示例经办人")
    with Casebook.open(here / "b.db") as book:
        number = plan()["needs"][0]["household"]
        facts, moves = (book.rows(f"SELECT max(seq) AS n FROM {table}")[0]["n"] for table in ("fact", "move"))
    well("correct", number, "size=9", "--source", "visit", "--by", "示例经办人", "--book", "b.db")
    plan("--save", "b", "--by", "示例经办人")
    with Casebook.open(here / "b.db") as book:
        a, b = book.rows("SELECT * FROM scenario ORDER BY seq")
        assert (a["last_fact"], a["last_move"]) == (facts, moves)
        assert b["last_fact"] > a["last_fact"]
        assert a["facts_sha256"] != b["facts_sha256"]
        assert book.rules(a["digest"]).stem == "demo-2026"


# ---- other budgets -------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", POLICIES)
def test_the_frontier_agrees_with_plans_for_its_budgets(here: Path, policy: str) -> None:
    """Each point beside the plan with every fund at that share of what it has: the same but for the last fen."""
    points = data("frontier", "--book", "b.db", "--policy", policy, "--points", "5")["points"]
    assert [p["share"] for p in points] == ["0", "1/2", "1", "3/2", "2"]
    assert points[0]["granted_fen"] == points[0]["served"] == 0
    with Casebook.open(here / "b.db") as book:
        _, sharing = book.sharing()
        for point, (num, den) in zip(points, ((0, 1), (1, 2), (1, 1), (3, 2), (2, 1)), strict=True):
            made = sharing.plan(policy, {f.name: f.available_fen * num // den for f in sharing.funds})
            m = made.measures()
            assert 0 <= m["granted_fen"] - point["granted_fen"] < len(made.needs)
            assert 0 <= m["households_fully_served"] - point["served"] <= 2


# ---- figures -------------------------------------------------------------------------------------------


def test_gini_and_fgt_by_hand() -> None:
    """Gini of 1, 3: half the mean difference over the mean, (2/2)/2/2 = 1/4. FGT of the Handbook's table: see below."""
    assert exact_gini([1, 3]) == 0.25
    assert exact_gini([5, 5, 5]) == exact_gini([]) == exact_gini([0, -4]) == 0.0
    assert exact_gini([0, 0, 0, 8]) == 0.75
    # Haughton and Khandker 2009, table 4.1: incomes 100, 110, 150, 160, line 125: 0.5, 0.08, 0.0136
    shortfalls = [(25, 125), (15, 125), (0, 125), (0, 125)]
    assert [exact_fgt(shortfalls, power) for power in (0, 1, 2)] == [0.5, 0.08, 0.0136]


def test_two_plans_compared_by_hand() -> None:
    """甲 gains 20, 乙 loses 30, 丙 gets the same from another fund, 丁 nothing in both."""

    def made(*grants: tuple[str, str, int]) -> dict[str, Any]:
        return {"needs": [{"household": h} for h in "甲乙丙丁"], "measures": {"granted_fen": sum(g[2] for g in grants)},
                "grants": [dict(zip(("household", "fund", "amount"), g, strict=True)) for g in grants],
                "funds": [{"name": f, "granted": sum(g[2] for g in grants if g[1] == f)} for f in "AB"]}  # fmt: skip

    said = compare_plans(made(("甲", "A", 10), ("乙", "A", 40), ("丙", "A", 5)), made(("甲", "A", 30), ("乙", "B", 10), ("丙", "B", 5)))  # fmt: skip
    assert said == {
        "gain": [{"household": "甲", "from": 10, "to": 30, "change": 20}],
        "lose": [{"household": "乙", "from": 40, "to": 10, "change": -30}],
        "same": 2,
        "funds": [{"name": "A", "from": 55, "to": 30}, {"name": "B", "from": 0, "to": 15}],
        "measures": {"granted_fen": {"from": 55, "to": 45}},
    }
