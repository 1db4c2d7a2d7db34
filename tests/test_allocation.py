"""The core of the allocation against second methods: every plan there is, exact shares, flows, programs, and damaged plans."""

import subprocess
import sys


def test_choosing_whom_to_serve_prints_nothing() -> None:
    """The library that chooses says its name on standard output, where `--json` belongs, unless it is kept from it."""
    code = "import numpy as np; from casework.funds.cover import _most; _most(np.array([[3], [4], [2]]), np.array([5]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
