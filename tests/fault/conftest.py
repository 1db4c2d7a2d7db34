"""A casebook with many small grants, made once, and a copy of it for each round."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fault.books import made


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("fault") / "template.db")


@pytest.fixture
def fresh(template: Path, tmp_path: Path) -> Callable[[str], Path]:
    """A new copy of the book under a name."""
    return lambda name: Path(shutil.copy(template, tmp_path / name))
