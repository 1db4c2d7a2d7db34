"""What a benchmark measures alike in every interpreter: seconds, and the memory that a job adds at its peak."""

import ctypes
import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def timed(job: Callable[[], T]) -> tuple[T, float]:
    """What a job answers and the seconds it took."""
    start = time.perf_counter()
    answer = job()
    return answer, time.perf_counter() - start


def peaked(job: Callable[[], T]) -> tuple[T, float | None]:
    """What a job answers and the MB that it added at its peak; None where the system does not tell."""
    gc.collect()
    try:
        ctypes.CDLL(None).malloc_trim(0)  # what was freed before must not hide what the job takes
        Path("/proc/self/clear_refs").write_text("5")  # the peak starts again from what is in use now
        before = _megabytes("VmRSS")
        answer = job()
        return answer, round(_megabytes("VmHWM") - before, 1)
    except (OSError, AttributeError):
        return job(), None


def _megabytes(name: str) -> float:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024
