"""Driver: SQLite 3.53 (through sqlcipher3), because older ones can corrupt a file in write-ahead mode; and sqlite-utils over it."""

import sys

import sqlcipher3

# sqlite-utils takes its driver from this name, and loads pandas, which it does not need here, if it can.
sys.modules.setdefault("pysqlite3", sqlcipher3)
_without_pandas = sys.modules.setdefault("pandas", None) is None  # type: ignore[arg-type]

import sqlite_utils  # noqa: E402 the driver must stand in sys.modules first
from sqlite_utils import Migrations  # noqa: E402

if _without_pandas:
    del sys.modules["pandas"]

# The driver asks for an adapter at every None and every flag; these answer at once, and change nothing.
sqlcipher3.register_adapter(type(None), lambda _: None)
sqlcipher3.register_adapter(bool, int)

__all__ = ["Migrations", "sqlcipher3", "sqlite_utils"]
