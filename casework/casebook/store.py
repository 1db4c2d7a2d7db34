"""The store: one SQLite file, and `write()`, the one door by which it changes."""

import functools
import itertools
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self

from casework import ledger
from casework.casebook import audit, place, schema
from casework.casebook.driver import sqlcipher3, sqlite_utils
from casework.privacy import Keys, make_secret, read_secret
from casework.vocabulary import Refused

Connection = Any
_PRAGMAS = {
    "busy_timeout": 30000, "foreign_keys": 1, "recursive_triggers": 1,
    "trusted_schema": 0, "cell_size_check": 1, "secure_delete": 1, "temp_store": 2, "mmap_size": 0,
}  # fmt: skip
_UNWRITABLE = re.compile("locked|full|readonly|disk I/O|unable to open")
_PLAIN = b"SQLite format 3\0"


def journal(version: str) -> dict[str, Any]:
    """How this SQLite keeps what is being written: a write-ahead log only where that cannot damage the file."""
    is_fixed = tuple(map(int, version.split("."))) >= (3, 51, 3)
    return {"journal_mode": "wal", "synchronous": 2} if is_fixed else {"journal_mode": "delete", "synchronous": 3}


class NoBook(Refused):
    """There is no casebook in this place."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"没有案卷库 {path}；请检查路径，或用 casework new、import、demo 新建。",
                         f"there is no casebook {path}: check the path, or make one with casework new, import or demo.")  # fmt: skip
        self.path = path


class Store:
    """An open casebook as a file: read by `rows`, changed only by `write`. Close it, or use it in a `with`."""

    _sound: int | None = None

    def __init__(self, path: Path, keys: Keys | None = None) -> None:
        self.path, self.keys = path, keys
        self.db = sqlite_utils.Database(_connected(path, keys))

    @classmethod
    def open(cls, path: Path, key_file: Path | None = None, keys: Keys | None = None) -> Self:
        """The casebook in this file; Refused, and the file left as it is, when there is none or its key is wanting.

        The key is that of the key file given, else of CASEWORK_KEY_FILE, else of the one noted beside the book.
        A book of an earlier version is copied aside and brought to this one.
        """
        if not path.is_file():
            raise NoBook(path)
        place.check(path)
        with path.open("rb") as file:
            is_plain = file.read(16) == _PLAIN
        key_file = key_file or _key_file() or noted_key(path)
        try:
            store = cls(path, keys or (None if is_plain or key_file is None else Keys(read_secret(key_file))))
            with ExitStack() as on_error:
                on_error.callback(store.close)
                done = tuple(row["name"] for row in store.rows(schema.DONE))
                if not done or done != schema.VERSIONS[: len(done)]:
                    raise sqlcipher3.DatabaseError("made by another version")
                store.set_pragmas()
                on_error.pop_all()
        except (sqlcipher3.DatabaseError, Refused) as error:
            if isinstance(error, Refused) and not isinstance(error.__cause__, sqlcipher3.DatabaseError):
                raise
            raise Refused(f"{path} 不是本版本的案卷库，或已加密而密钥不对；请检查路径，加密的用 --key-file 给出密钥。",
                          f"{path} is not a casebook of this version, or is encrypted with another key: check the path, and give its key with --key-file.") from error  # fmt: skip
        if done != schema.VERSIONS:
            with ExitStack() as on_error:
                on_error.callback(store.close)
                store._upgrade()
                on_error.pop_all()
        return store

    @classmethod
    def made(cls, path: Path, key_file: Path | None = None) -> Self:
        """A new file that only its owner may read, without tables; Refused when there is one already.

        It is encrypted when there is a key file; one that is named and not there is made.
        """
        place.check(path)
        try:
            path.touch(0o600, exist_ok=False)
        except FileExistsError as error:
            raise Refused(
                f"文件 {path} 已存在，请换一个名字。", f"the file {path} exists already: choose another name."
            ) from error
        except OSError as error:
            raise _unwritable(path) from error
        try:
            if key_file:
                make_secret(key_file)
            key_file = key_file or _key_file()
            keys = Keys(read_secret(key_file)) if key_file else None
        except Refused:
            path.unlink()
            raise
        store = cls(path, keys)
        store.set_pragmas()
        return store

    def note_key(self, key_file: Path) -> None:
        """Notes beside the book where its key file lies, never the key, so that `open` finds it."""
        try:
            _note(self.path).write_text(f"{key_file.absolute()}\n", "utf-8")
        except OSError as error:
            raise _unwritable(_note(self.path)) from error

    @property
    def encrypted(self) -> bool:
        """Whether the file is encrypted."""
        return self.keys is not None

    @property
    def chain_key(self) -> bytes:
        """The key of the audit chain; without a key anybody could make the chain anew."""
        return self.keys.chain if self.keys else b""

    @property
    def head(self) -> str:
        """The end of the audit trail, to be noted elsewhere (an anchor)."""
        return audit.head(self.db.conn)

    def set_pragmas(self) -> None:
        """Sets how SQLite keeps this file, and reads every setting back."""
        for name, value in (_PRAGMAS | journal(sqlcipher3.sqlite_version)).items():
            self.db.conn.execute(f"PRAGMA {name} = {value}")
            got = self.db.conn.execute(f"PRAGMA {name}").fetchone()[0]
            if got != value:
                raise sqlcipher3.DatabaseError(f"PRAGMA {name} is {got}, not {value}")

    def make_tables(self, at: str) -> None:
        """Makes all tables and rules, inside a `write`."""
        schema.migrations.apply(self.db)
        self.db.conn.execute("UPDATE _sqlite_migrations SET applied_at = ?", (at,))

    def _upgrade(self) -> None:
        """Brings a book of an earlier version to this one, all of it or nothing, with a copy beside it first."""
        aside = next(
            p for n in itertools.count(1) if not (p := self.path.with_suffix(f".before-upgrade-{n}.db")).exists()
        )
        self.copy(aside)
        self.db.conn.execute("PRAGMA foreign_keys = 0")
        with self._transaction() as tx:
            schema.migrations.apply(self.db)
            audit.close(tx, self.chain_key, stamp(), "casework", f"upgrade, copy kept as {aside.name}")
        self.db.conn.execute("PRAGMA foreign_keys = 1")

    def close(self) -> None:
        """Closes the file."""
        self.db.conn.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def write(self, by: str, act: str, at: str | None = None) -> Iterator[Connection]:
        """One immediate transaction with an entry in the audit trail; on any error nothing is written.

        What the database refuses (an overspent fund, a second payment) comes out as Refused, as does any write into a
        book whose rules were altered.
        """
        with self._transaction() as tx:
            yield tx
            audit.close(tx, self.chain_key, at or stamp(), by, act)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        conn = self.db.conn
        try:
            conn.execute("BEGIN IMMEDIATE")
            self._stop_if_altered()
            yield conn
            conn.execute("COMMIT")
        except BaseException as error:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            if refusal := self._refusal(error):
                raise refusal from error
            raise

    def _stop_if_altered(self) -> None:
        """Reads the schema only when it changed since the last look."""
        version = self.db.conn.execute("PRAGMA schema_version").fetchone()[0]
        if version == self._sound:
            return
        done = self.rows(schema.DONE) if self.db["_sqlite_migrations"].exists() else []
        if len(done) == len(schema.VERSIONS):
            if names := self.altered():
                raise Refused(f"案卷库的规则 {'、'.join(names)} 缺失或被改动，不再写入；请运行 casework check，并从备份恢复。",
                              f"the rules {', '.join(names)} of this casebook are missing or altered, so nothing is written: run casework check and restore a backup.")  # fmt: skip
            self._sound = version

    def _refusal(self, error: BaseException) -> Refused | None:
        if not isinstance(error, sqlcipher3.Error | OverflowError):
            return None
        found = ledger.refusal(error) or schema.refusal(error)
        return found or (_unwritable(self.path) if _UNWRITABLE.search(str(error)) else None)

    # ---- what the book is ---------------------------------------------------------------------------

    @property
    def settings(self) -> dict[str, Any]:
        """Unit, pack, last day, origin, the order of the workflow, and whether the file is encrypted."""
        return self.rows("SELECT unit, pack, last_day, origin, steps FROM book")[0] | {"encrypted": self.encrypted}

    @property
    def last_day(self) -> date:
        """The last day the book knows of; later ones are the future."""
        return date.fromisoformat(self.settings["last_day"])

    def today(self) -> date:
        """The day an act is booked on: the clock's, but never before the last day; a demo keeps its last day."""
        last = self.last_day
        return last if self.settings["origin"] == "demo" else max(last, date.today())  # noqa: DTZ011 the office's day

    def stamped(self, on: date | None) -> str | None:
        """The audit stamp of an act: that of the clock (None), but in a demo, whose days are invented, an hour of its day."""
        return stamp(on) if on and self.settings["origin"] == "demo" else None

    def move_last_day(self, tx: Connection, day: date) -> None:
        """The last day the book knows of, moved on to a day on which something was done; never back."""
        tx.execute("UPDATE book SET last_day = max(last_day, ?)", (day.isoformat(),))

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[dict[str, Any]]:
        """The rows of a query, each by column name; Refused when the file is damaged."""
        with self._undamaged():
            cursor = self.db.conn.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def tuples(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one after the other, as bare values; Refused when the file is damaged."""
        with self._undamaged():
            yield from self.db.conn.execute(sql, values)

    @contextmanager
    def _undamaged(self) -> Iterator[None]:
        try:
            yield
        except sqlcipher3.DatabaseError as error:
            if type(error) is not sqlcipher3.DatabaseError:  # a subclass: not the file, but the query
                raise
            raise Refused(f"案卷库 {self.path} 已损坏（{error}），请从备份恢复。",
                          f"the casebook {self.path} is damaged ({error}): restore a backup.") from error  # fmt: skip

    def altered(self) -> list[str]:
        """The tables, indexes and rules that are missing, foreign, or not as casework made them."""
        there = set(self.db.conn.execute(_SCHEMA).fetchall())
        return sorted({name for name, _ in _wanted() ^ there})

    def copy(self, dest: Path) -> None:
        """A copy of the book, whole even while others write, encrypted if the book is; Refused when the name is taken."""
        place.check(dest)
        if dest.exists():
            raise Refused(f"文件 {dest} 已存在，不会被覆盖，请换一个名字。",
                          f"the file {dest} exists already; a copy overwrites nothing: choose another name.")  # fmt: skip
        self.rows("SELECT 1")  # sqlcipher3 crashes when it copies from a closed connection
        try:
            with tempfile.TemporaryDirectory(dir=dest.parent, prefix=".casework-") as folder:
                part = Path(folder, "copy.db")
                with closing(_connected(part, self.keys)) as copy:
                    self.db.conn.backup(copy)
                    copy.execute("PRAGMA journal_mode = DELETE")
                part.chmod(0o600)
                with part.open("rb") as file:
                    os.fsync(file.fileno())
                part.replace(dest)
        except (OSError, sqlcipher3.OperationalError) as error:
            raise _unwritable(dest) from error


_SCHEMA = "SELECT name, sql FROM sqlite_master WHERE name NOT GLOB '*sqlite_*'"


@functools.cache
def _wanted() -> frozenset[tuple[str, str]]:
    with closing(sqlcipher3.connect(":memory:", isolation_level=None)) as fresh:
        schema.make(fresh)
        return frozenset(fresh.execute(_SCHEMA).fetchall())


def _connected(path: Path, keys: Keys | None) -> Connection:
    conn = sqlcipher3.connect(str(path), isolation_level=None)
    if keys:
        conn.execute("PRAGMA cipher_log_level = NONE")
        conn.execute(f"PRAGMA key = \"x'{keys.file}'\"")
    return conn


def _key_file() -> Path | None:
    said = os.environ.get("CASEWORK_KEY_FILE")
    return Path(said) if said else None


def _note(path: Path) -> Path:
    full = path.resolve()
    return full.with_name(f"{full.name}.key-path")


def noted_key(path: Path) -> Path | None:
    """The key file that the note beside a book names; None without a note that can be read."""
    try:
        said = _note(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return Path(said) if said else None


def stamp(on: date | None = None) -> str:
    """The audit stamp of an act: the clock's, or a fixed hour of a day of invented history."""
    return f"{on}T09:00:00+00:00" if on else datetime.now(UTC).isoformat(timespec="seconds")


def _unwritable(path: Path) -> Refused:
    return Refused(
        f"写不了 {path}（正被他人使用、磁盘已满或没有权限），请稍后再试，或检查文件夹。",
        f"cannot write {path} (in use, disk full or not allowed): try again, or check the folder.",
    )
