"""A demo casebook of sixty invented households, made once, and a copy of it for each test; an office's empty one."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from casework import demo
from casework.casebook import Casebook
from casework.workflow import Person


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    demo.make(path, households=60, seed=3).close()
    return path


@pytest.fixture
def path(shipped: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(shipped, tmp_path / "book.db"))


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said is said in English, and no key of the machine's own is used."""
    monkeypatch.setenv("CASEWORK_LANG", "en")
    monkeypatch.delenv("CASEWORK_KEY_FILE", raising=False)


@pytest.fixture
def here(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the demo as b.db, to work in; every person in it is invented."""
    shutil.copy(shipped, tmp_path / "b.db")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def book(path: Path) -> Iterator[Casebook]:
    with Casebook.open(path) as opened:
        yield opened


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office's empty book with one clerk."""
    path, today = tmp_path / "office.db", date(2026, 11, 23)
    with Casebook.create(path, unit="示例县总工会", pack="demo-2026", last_day=today) as book:
        book.add_people([Person("示例建档人", ("handler",), "county", today, None)], "示例建档人")
    return path
