"""Run every notebook over the demo, in Chinese, and write down what it shows: the only source of outputs.

`python3 run.py refresh [NOTEBOOK…]`. The same code gives the same bytes.
"""

import os
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

import casework

VIEW = "application/vnd.jupyter.widget-view+json"


def refresh(file: Path) -> None:
    """Run one notebook in its own folder and write it back."""
    notebook = nbformat.read(file, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(file.parent)}}).execute()
    plain(notebook)
    part = file.with_suffix(".part")
    nbformat.write(notebook, part)
    part.replace(file)


def plain(notebook: Any) -> None:
    """Take out widgets, times, ids that change, and the version of Python."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(VIEW, None)


def main(words: list[str]) -> int:
    """Refresh the named notebooks, or all."""
    os.environ["CASEWORK_LANG"] = "zh"
    os.environ.pop("CASEWORK_BOOK", None)
    for file in [Path(word) for word in words] or [
        f for f in sorted(casework.share("notebooks").rglob("*.ipynb")) if ".ipynb_checkpoints" not in f.parts
    ]:
        refresh(file)
        print(file.name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
