"""Fifty monthly reports on two cores: `casework report --each`, beside plain papermill over the same notebook fifty times in a loop.

Both sides run notebooks/reports/month.ipynb over the same demo casebook for the same fifty months and languages; before anything is
timed, the page of one of them must be the same on both sides, but for the day of the run. The rounds are interleaved.

    .venv/bin/python tests/benchmarks/reports_speed.py --out FOLDER [--reports 50] [--rounds 3]
"""

import argparse
import json
import logging
import os
import statistics
import tempfile
from pathlib import Path

from measure import timed

from casework import demo, reports, share
from casework.reports import batch, kernels
from casework.reports.content import DATA

MONTHS = [f"{2022 + k // 12}-{k % 12 + 1:02}" for k in range(58)]


def plain(book: Path, months: list[str], out: Path) -> list[Path]:
    """Each month by papermill's own execute_notebook, as its documentation shows."""
    import papermill

    made = []
    for month in months:
        to = out / f"{month}.ipynb"
        papermill.execute_notebook(
            str(share("notebooks", "reports", "month.ipynb")), str(to), parameters={"book": str(book), "month": month, "lang": "zh"}, progress_bar=False,
            kernel_name="python3", cwd=str(share("notebooks", "reports")),
        )  # fmt: skip
        made.append(to)
    return made


def ours(book: Path, months: list[str], out: Path) -> list[Path]:
    """The same as a batch: two processes with a warm kernel each, checked for leaks, as page and notebook."""
    task = batch.Task("month", book, {"lang": "zh"}, out, ["html", "ipynb"], "")
    made = batch.each(task, "month", choices=months)
    wrong = [str(m.error) for m in made if m.error]
    assert wrong == [], wrong
    return [m.files[1] for m in made]


def tables(notebook: Path) -> object:
    """The tables in an executed notebook."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return next(o["data"][DATA]["tables"] for c in cells for o in c.get("outputs", []) if DATA in o.get("data", {}))


def _round(book: Path, months: list[str], folder: Path) -> tuple[float, float, float]:
    """Seconds of the batch, of the loop, and of one report by itself, once the first two have been found the same."""
    outs = [folder / side for side in ("ours", "plain", "one")]
    for out in outs:
        out.mkdir(parents=True)
    mine, first = timed(lambda: ours(book, months, outs[0]))
    theirs, second = timed(lambda: plain(book, months, outs[1]))
    assert [tables(a) for a in mine] == [tables(b) for b in theirs], "the two sides differ"
    _, third = timed(lambda: reports.render("month", book, {"month": months[-1], "lang": "zh"}, outs[2], ["html"]))
    kernels.close()
    return first, second, third


def main() -> None:
    """Prints seconds and ratios, and writes them as JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, required=True)
    asked.add_argument("--reports", type=int, default=50)
    asked.add_argument("--rounds", type=int, default=3)
    said = asked.parse_args()
    said.out.mkdir(parents=True, exist_ok=True)
    logging.getLogger("papermill").setLevel(logging.ERROR)
    months = MONTHS[-said.reports :]
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "demo.db"
        demo.make(book, households=2000, seed=1).close()
        seconds: dict[str, list[float]] = {
            "casework, two warm kernels": [],
            "papermill in a loop": [],
            "one report alone": [],
        }
        for k in range(said.rounds):
            once = Path(folder) / str(k)
            for name, value in zip(seconds, _round(book, months, once), strict=True):
                seconds[name].append(value)
    found = {name: statistics.median(values) for name, values in seconds.items()}
    base = found["papermill in a loop"]
    result = {"reports": len(months), "rounds": said.rounds, "cores": os.cpu_count(), "load": os.getloadavg(),
              "seconds": found, "share": found["casework, two warm kernels"] / base, "all": seconds}  # fmt: skip
    (said.out / "reports_speed.json").write_text(json.dumps(result, indent=1), "utf-8")
    for name, value in found.items():
        print(f"{name}: {value:.2f} s, {value / base:.3f} of the loop")


if __name__ == "__main__":
    main()
