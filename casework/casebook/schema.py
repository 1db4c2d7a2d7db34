"""Schema: the tables of a casebook and the rules that hold for whoever writes to the file, and how older books get them.

What is written stays: corrections are new rows, and a case file changes only with the row that says why.
"""

import re
from typing import Any

from casework import ledger
from casework.casebook.driver import Migrations, sqlcipher3, sqlite_utils
from casework.households import Household, Member, columns, fields
from casework.privacy import SEALED
from casework.vocabulary import Refused, Text

Connection = Any


def _indexes(record: type) -> str:
    """Columns that find a sealed number: see `privacy.Keys.index`."""
    return "".join(f",\n  {name}_index TEXT" for name in sealed(record))


def sealed(record: type) -> list[str]:
    """The fields of a record that are sealed one by one under a key."""
    return [name for name, field in fields(record).items() if field.kind in SEALED]


def _plain(name: str) -> str:
    """SQL for a name without its spaces and capitals; `workflow.same_name` knows more of what makes two names one."""
    return f"replace(replace(lower({name}), ' ', ''), '\u3000', '')"


PERSON, CARD = "coalesce(id_number_index, id_number)", "coalesce(bank_card_index, bank_card)"
"""SQL for what is the same for the same person or card, in a book with a key and without."""

_DAY = "date({0}, '+0 days') IS {0}"
_TABLES = f"""
CREATE TABLE book (
  id INTEGER PRIMARY KEY CHECK (id = 1), unit TEXT NOT NULL, pack TEXT NOT NULL,
  last_day TEXT NOT NULL CHECK (last_day IS date(last_day)), origin TEXT NOT NULL CHECK (origin IN ('new', 'demo', 'import')),
  steps TEXT NOT NULL DEFAULT 'notice-first' CHECK (steps IN ('notice-first', 'match-first'))
) STRICT;
CREATE TABLE household (
  {columns(Household)}{_indexes(Household)},
  learnt_on TEXT NOT NULL CHECK ({_DAY.format("learnt_on")}), source TEXT NOT NULL, reference TEXT,
  state TEXT, rev INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (file_number)
) STRICT;
CREATE UNIQUE INDEX household_person ON household ({PERSON});
CREATE INDEX household_card ON household ({CARD});
CREATE TABLE member (
  file_number TEXT NOT NULL REFERENCES household, place INTEGER NOT NULL CHECK (place > 0),
  {columns(Member)}{_indexes(Member)},
  learnt_on TEXT NOT NULL CHECK ({_DAY.format("learnt_on")}), source TEXT NOT NULL, reference TEXT,
  PRIMARY KEY (file_number, place)
) STRICT;
CREATE INDEX member_person ON member ({PERSON});
CREATE TABLE fact (
  seq INTEGER PRIMARY KEY, file_number TEXT NOT NULL REFERENCES household, place INTEGER NOT NULL, field TEXT NOT NULL,
  was TEXT NOT NULL, value TEXT NOT NULL, true_from TEXT NOT NULL CHECK ({_DAY.format("true_from")}),
  learnt_on TEXT NOT NULL CHECK ({_DAY.format("learnt_on")}), source TEXT NOT NULL, reference TEXT,
  made_by TEXT NOT NULL CHECK (made_by <> ''), CHECK (true_from <= learnt_on)
) STRICT;
CREATE INDEX fact_file ON fact (file_number, place, field);
CREATE TABLE step (
  seq INTEGER PRIMARY KEY, file_number TEXT REFERENCES household, batch TEXT, act TEXT NOT NULL,
  made_on TEXT NOT NULL CHECK ({_DAY.format("made_on")}), made_by TEXT NOT NULL CHECK (made_by <> ''),
  note TEXT, until TEXT CHECK (until IS NULL OR {_DAY.format("until")}), state TEXT, decision_id INTEGER REFERENCES decision,
  CHECK ((file_number IS NULL) <> (batch IS NULL))
) STRICT;
CREATE INDEX step_file ON step (file_number);
CREATE INDEX step_batch ON step (batch) WHERE batch IS NOT NULL;
CREATE TABLE evidence (
  seq INTEGER PRIMARY KEY, file_number TEXT NOT NULL REFERENCES household, place INTEGER NOT NULL, kind TEXT NOT NULL,
  title TEXT, issued_on TEXT CHECK (issued_on IS NULL OR {_DAY.format("issued_on")}),
  expires_on TEXT CHECK (expires_on IS NULL OR {_DAY.format("expires_on")}), path TEXT, sha256 TEXT,
  learnt_on TEXT NOT NULL CHECK ({_DAY.format("learnt_on")}), made_by TEXT NOT NULL,
  CHECK ((path IS NULL) = (sha256 IS NULL))
) STRICT;
CREATE INDEX evidence_file ON evidence (file_number);
CREATE TABLE person (
  seq INTEGER PRIMARY KEY, who TEXT NOT NULL CHECK (who <> ''), roles TEXT NOT NULL, level TEXT,
  starts TEXT NOT NULL CHECK ({_DAY.format("starts")}), ends TEXT CHECK (ends IS NULL OR {_DAY.format("ends")})
) STRICT;
CREATE TABLE elsewhere (
  seq INTEGER PRIMARY KEY, file_number TEXT NOT NULL REFERENCES household, place INTEGER NOT NULL, scheme TEXT NOT NULL,
  unit TEXT NOT NULL, aid TEXT, period TEXT, amount_fen INTEGER CHECK (amount_fen IS NULL OR amount_fen >= 0),
  list_sha256 TEXT NOT NULL, row INTEGER NOT NULL, learnt_on TEXT NOT NULL CHECK ({_DAY.format("learnt_on")}),
  UNIQUE (list_sha256, row)
) STRICT;
CREATE TABLE bank_file (
  number TEXT PRIMARY KEY, batch TEXT NOT NULL, made_on TEXT NOT NULL, made_by TEXT NOT NULL, lines INTEGER NOT NULL,
  total_fen INTEGER NOT NULL, cash_fen INTEGER NOT NULL, sha256 TEXT NOT NULL, content TEXT NOT NULL
) STRICT;
CREATE TABLE rules (
  digest TEXT PRIMARY KEY, stem TEXT NOT NULL, pack_text TEXT NOT NULL, lines_text TEXT NOT NULL
) STRICT;
CREATE TABLE decision (
  id INTEGER PRIMARY KEY, file_number TEXT NOT NULL REFERENCES household, decided_on TEXT NOT NULL,
  decided_by TEXT NOT NULL, digest TEXT NOT NULL REFERENCES rules, facts TEXT NOT NULL, result TEXT NOT NULL,
  last_move INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX decision_file ON decision (file_number);
CREATE TABLE scenario (
  seq INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  made_on TEXT NOT NULL CHECK ({_DAY.format("made_on")}), made_by TEXT NOT NULL CHECK (made_by <> ''),
  policy TEXT NOT NULL, digest TEXT NOT NULL REFERENCES rules, on_day TEXT NOT NULL CHECK ({_DAY.format("on_day")}),
  last_fact INTEGER NOT NULL, last_move INTEGER NOT NULL, facts_sha256 TEXT NOT NULL, terms TEXT NOT NULL, plan TEXT NOT NULL
) STRICT;
CREATE TABLE line (
  seq INTEGER PRIMARY KEY, region TEXT NOT NULL CHECK (region <> ''), starts TEXT NOT NULL CHECK ({_DAY.format("starts")}),
  amount_fen INTEGER NOT NULL CHECK (amount_fen BETWEEN 1 AND 99999999), title TEXT NOT NULL CHECK (title <> ''), number TEXT NOT NULL,
  dated TEXT NOT NULL CHECK ({_DAY.format("dated")}), address TEXT NOT NULL,
  made_on TEXT NOT NULL CHECK ({_DAY.format("made_on")}), made_by TEXT NOT NULL CHECK (made_by <> '')
) STRICT;
CREATE TABLE signing (
  seq INTEGER PRIMARY KEY, line INTEGER NOT NULL UNIQUE REFERENCES line, verdict TEXT NOT NULL CHECK (verdict IN ('signed', 'refused')),
  why TEXT CHECK (verdict = 'signed' OR coalesce(why, '') <> ''),
  made_on TEXT NOT NULL CHECK ({_DAY.format("made_on")}), made_by TEXT NOT NULL CHECK (made_by <> '')
) STRICT;
CREATE TABLE import_file (
  sha256 TEXT NOT NULL, name TEXT NOT NULL, imported_on TEXT NOT NULL, counts TEXT NOT NULL
) STRICT;
CREATE TABLE quarantine (
  sha256 TEXT NOT NULL, sheet TEXT NOT NULL, row INTEGER NOT NULL, verdict TEXT NOT NULL, cells TEXT NOT NULL,
  UNIQUE (sha256, sheet, row)
) STRICT;
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, act TEXT NOT NULL, covers TEXT NOT NULL DEFAULT '{{}}',
  mac TEXT NOT NULL DEFAULT ''
) STRICT;
"""

_KEPT = {
    "fact": "", "step": "", "evidence": "", "person": "", "decision": "", "import_file": "", "quarantine": "", "audit": "", "rules": "",
    "elsewhere": "(list_sha256, row) = (NEW.list_sha256, NEW.row)", "bank_file": "number = NEW.number",
    "fund_terms": "", "scenario": "name = NEW.name", "line": "", "signing": "line = NEW.line",
}  # fmt: skip
"""The tables whose rows stay as they were written, each with what may not be there twice besides its row number."""
_ONCE = {"rules": "digest = NEW.digest", "quarantine": "(sha256, sheet, row) = (NEW.sha256, NEW.sheet, NEW.row)"}
"""Where writing the same again is nothing new."""
_KNOWN = "(SELECT count(*) FROM fact WHERE file_number = NEW.file_number) + (SELECT count(*) FROM step WHERE file_number = NEW.file_number)"
_REFUSED = {  # name: when, condition, sentence; the name begins with its table
    "book_kept": ("BEFORE DELETE", "1", "案卷库的设置不得删除。", "the settings of a casebook are not deleted."),
    "book_settled": (
        "BEFORE UPDATE", ("(NEW.id, NEW.unit, NEW.pack, NEW.origin, NEW.steps) IS NOT (OLD.id, OLD.unit, OLD.pack, OLD.origin, OLD.steps) "
        "OR NEW.last_day < OLD.last_day"),
        "案卷库的单位、规则包、来源和步骤顺序不得更改，最后一天不得提前。",
        "a casebook keeps its unit, pack, origin and order of steps, and its last day does not go back.",
    ),
    "book_exists": ("BEFORE INSERT", "EXISTS (SELECT 1 FROM book)", "案卷库已有设置。", "the casebook has its settings already."),
    "household_kept": ("BEFORE DELETE", "1", "案卷不得删除，请办理注销。", "a case file is not deleted; cancel it."),
    "household_exists": (
        "BEFORE INSERT",
        (f"EXISTS (SELECT 1 FROM household WHERE rowid = NEW.rowid OR file_number = NEW.file_number OR {PERSON} = "
        "coalesce(NEW.id_number_index, NEW.id_number))"),
        "该编号或该身份证号已有案卷，请在原案卷中修改。", "this number or person has a case file; change that one.",
    ),
    "household_taken": (
        "BEFORE UPDATE",
        f"EXISTS (SELECT 1 FROM household WHERE rowid <> OLD.rowid AND {PERSON} = coalesce(NEW.id_number_index, NEW.id_number))",
        "该身份证号已有案卷，请核对号码。", "this person has a case file; check the number.",
    ),
    "household_unexplained": (
        "BEFORE UPDATE", f"(NEW.rowid, NEW.file_number) <> (OLD.rowid, OLD.file_number) OR NEW.rev <= OLD.rev OR NEW.rev <> ({_KNOWN})",
        "案卷只能随更正或办理步骤改动，请登记更正。", "a case file changes only by a correction or a step; record one.",
    ),
    **{f"household_causes_{act.lower()}": (
        f"BEFORE {act}", "length(NEW.secondary_causes) - length(replace(NEW.secondary_causes, '、', '')) > 2" + changed,
        "次要致困原因至多三项，请只留最主要的三项。", "there are at most three secondary causes; keep the three that matter most.",
    ) for act, changed in (("INSERT", ""), ("UPDATE", " AND NEW.secondary_causes IS NOT OLD.secondary_causes"))},
    "member_kept": ("BEFORE DELETE", "1", "家庭成员不得删除，请登记离开日期。", "a member is not deleted; record the day of leaving."),
    "member_exists": (
        "BEFORE INSERT", "EXISTS (SELECT 1 FROM member WHERE rowid = NEW.rowid OR (file_number, place) = (NEW.file_number, NEW.place))",
        "该位置已有成员，请另加一位。", "this place is taken; add the member at the end.",
    ),
    "member_unexplained": (
        "BEFORE UPDATE",
        f"(NEW.rowid, NEW.file_number, NEW.place) <> (OLD.rowid, OLD.file_number, OLD.place) OR (SELECT rev FROM household WHERE file_number = NEW.file_number) >= ({_KNOWN})",
        "家庭成员只能随更正改动，请登记更正。", "a member changes only by a correction; record one.",
    ),
    "move_after_exit": (
        "BEFORE INSERT",
        ("NEW.kind = 'pay' AND EXISTS (SELECT 1 FROM grant g JOIN household h ON h.file_number = g.file_number WHERE g.id = NEW.grant_id "
        "AND (NEW.made_on > h.exited_on OR NEW.made_on > h.died_on))"),
        "该户在发放日之前已脱困、注销或户主已故，请释放该笔预留。",
        "the household had exited, was cancelled or its head had died by the day of payment; release the reserve.",
    ),
    "signing_unknown": (
        "BEFORE INSERT", "NOT EXISTS (SELECT 1 FROM line WHERE seq = NEW.line)",
        "没有这条标准，请核对编号。", "there is no such line; check its number.",
    ),
    "signing_own": (
        "BEFORE INSERT",
        f"NEW.verdict = 'signed' AND EXISTS (SELECT 1 FROM line WHERE seq = NEW.line AND {_plain('made_by')} = {_plain('NEW.made_by')})",
        "登记人不得签批本人登记的标准，请由他人签批。", "nobody signs the line they entered; ask others.",
    ),
    "audit_gap": (
        "BEFORE INSERT", "NEW.seq <> 1 + coalesce((SELECT max(seq) FROM audit), 0)",
        "审计记录须连续编号。", "the audit trail is numbered without gaps.",
    ),
}  # fmt: skip
_WRITTEN = Text(
    "已写入的记录不得更改或删除，请另行登记更正。", "what is written is kept as it was written; record a correction."
)
TEXTS = {name: Text(zh, en) for name, (*_, zh, en) in _REFUSED.items()} | {
    f"{t}_written": _WRITTEN for t in (*_KEPT, "household", "member")
}


def _trigger(name: str, table: str, event: str, condition: str, *, raise_: str) -> str:
    return f"CREATE TRIGGER {name} {event} ON {table} WHEN {condition} BEGIN SELECT RAISE({raise_}); END;\n"


def _triggers() -> str:
    found = [
        _trigger(name, name.split("_")[0], event, condition, raise_=f"ABORT, 'casework: {name}'")
        for name, (event, condition, *_) in _REFUSED.items()
    ]
    for table, same in _KEPT.items():
        stop = f"ABORT, 'casework: {table}_written'"
        taken = f"EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid{same and ' OR ' + same})"
        found += [
            _trigger(f"{table}_{act.lower()}_refused", table, f"BEFORE {act}", "1", raise_=stop)
            for act in ("UPDATE", "DELETE")
        ]
        found.append(_trigger(f"{table}_exists", table, "BEFORE INSERT", taken, raise_=stop))
    for table, same in _ONCE.items():
        known = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"
        found.append(_trigger(f"{table}_once", table, "BEFORE INSERT", known, raise_="IGNORE"))
    # To a rule before the insert, a row without a number is number -1; a real one would bar all that come after.
    for table in (*_KEPT, "household", "member"):
        stop = f"ABORT, 'casework: {table}_written'"
        found.append(_trigger(f"{table}_numbered", table, "AFTER INSERT", "NEW.rowid < 1", raise_=stop))
    return "".join(found)


def refusal(error: Exception) -> Refused | None:
    """The sentence for a database error that is a rule of this schema; None for any other."""
    said = str(error)
    found = re.search(r"casework: (\w+)", said)
    if found and found[1] in TEXTS:
        zh, en = TEXTS[found[1]]
        return Refused(zh, en[0].upper() + en[1:])
    if wrong := re.search(
        r"CHECK constraint failed: (\w+)|(?:NOT NULL constraint failed:|cannot store .+ column) \w+\.(\w+)", said
    ):
        name = wrong[1] or wrong[2]
        return Refused(
            f"{name} 的内容不能保存，请核对该项的格式。",
            f"{name} cannot hold this value: check the form of this field.",
        )
    return None


def statements(script: str) -> list[str]:
    """The statements of a script, one by one, because running a script would commit."""
    found = [""]
    for line in script.splitlines(keepends=True):
        found[-1] += line
        if sqlcipher3.complete_statement(found[-1]):
            found.append("")
    return [statement for statement in found if statement.strip()]


def make(conn: Connection) -> None:
    """All tables and rules, in an empty database."""
    for statement in statements(_TABLES + ledger.SCHEMA + _triggers()):
        conn.execute(statement)


# ---- versions -------------------------------------------------------------------------------------------

migrations = Migrations("casework")
VERSIONS = ("first", "second", "third", "fourth")
DONE = "SELECT name FROM _sqlite_migrations WHERE migration_set = 'casework' ORDER BY id"


@migrations(name="first")
def _first(db: sqlite_utils.Database) -> None:
    make(db.conn)


@migrations(name="second")
def _second(db: sqlite_utils.Database) -> None:
    """History, workflow and the audit chain: a book of 2026.11 is laid out anew with all its rows."""
    if not db["fact"].exists():
        _lay_out_anew(db.conn)


@migrations(name="third")
def _third(db: sqlite_utils.Database) -> None:
    """Terms of funds, and scenarios."""
    if not db["fund_terms"].exists():
        _add_tables(db.conn)


@migrations(name="fourth")
def _fourth(db: sqlite_utils.Database) -> None:
    """The lines that an office enters, and who signed them."""
    if not db["line"].exists():
        _add_tables(db.conn)


def _add_tables(conn: Connection) -> None:
    """The tables of today that are not there yet, and all rules anew; the rows that are there are not touched."""
    there = _without_rules(conn)
    for statement in statements(_TABLES + ledger.SCHEMA + _triggers()):
        if not (found := re.match(r"\s*CREATE TABLE (\w+)", statement)) or found[1] not in there:
            conn.execute(statement)


_FILLED = {  # what a row of 2026.11 has in the columns that came later
    "household": {
        "learnt_on": "min(coalesce(filed_on, '9999'), (SELECT last_day FROM book))", "source": "'form'",
        "state": "CASE WHEN exited_on IS NOT NULL THEN 'exited' WHEN filed_on IS NOT NULL THEN 'active' ELSE 'applied' END",
    },
    "member": {"learnt_on": "(SELECT learnt_on FROM household h WHERE h.file_number = m.file_number)", "source": "'form'"},
    "decision": {"last_move": "(SELECT coalesce(min(seq) - 1, (SELECT count(*) FROM move)) FROM move WHERE grant_id IN "
                              "(SELECT id FROM old_grant WHERE decision_id >= m.id))"},
}  # fmt: skip


def _lay_out_anew(conn: Connection) -> None:
    """Every row into the tables of today; rules are made last, because the rows stand by themselves."""
    old = _without_rules(conn)
    for name in old:
        conn.execute(f"ALTER TABLE {name} RENAME TO old_{name}")
    script = statements(_TABLES + ledger.SCHEMA + _triggers())
    made = [s for s in script if not s.lstrip().startswith("CREATE TRIGGER")]
    for statement in made:
        conn.execute(statement)
    for name in sorted(old, key=[re.findall(r"TABLE (\w+)", s)[0] for s in made if "TABLE" in s].index):
        was, now = ({row[1] for row in conn.execute(f"PRAGMA table_info({t})")} for t in (f"old_{name}", name))
        filled = _FILLED.get(name, {})
        columns_, values = [*sorted(was & now), *filled], [*sorted(was & now), *filled.values()]
        conn.execute(
            f"INSERT INTO {name} ({', '.join(columns_)}) SELECT {', '.join(values)} FROM old_{name} m ORDER BY m.rowid"
        )
    conn.execute(
        "INSERT INTO step (batch, act, made_on, made_by) SELECT DISTINCT batch, 'approve', approved_on, approved_by FROM grant "
        "WHERE approved_by IS NOT NULL ORDER BY batch"
    )
    for name in old:
        conn.execute(f"DROP TABLE old_{name}")
    for statement in script:
        if statement not in made:
            conn.execute(statement)


def _without_rules(conn: Connection) -> list[str]:
    """The tables that are there, all their triggers and indexes dropped."""
    for kind, name in conn.execute("SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('trigger', 'index')").fetchall():  # fmt: skip
        conn.execute(f"DROP {kind} {name}")
    there = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '*sqlite_*'"
    return [name for (name,) in conn.execute(there).fetchall()]
