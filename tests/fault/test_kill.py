"""Killed at any moment: what was said to be paid is paid, nothing is paid twice, and a transaction is whole or not there."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from casework import checks
from casework.casebook import Casebook
from tests.fault.books import GRANTS

ROUNDS = int(os.environ.get("CASEWORK_KILLS", "20"))
WORKER = Path(__file__).with_name("worker.py")


def started(path: Path, size: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(WORKER), str(path), "1", str(GRANTS), "1", str(size)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def killed(path: Path, size: int, after: float) -> tuple[set[int], bool]:
    """The grants that a worker said were paid until it was killed, and whether it was killed before its end."""
    worker = started(path, size)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    time.sleep(after)
    worker.send_signal(signal.SIGKILL)
    said = worker.stdout.read()
    worker.wait()
    whole = said[: said.rfind("\n") + 1]
    return {int(n) for n in whole.split()}, worker.returncode == -signal.SIGKILL


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is not there on Windows")
def test_no_kill_loses_or_doubles_a_payment(fresh: Callable[[str], Path]) -> None:
    random, killings, uncertain = Random(4), 0, 0
    for i in range(ROUNDS):
        path, size = fresh(f"{i}.db"), (1, 10, 100, GRANTS)[i % 4]
        acked, was_killed = killed(path, size, random.random() * (0.35 if size < GRANTS else 0.06))
        killings += was_killed
        with Casebook.open(path) as book:
            paid = [row["grant_id"] for row in book.rows("SELECT grant_id FROM move WHERE kind = 'pay'")]
            assert acked <= set(paid), "a payment that was acknowledged is lost"
            assert len(paid) == len(set(paid)), "a grant is paid twice"
            assert len(paid) % size == 0, "a transaction is there in part"
            uncertain += len(paid) > len(acked)
            assert checks.check(book).faults == []
        assert started(path, size).wait(60) == 0, "the same keys again"
        with Casebook.open(path) as book:
            sums = book.rows("SELECT count(*) AS n, count(DISTINCT grant_id) AS grants FROM move WHERE kind = 'pay'")
            assert sums == [{"n": GRANTS, "grants": GRANTS}]
            assert checks.check(book).faults == []
    assert killings > ROUNDS // 3, "the workers were killed in the middle"
