"""Eight processes at once on the same grants: each is paid once, the fund never overspent, and nobody is told it is locked."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from casework import checks, ledger
from casework.casebook import Casebook
from tests.fault.books import DAY, FEN, GRANTS
from tests.fault.test_kill import WORKER

PROCESSES = int(os.environ.get("CASEWORK_RACERS", "8"))


def test_eight_processes_pay_each_grant_once(fresh: Callable[[str], Path]) -> None:
    path = fresh("race.db")
    command = [sys.executable, str(WORKER), str(path), "1", str(GRANTS), "1", "1"]
    racers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    said = [racer.communicate(timeout=200)[0] for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * PROCESSES
    assert "refused" not in "".join(said), (
        "a retry under the same key is told the first answer, and nobody finds the book locked"
    )
    with Casebook.open(path) as book:
        assert book.rows("SELECT count(*) AS n, sum(amount_fen) AS fen FROM move WHERE kind = 'pay'") == [
            {"n": GRANTS, "fen": GRANTS * FEN}
        ]
        assert checks.check(book).faults == []


def test_a_fund_too_small_for_all_is_never_overspent(fresh: Callable[[str], Path]) -> None:
    """Each process releases nothing and reserves under keys of its own; only 40 of 320 attempts can be met."""
    path = fresh("small.db")
    with Casebook.open(path) as book, book.write("会计", "receipt") as tx:
        for grant in range(1, 41):
            ledger.release(tx, grant, FEN, key=f"release:{grant}", on=DAY, by="会计")
    code = (
        "import sys; from pathlib import Path; from datetime import date; from casework import ledger; from casework.casebook import Casebook; from casework.vocabulary import Refused\n"
        "done = 0\n"
        "with Casebook.open(Path(sys.argv[1])) as book:\n"
        "    for grant in range(1, 41):\n"
        "        try:\n"
        "            with book.write(sys.argv[2], 'reserve') as tx:\n"
        "                ledger.reserve(tx, grant, 100, key=f'{sys.argv[2]}:{grant}', on=date(2026, 10, 31), by=sys.argv[2]); done += 1\n"
        "        except Refused as refusal: assert 'in use' not in str(refusal), refusal\n"
        "print(done)\n"
    )
    racers = [
        subprocess.Popen([sys.executable, "-c", code, str(path), f"甲{i}"], stdout=subprocess.PIPE, text=True)
        for i in range(PROCESSES)
    ]
    assert sum(int(racer.communicate(timeout=200)[0]) for racer in racers) == 40
    with Casebook.open(path) as book:
        assert book.rows("SELECT reserved_fen FROM fund") == [{"reserved_fen": GRANTS * FEN}]
        assert checks.check(book).faults == []
