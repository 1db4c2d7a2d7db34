"""The store: one SQLite file, its driver and schema, and `write()`, the one door by which it changes.

The library is SQLite 3.53 (through sqlcipher3), because older ones can corrupt a file in write-ahead mode.
"""

import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self

import sqlcipher3

# sqlite-utils takes its driver from this name, and loads pandas, which it does not need here, if it can.
sys.modules.setdefault("pysqlite3", sqlcipher3)
_without_pandas = sys.modules.setdefault("pandas", None) is None  # type: ignore[arg-type]

import sqlite_utils  # noqa: E402 the driver must stand in sys.modules first
from sqlite_utils import Migrations  # noqa: E402

if _without_pandas:
    del sys.modules["pandas"]

from casework import ledger  # noqa: E402
from casework.households import Household, Member, columns  # noqa: E402
from casework.vocabulary import Refused  # noqa: E402

Connection = Any
_PRAGMAS = {
    "busy_timeout": 30000, "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1,
    "trusted_schema": 0, "cell_size_check": 1, "secure_delete": 1, "temp_store": 2, "mmap_size": 0,
}  # fmt: skip
_UNWRITABLE = re.compile("locked|full|readonly|disk I/O|unable to open")

_KEPT = "".join(
    f"CREATE TRIGGER {table}_{act.lower()}_refused BEFORE {act} ON {table} BEGIN "
    f"SELECT RAISE(ABORT, 'casework: what stands in {table} is kept as it was written'); END;\n"
    for table in ("rules", "decision", "import_file", "quarantine", "audit")
    for act in ("UPDATE", "DELETE")
)
_SCHEMA = f"""
CREATE TABLE book (
  id INTEGER PRIMARY KEY CHECK (id = 1), unit TEXT NOT NULL, pack TEXT NOT NULL,
  last_day TEXT NOT NULL CHECK (last_day IS date(last_day)), origin TEXT NOT NULL CHECK (origin IN ('new', 'demo', 'import'))
) STRICT;
CREATE TABLE household (
  {columns(Household)},
  PRIMARY KEY (file_number)
) STRICT;
CREATE UNIQUE INDEX household_id_number ON household (id_number);
CREATE TABLE member (
  file_number TEXT NOT NULL REFERENCES household, place INTEGER NOT NULL CHECK (place > 0),
  {columns(Member)},
  PRIMARY KEY (file_number, place)
) STRICT;
CREATE INDEX member_id_number ON member (id_number);
CREATE TABLE rules (
  digest TEXT PRIMARY KEY, stem TEXT NOT NULL, pack_text TEXT NOT NULL, lines_text TEXT NOT NULL
) STRICT;
CREATE TABLE decision (
  id INTEGER PRIMARY KEY, file_number TEXT NOT NULL REFERENCES household, decided_on TEXT NOT NULL,
  decided_by TEXT NOT NULL, digest TEXT NOT NULL REFERENCES rules, facts TEXT NOT NULL, result TEXT NOT NULL
) STRICT;
CREATE TABLE import_file (
  sha256 TEXT NOT NULL, name TEXT NOT NULL, imported_on TEXT NOT NULL, counts TEXT NOT NULL
) STRICT;
CREATE TABLE quarantine (
  sha256 TEXT NOT NULL, sheet TEXT NOT NULL, row INTEGER NOT NULL, verdict TEXT NOT NULL, cells TEXT NOT NULL,
  UNIQUE (sha256, sheet, row)
) STRICT;
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, act TEXT NOT NULL
) STRICT;
{_KEPT}{ledger.SCHEMA}
"""
_migrations = Migrations("casework")
_KNOWN = {"first"}
_DONE = "SELECT name FROM _sqlite_migrations WHERE migration_set = 'casework'"


@_migrations(name="first")
def _first(db: sqlite_utils.Database) -> None:
    """The schema of 2026.11, statement by statement, because a script would commit."""
    statement = ""
    for line in _SCHEMA.splitlines(keepends=True):
        statement += line
        if sqlcipher3.complete_statement(statement):
            db.conn.execute(statement)
            statement = ""


class Store:
    """An open casebook as a file: read by `rows`, changed only by `write`. Close it, or use it in a `with`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = sqlite_utils.Database(sqlcipher3.connect(str(path), isolation_level=None))

    @classmethod
    def open(cls, path: Path) -> Self:
        """The casebook in this file; Refused, and the file left as it is, when there is none."""
        if not path.is_file():
            raise Refused(f"没有案卷库 {path}；请检查路径，或用 casework new、import、demo 新建。",
                          f"there is no casebook {path}: check the path, or make one with casework new, import or demo.")  # fmt: skip
        try:
            store = cls(path)
            with ExitStack() as on_error:
                on_error.callback(store.close)
                if {row["name"] for row in store.rows(_DONE)} != _KNOWN:
                    raise sqlcipher3.DatabaseError("made by another version")
                store.set_pragmas()
                on_error.pop_all()
        except (sqlcipher3.DatabaseError, Refused) as error:
            raise Refused(f"{path} 不是本版本的案卷库，请检查路径。",
                          f"{path} is not a casebook of this version: check the path.") from error  # fmt: skip
        return store

    @classmethod
    def made(cls, path: Path) -> Self:
        """A new file that only its owner may read, without tables; Refused when there is one already."""
        try:
            path.touch(0o600, exist_ok=False)
        except FileExistsError as error:
            raise Refused(
                f"文件 {path} 已存在，请换一个名字。", f"the file {path} exists already: choose another name."
            ) from error
        except OSError as error:
            raise _unwritable(path) from error
        store = cls(path)
        store.set_pragmas()
        return store

    def set_pragmas(self) -> None:
        """Sets how SQLite keeps this file, and reads every setting back."""
        for name, value in _PRAGMAS.items():
            self.db.conn.execute(f"PRAGMA {name} = {value}")
            got = self.db.conn.execute(f"PRAGMA {name}").fetchone()[0]
            if got != value:
                raise sqlcipher3.DatabaseError(f"PRAGMA {name} is {got}, not {value}")

    def make_tables(self, at: str) -> None:
        """Makes all tables and rules, inside a `write`."""
        _migrations.apply(self.db)
        self.db.conn.execute("UPDATE _sqlite_migrations SET applied_at = ?", (at,))

    def close(self) -> None:
        """Closes the file."""
        self.db.conn.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def write(self, by: str, act: str, at: str | None = None) -> Iterator[Connection]:
        """One immediate transaction with a line in the audit trail; on any error nothing is written.

        What the database refuses (an overspent fund, a second payment) comes out as Refused.
        """
        conn = self.db.conn
        try:
            conn.execute("BEGIN IMMEDIATE")
            yield conn
            conn.execute("INSERT INTO audit (at, by, act) VALUES (?, ?, ?)", (at or stamp(), by, act))
            conn.execute("COMMIT")
        except BaseException as error:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            if refusal := self._refusal(error):
                raise refusal from error
            raise

    def _refusal(self, error: BaseException) -> Refused | None:
        if not isinstance(error, sqlcipher3.Error | OverflowError):
            return None
        return ledger.refusal(error) or (_unwritable(self.path) if _UNWRITABLE.search(str(error)) else None)

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[dict[str, Any]]:
        """The rows of a query, each by column name; Refused when the file is damaged."""
        try:
            cursor = self.db.conn.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]
        except sqlcipher3.DatabaseError as error:
            if type(error) is not sqlcipher3.DatabaseError:  # a subclass: not the file, but the query
                raise
            raise Refused(f"案卷库 {self.path} 已损坏（{error}），请从备份恢复。",
                          f"the casebook {self.path} is damaged ({error}): restore a backup.") from error  # fmt: skip

    def altered(self) -> list[str]:
        """The tables, indexes and rules that are missing, foreign, or not as casework made them."""
        schema = "SELECT name, sql FROM sqlite_master WHERE name NOT GLOB '*sqlite_*'"
        with closing(sqlcipher3.connect(":memory:", isolation_level=None)) as fresh:
            _first(sqlite_utils.Database(fresh))
            wanted = set(fresh.execute(schema).fetchall())
        return sorted({name for name, _ in wanted ^ set(self.db.conn.execute(schema).fetchall())})

    def backup(self, dest: Path) -> None:
        """A copy of the book, whole even while others write; Refused when the name is taken."""
        if dest.exists():
            raise Refused(f"文件 {dest} 已存在，备份不会覆盖它，请换一个名字。",
                          f"the file {dest} exists already; a backup overwrites nothing: choose another name.")  # fmt: skip
        self.rows("SELECT 1")  # sqlcipher3 crashes when it copies from a closed connection
        try:
            with tempfile.TemporaryDirectory(dir=dest.parent, prefix=".casework-") as folder:
                part = Path(folder, "copy.db")
                with closing(sqlcipher3.connect(str(part))) as copy:
                    self.db.conn.backup(copy)
                    copy.execute("PRAGMA journal_mode = DELETE")
                part.chmod(0o600)
                part.replace(dest)
        except (OSError, sqlcipher3.OperationalError) as error:
            raise _unwritable(dest) from error


def stamp(on: date | None = None) -> str:
    """The audit stamp of an act: the clock's, or a fixed hour of a day of invented history."""
    return f"{on}T09:00:00+00:00" if on else datetime.now(UTC).isoformat(timespec="seconds")


def _unwritable(path: Path) -> Refused:
    return Refused(
        f"写不了 {path}（正被他人使用、磁盘已满或没有权限），请稍后再试，或检查文件夹。",
        f"cannot write {path} (in use, disk full or not allowed): try again, or check the folder.",
    )
