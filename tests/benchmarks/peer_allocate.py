"""A peer of `allocate_speed.py` in an interpreter of its own: the least raised first, by a quadratic program or by cvxpy_leximin.

    PYTHON peer_allocate.py clarabel|cvxpy_leximin CASE.npz

Writes what each household gets, fen, to CASE.npy, and prints the seconds for the model and for solving it. Only numpy and
the peer's own packages are needed. Households have one piece each. Sums are in thousands of yuan, which suits the solvers.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

SCALE = 100_000.0


def clarabel(case: dict) -> tuple[np.ndarray, float, float]:
    """Least sum of squares of what households have, when all that can be paid is paid: the same plan (Fujishige)."""
    import clarabel as solver
    from scipy import sparse

    start = time.perf_counter()
    n, funds = len(case["base"]), len(case["money"])
    at, fund = np.nonzero(case["mask"][:, None] >> np.arange(funds) & 1)
    y = len(at)
    pays = sparse.csc_matrix((np.ones(y), (case["unit"][at], np.arange(y))), shape=(n, y))
    spends = sparse.csc_matrix((np.ones(y), (fund, np.arange(y))), shape=(funds, y))
    # columns: payments y, totals x
    a = sparse.vstack([
        sparse.hstack([pays, -sparse.identity(n)]),
        sparse.hstack([sparse.csc_matrix((1, y)), np.ones((1, n))]),
        sparse.hstack([spends, sparse.csc_matrix((funds, n))]),
        sparse.hstack([sparse.csc_matrix((n, y)), sparse.identity(n)]),
        sparse.hstack([-sparse.identity(y), sparse.csc_matrix((y, n))]),
    ]).tocsc()  # fmt: skip
    cap = np.bincount(case["unit"], case["fen"], n)
    b = np.concatenate((np.zeros(n), [case["total"] / SCALE], case["money"] / SCALE, cap / SCALE, np.zeros(y)))
    p = sparse.block_diag([sparse.csc_matrix((y, y)), sparse.identity(n)]).tocsc()
    q = np.concatenate((np.zeros(y), case["base"] / SCALE))
    settings = solver.DefaultSettings()
    settings.verbose = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = 1e-10
    cones = [solver.ZeroConeT(n + 1), solver.NonnegativeConeT(funds + n + y)]
    job = solver.DefaultSolver(p, q, a, b, cones, settings)
    built = time.perf_counter() - start
    start = time.perf_counter()
    found = np.array(job.solve().x)[y:] * SCALE
    return found, built, time.perf_counter() - start


def cvxpy_leximin(case: dict) -> tuple[np.ndarray, float, float]:
    """What each household has after aid, the least of them raised first; nobody's claim is exceeded."""
    import cvxpy
    from cvxpy_leximin import Leximin, Problem

    start = time.perf_counter()
    n, funds = len(case["base"]), len(case["money"])
    may = (case["mask"][:, None] >> np.arange(funds) & 1).astype(bool)
    y = cvxpy.Variable((n, funds), nonneg=True)
    cap = np.bincount(case["unit"], case["fen"], n)
    x = cvxpy.sum(y, axis=1)
    bounds = [
        y <= np.where(may, cap[:, None], 0) / SCALE,
        x <= cap / SCALE,
        cvxpy.sum(y, axis=0) <= case["money"] / SCALE,
    ]
    problem = Problem(Leximin([case["base"][i] / SCALE + x[i] for i in range(n)]), bounds)
    built = time.perf_counter() - start
    start = time.perf_counter()
    problem.solve()
    return np.asarray(x.value) * SCALE, built, time.perf_counter() - start


def main() -> None:
    """One case, one peer."""
    where = Path(sys.argv[2])
    with np.load(where) as case:
        found, built, solved = {"clarabel": clarabel, "cvxpy_leximin": cvxpy_leximin}[sys.argv[1]](dict(case))
    np.save(where.with_suffix(".npy"), found)
    print(json.dumps({"build": built, "solve": solved}))


if __name__ == "__main__":
    main()
