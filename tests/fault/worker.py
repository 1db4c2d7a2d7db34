"""A process that pays grants of a book and says so only after each commit: `worker.py BOOK FIRST LAST STEP SIZE`."""

import sys
from datetime import date
from pathlib import Path

from casework import ledger
from casework.casebook import Casebook
from casework.vocabulary import Refused

DAY = date(2026, 10, 31)


def pay(path: Path, numbers: list[int], size: int) -> None:
    """Pays these grants, `size` in a transaction, each under its own key; a line of numbers after each commit."""
    with Casebook.open(path) as book:
        print("ready", flush=True)
        for start in range(0, len(numbers), size):
            some = numbers[start : start + size]
            try:
                with book.write("出纳", "pay") as tx:
                    for grant in some:
                        ledger.pay(tx, grant, 100, key=f"pay:{grant}", on=DAY, by="出纳")
            except Refused as refusal:
                print("refused", refusal, flush=True)
            else:
                print(*some, flush=True)


if __name__ == "__main__":
    book, first, last, step, size = sys.argv[1:]
    pay(Path(book), list(range(int(first), int(last) + 1, int(step))), int(size))
