"""Journal: which reports were made, a line each beside them, so that no report is made twice or forgotten."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from casework.vocabulary import Refused


class Journal:
    """The keys of what is done, in a file to which lines are only added."""

    def __init__(self, path: Path) -> None:
        self.path = path
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        self._done = dict(filter(None, map(_entry, lines)))

    def files(self, key: str) -> list[Path] | None:
        """The files made under a key; None when it is not done."""
        return [self.path.parent / name for name in self._done[key]] if key in self._done else None

    def add(self, key: str, files: list[Path]) -> None:
        """Notes that this is done; on disk before it returns."""
        names = [os.path.relpath(file, self.path.parent) for file in files]
        self._done[key] = names
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([key, names], ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


def _entry(line: str) -> tuple[str, list[str]] | None:
    """A line that was cut off by a loss of power counts as not written."""
    try:
        key, names = json.loads(line)
        return key, names
    except ValueError:
        return None


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Whether this process is the only one that holds the lock of this file; the system frees it if the process dies."""
    try:
        held = path.open("a")
    except OSError as error:
        raise Refused(
            f"写不了 {path}，请检查文件夹权限。", f"cannot write {path}: check the permissions of its folder."
        ) from error
    with held:
        yield _locked(held.fileno())


def _locked(number: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
