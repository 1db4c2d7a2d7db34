"""Checks: whether the book agrees with itself to the fen, and whether each decision can be recomputed."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from casework import ledger
from casework.assistance import assess
from casework.casebook import Casebook, Decision
from casework.households import Population
from casework.vocabulary import Refused, Text

NOT_ENCRYPTED = Text("案卷库未加密。", "This casebook is NOT ENCRYPTED.")


class Findings(NamedTuple):
    """Faults (the book is wrong) and notices (somebody should look)."""

    faults: list[Text]
    notices: list[Text]


def check(book: Casebook) -> Findings:
    """Integrity, references, rules, every figure against its moves; stale files, files never assisted, shared cards."""
    faults = [*_integrity(book), *_rules(book), *ledger.faults(book.db.conn)]
    faults += [text.at(row) for text in _FAULTS for row in book.rows(text.sql)]
    notices = [NOT_ENCRYPTED, *(text.at(row) for text in _NOTICES for row in book.rows(text.sql))]
    return Findings(faults, notices)


class _Query(NamedTuple):
    """A query whose every row is a finding, and the words for a row."""

    sql: str
    zh: str
    en: str

    def at(self, row: dict[str, Any]) -> Text:
        return Text(self.zh.format(**row), self.en.format(**row))


_FAULTS = (
    _Query("SELECT h.file_number, min(m.made_on) AS day FROM move m JOIN grant g ON g.id = m.grant_id "
           "JOIN household h ON h.file_number = g.file_number WHERE m.kind = 'pay' AND m.made_on > h.exited_on GROUP BY 1",
           "{file_number}：脱困后仍于 {day} 发放，请核对并追回。",
           "{file_number}: paid on {day}, after its exit; look at it and have it returned."),
    _Query("SELECT id FROM grant g WHERE amount_fen <> coalesce((SELECT amount_fen FROM move WHERE grant_id = g.id ORDER BY seq), 0)",
           "第 {id} 笔帮扶：核定金额与首次预留不同，请停止发放并核对。",
           "grant {id}: its amount is not what was first reserved for it; stop paying and compare them."),
    _Query("SELECT g.id FROM grant g LEFT JOIN decision d ON d.id = g.decision_id WHERE d.file_number IS NOT g.file_number",
           "第 {id} 笔帮扶：没有该户的决定，请停止发放并核对。",
           "grant {id}: there is no decision for its household; stop paying and look at it."),
)  # fmt: skip
_NOTICES = (
    _Query("SELECT count(*) AS n FROM household, book WHERE exited_on IS NULL AND filed_on <= date(last_day, '-12 months') HAVING n",
           "{n} 份档案建档满一年，应复核。", "{n} files are over a year old and due for review."),
    _Query("SELECT count(*) AS n FROM household WHERE exited_on IS NULL AND file_number NOT IN (SELECT file_number FROM grant) HAVING n",
           "{n} 份在档档案从未帮扶。", "{n} active files have never been assisted."),
    _Query("SELECT group_concat(file_number, '、') AS files FROM household WHERE bank_card IS NOT NULL GROUP BY bank_card HAVING count(*) > 1",
           "同一银行卡用于多份档案：{files}。", "one bank card serves several files: {files}."),
    _Query("SELECT count(*) AS n FROM grant WHERE reserved_fen > 0 HAVING n",
           "{n} 笔帮扶已预留未发放。", "{n} grants are reserved and not paid yet."),
)  # fmt: skip


def _integrity(book: Casebook) -> Iterator[Text]:
    for row in book.rows("PRAGMA integrity_check"):
        if (said := row["integrity_check"]) != "ok":
            yield Text(f"数据库损坏：{said}；请从备份恢复。", f"the file is damaged: {said}; restore a backup.")
    for row in book.rows("PRAGMA foreign_key_check"):
        place = f"{row['table']} {row['rowid']}"
        yield Text(f"{place}：引用了不存在的记录。", f"{place}: it points to a record that is not there.")
    for name in book.altered():
        yield Text(f"数据库的规则 {name} 缺失或被改动，请停止发放。",
                   f"{name} is missing from the database or was altered; stop paying.")  # fmt: skip


def _rules(book: Casebook) -> Iterator[Text]:
    for row in book.rows("SELECT digest, stem FROM rules"):
        if not _intact(book, row["digest"]):
            yield Text(f"保存的规则包 {row['stem']} 被改动，依其所作决定无法重算。",
                       f"the kept pack {row['stem']} was altered; decisions under it cannot be recomputed.")  # fmt: skip


def _intact(book: Casebook, digest: str) -> bool:
    try:
        return book.rules(digest).digest == digest
    except Refused:
        return False


def replay(book: Casebook) -> dict[str, Any]:
    """Each decision recomputed from the facts and rules of its day: {decisions, same, differ[]}."""
    decisions, differ = book.decisions(), []
    for decision in decisions:
        now = _recomputed(book, decision)
        differ += [
            {"decision": decision.id, "household": decision.file_number, "key": key, "then": then, "now": now.get(key)}
            for key, then in decision.result.items()
            if now.get(key) != then
        ]
    changed = {d["decision"] for d in differ}
    return {"decisions": len(decisions), "same": len(decisions) - len(changed), "differ": differ}


def _recomputed(book: Casebook, decision: Decision) -> dict[str, Any]:
    """The result of a decision now; empty when the rules it rests on were altered."""
    if not _intact(book, decision.digest):
        return {}
    population = Population.of([decision.facts], [decision.file_number])
    return assess(population, book.rules(decision.digest), decision.decided_on).row(0)
