"""Checks: whether the book agrees with itself to the fen, and whether each decision can be worked out again."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from casework import ledger, workflow
from casework.casebook import Casebook, Decision, audit
from casework.casebook.acts import file_digest
from casework.households import Facts
from casework.money import show
from casework.vocabulary import Refused, Text

NOT_ENCRYPTED = Text("案卷库未加密。", "This casebook is NOT ENCRYPTED.")


class Findings(NamedTuple):
    """Faults (the book is wrong) and notices (somebody should look)."""

    faults: list[Text]
    notices: list[Text]


def check(book: Casebook, anchor: str | None = None) -> Findings:
    """Integrity, references, rules, the audit chain, every figure against its moves; and what somebody should look at."""
    faults = [*_integrity(book)]
    if not faults:
        faults += [
            *audit.faults(book.db.conn, book.chain_key, anchor),
            *_rules(book),
            *_current(book),
            *_bank_files(book),
        ]
    faults += [*_altered(book), *ledger.faults(book.db.conn), *_totals(book)]
    faults += [text.at(row) for text in _FAULTS for row in book.rows(text.sql)]
    return Findings(faults, [*_notices(book)])


class _Query(NamedTuple):
    """A query whose every row is a finding, and the words for a row."""

    sql: str
    zh: str
    en: str

    def at(self, row: dict[str, Any]) -> Text:
        return Text(self.zh.format(**row), self.en.format(**row))


_FAULTS = (
    _Query("SELECT h.file_number, min(m.made_on) AS day FROM move m JOIN grant g ON g.id = m.grant_id "
           "JOIN household h ON h.file_number = g.file_number WHERE m.kind = 'pay' AND (m.made_on > h.exited_on OR m.made_on > h.died_on) GROUP BY 1",
           "{file_number}：脱困、注销或户主去世后仍于 {day} 发放，请核对并追回。",
           "{file_number}: paid on {day}, after its exit or the death of its head; look at it and have it returned."),
    _Query("SELECT id FROM grant g WHERE amount_fen <> coalesce((SELECT amount_fen FROM move WHERE grant_id = g.id ORDER BY seq), 0)",
           "第 {id} 笔帮扶：核定金额与首次预留不同，请停止发放并核对。",
           "grant {id}: its amount is not what was first reserved for it; stop paying and compare them."),
    _Query("SELECT g.id FROM grant g LEFT JOIN decision d ON d.id = g.decision_id WHERE d.file_number IS NOT g.file_number",
           "第 {id} 笔帮扶：没有该户的决定，请停止发放并核对。",
           "grant {id}: there is no decision for its household; stop paying and look at it."),
    _Query("SELECT id FROM grant g WHERE approved_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM step s WHERE s.batch = g.batch "
           "AND s.act = 'approve' AND s.made_by = g.approved_by AND s.made_on = g.approved_on)",
           "第 {id} 笔帮扶：没有与之相符的审批记录，请停止发放并核对。",
           "grant {id}: no approval on record bears out its approval; stop paying and look at it."),
    _Query("SELECT file_number FROM household h WHERE state IS NOT (SELECT state FROM step s WHERE s.file_number = h.file_number ORDER BY seq DESC LIMIT 1) "
           "AND EXISTS (SELECT 1 FROM step s WHERE s.file_number = h.file_number)",
           "{file_number}：状态与最后一步不符，请核对。", "{file_number}: its state is not that of its last step; look at it."),
    _Query("SELECT file_number FROM household h WHERE state <> CASE WHEN exited_on IS NOT NULL THEN 'exited' WHEN filed_on IS NOT NULL THEN 'active' "
           "ELSE 'applied' END AND NOT EXISTS (SELECT 1 FROM step s WHERE s.file_number = h.file_number)",
           "{file_number}：没有办理步骤，状态却与建档、脱困日期不符，请核对。",
           "{file_number}: its state does not fit its days of filing and exit, and no step explains it; look at it."),
    _Query("SELECT number FROM bank_file b LEFT JOIN (SELECT reference, sum(amount_fen) AS fen FROM move WHERE kind = 'pay' GROUP BY 1) m "
           "ON m.reference = b.number WHERE total_fen + cash_fen <> coalesce(fen, 0)",
           "银行文件 {number}：合计与发放流水不符，请停止发放并核对。",
           "bank file {number}: its total is not that of its payments; stop paying and compare them."),
)  # fmt: skip


def _integrity(book: Casebook) -> Iterator[Text]:
    for row in book.rows("PRAGMA integrity_check"):
        if (said := row["integrity_check"]) != "ok":
            yield Text(f"数据库损坏：{said}；请从备份恢复。", f"the file is damaged: {said}; restore a backup.")
    for row in book.rows("PRAGMA cipher_integrity_check") if book.encrypted else []:
        yield Text(
            f"加密文件损坏：{next(iter(row.values()))}；请从备份恢复。",
            f"the encrypted file is damaged: {next(iter(row.values()))}; restore a backup.",
        )
    for row in book.rows("PRAGMA foreign_key_check"):
        place = f"{row['table']} {row['rowid']}"
        yield Text(f"{place}：引用了不存在的记录。", f"{place}: it points to a record that is not there.")


def _altered(book: Casebook) -> Iterator[Text]:
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


def _current(book: Casebook) -> Iterator[Text]:
    """Files whose fields are not what their last change made them; sealed numbers that do not open where they stand."""
    last: dict[tuple[str, int, str], tuple[tuple[str, str], Any]] = {}
    for f in book.rows("SELECT file_number, place, field, value, true_from, learnt_on FROM fact ORDER BY seq"):
        key, at = (f["file_number"], f["place"], f["field"]), (f["true_from"], f["learnt_on"])
        if key not in last or last[key][0] <= at:
            last[key] = (at, json.loads(f["value"]))
    some = "WHERE file_number IN (SELECT file_number FROM fact)"
    rows = {(r["file_number"], 0): r for r in book.rows(f"SELECT * FROM household {some}")}
    rows |= {(r["file_number"], r["place"]): r for r in book.rows(f"SELECT * FROM member {some}")}
    for (number, place, name), (_, value) in last.items():
        if rows[number, place][name] != value:
            yield Text(
                f"{number}：{name} 与最后一次更正不符，请核对。",
                f"{number}: {name} is not what its last correction made it; look at it.",
            )
    if book.encrypted:
        try:
            book.households()
        except Refused as refusal:
            yield refusal.text


def _bank_files(book: Casebook) -> Iterator[Text]:
    for row in book.bank_files():
        try:
            book.bank_file(row["number"])
        except Refused as refusal:
            yield refusal.text


_NET = "sum(CASE m.kind WHEN 'pay' THEN m.amount_fen WHEN 'return' THEN -m.amount_fen WHEN 'reversal' THEN -m.amount_fen ELSE 0 END)"
_WAYS = {
    Text("按项目", "by aid"): f"SELECT sum(fen) FROM (SELECT {_NET} AS fen FROM move m JOIN grant g ON g.id = m.grant_id GROUP BY g.aid)",
    Text("按来源", "by source"): "SELECT sum(fen) FROM (SELECT sum(paid_fen) AS fen FROM fund GROUP BY source)",
    Text("按批次", "by batch"): "SELECT sum(fen) FROM (SELECT sum(paid_fen) AS fen FROM grant GROUP BY batch)",
}  # fmt: skip


def _totals(book: Casebook) -> Iterator[Text]:
    """Paid by aid, by source and by batch must be the same."""
    sums = {words: next(iter(book.rows(sql)[0].values())) or 0 for words, sql in _WAYS.items()}
    if len(set(sums.values())) > 1:
        zh, en = ("，".join(f"{w.to(lang)} {show(fen)}" for w, fen in sums.items()) for lang in ("zh", "en"))
        yield Text(
            f"已发放合计不一致（元）：{zh}；请停止发放并核对。",
            f"what was paid does not add up (yuan): {en}; stop paying and compare.",
        )


# ---- notices --------------------------------------------------------------------------------------------

_NOTICES = (
    _Query("SELECT count(*) AS n FROM household h, book WHERE state IN ('active', 'tapering') AND coalesce((SELECT max(made_on) FROM step s "
           "WHERE s.file_number = h.file_number AND s.act IN ('approve', 'recertify', 'convert')), filed_on) <= date(last_day, '-{recertify} months') HAVING n",
           "{n} 份档案满一年未复核，应复核。", "{n} files are over a year old and due for review."),
    _Query("SELECT count(*) AS n FROM household WHERE filed_on IS NOT NULL AND exited_on IS NULL AND file_number NOT IN (SELECT file_number FROM grant) HAVING n",
           "{n} 份在档档案从未帮扶。", "{n} active files have never been assisted."),
    _Query("SELECT count(*) AS n FROM grant WHERE reserved_fen > 0 HAVING n",
           "{n} 笔帮扶已预留未发放。", "{n} grants are reserved and not paid yet."),
    _Query("SELECT count(*) AS n FROM grant g JOIN move m ON m.seq = g.last_move WHERE m.kind IN ('return', 'reversal') AND g.reserved_fen = 0 HAVING n",
           "{n} 笔帮扶的款项已退回，尚未重新发放。", "{n} grants came back from the bank and were not paid again."),
    _Query("SELECT year, december * 100 / fen AS share FROM (SELECT substr(made_on, 1, 4) AS year, sum(amount_fen) AS fen, "
           "sum(CASE WHEN substr(made_on, 6, 2) = '12' THEN amount_fen ELSE 0 END) AS december FROM move WHERE kind = 'pay' GROUP BY 1) WHERE share > {bunching}",
           "{year} 年的发放有 {share}% 集中在十二月。", "{share} % of what was paid in {year} was paid in December."),
    _Query("SELECT count(*) AS n FROM household WHERE exited_on < (SELECT date(last_day, '-{keep} years') FROM book) HAVING n",
           "{n} 份档案注销或脱困已满保存年限，可以销毁。", "{n} files were removed so long ago that they may be destroyed."),
    _Query("SELECT count(*) AS n FROM household h WHERE annual_income_fen <> own_income_month_fen * 12 + other_income_fen "
           "+ 12 * (SELECT coalesce(sum(income_month_fen), 0) FROM member m WHERE m.file_number = h.file_number AND m.left_on IS NULL AND m.died_on IS NULL) HAVING n",
           "{n} 份档案的家庭年度总收入与各项之和不符。", "{n} files give a yearly income that is not the sum of its parts."),
    _Query("SELECT count(*) AS n FROM evidence e JOIN household h USING (file_number), book WHERE e.expires_on < last_day AND h.exited_on IS NULL HAVING n",
           "{n} 份材料已过有效期，请补新的。", "{n} documents are past their last day; ask for new ones."),
    _Query("SELECT count(*) AS n FROM line WHERE seq NOT IN (SELECT line FROM signing) HAVING n",
           "{n} 条登记的标准等另一人签批。", "{n} lines that were entered wait for another person to sign them."),
    _Query("SELECT batch, approved_by AS who FROM grant WHERE approved_by IS NOT NULL AND approved_by NOT IN (SELECT who FROM person) "
           "AND EXISTS (SELECT 1 FROM person) GROUP BY 1, 2",
           "批次 {batch} 由名单之外的 {who} 审批。", "the batch {batch} was approved by {who}, who is not on the list of people."),
)  # fmt: skip
_DOUBLES = {
    "person": Text("同一人出现在多份档案：{}。", "one person is in several files: {}."),
    "card": Text("同一银行卡用于多份档案：{}。", "one bank card serves several files: {}."),
}


def _notices(book: Casebook) -> Iterator[Text]:
    if not book.encrypted:
        yield NOT_ENCRYPTED
    rules = workflow.procedure()
    figures = {"recertify": rules.recertify_months, "bunching": rules.bunching_percent, "keep": rules.keep_years}
    for text in _NOTICES:
        sql = text.sql
        for name, figure in figures.items():
            sql = sql.replace("{" + name + "}", str(int(figure)))
        yield from (text.at(row) for row in book.rows(sql))
    yield from _doubles(book)
    yield from _spot_checks(book, rules)
    yield from _attachments(book)
    yield from _entered_late(book, rules)
    if not book.people():
        yield Text(
            "未登记人员，经办、审批的姓名不能核实。",
            "no people are named in this book, so names of who did what cannot be checked.",
        )
    newest = book.rows("SELECT max(at) AS at FROM audit")[0]["at"]
    if newest[:10] > (datetime.now(UTC).date() + timedelta(days=1)).isoformat():
        yield Text(
            f"最后一次写入的时间 {newest[:10]} 在未来，请检查电脑时钟。",
            f"the last write is dated {newest[:10]}, in the future: check the clock.",
        )


def _doubles(book: Casebook) -> Iterator[Text]:
    found = book.doubles()
    for double in found:
        if double["why"] in _DOUBLES:
            zh, en = _DOUBLES[double["why"]]
            yield Text(zh.format("、".join(double["households"])), en.format(", ".join(double["households"])))
    same, others = (sum(d["why"] == why for d in found) for why in ("address", "elsewhere"))
    if same:
        yield Text(
            f"{same} 处住址登记了多份档案，请核对是否同户。",
            f"{same} addresses have several files: see whether they are one household.",
        )
    if others:
        yield Text(
            f"{others} 笔其他渠道的帮扶涉及本库人员。", f"{others} payments from elsewhere went to people of this book."
        )


def _spot_checks(book: Casebook, rules: workflow.Procedure) -> Iterator[Text]:
    files = book.rows("SELECT count(*) AS n FROM household WHERE state IN ('active', 'temporary', 'tapering')")[0]["n"]
    year = book.last_day.year
    done = book.rows(
        "SELECT count(DISTINCT file_number) AS n FROM step WHERE act = 'spotcheck' AND made_on >= ?", (f"{year}-01-01",)
    )[0]["n"]
    if short := workflow.spot_check_short(files, done, rules):
        yield Text(
            f"{year} 年已抽查 {done}/{files} 份，还差 {short} 份。",
            f"{done} of {files} files were spot-checked in {year}, {short} too few.",
        )


def _entered_late(book: Casebook, rules: workflow.Procedure) -> Iterator[Text]:
    """Steps that came into the book too long after their day: paper and electronic file are to be kept in step."""
    entries = book.rows(
        "SELECT at, json_extract(covers, '$.step') AS last FROM audit WHERE last IS NOT NULL ORDER BY seq"
    )
    late, k = 0, 0
    for step in book.rows("SELECT seq, made_on FROM step ORDER BY seq"):
        while entries[k]["last"] < step["seq"]:
            k += 1
        late += workflow.synced_late(
            date.fromisoformat(step["made_on"]), date.fromisoformat(entries[k]["at"][:10]), rules
        )
    if late:
        yield Text(f"{late} 个步骤在办理后超过 {int(rules.sync_working_days)} 个工作日才录入。",
                   f"{late} steps were entered more than {int(rules.sync_working_days)} working days after they were done.")  # fmt: skip


def _attachments(book: Casebook) -> Iterator[Text]:
    for row in book.rows("SELECT file_number, path, sha256 FROM evidence WHERE path IS NOT NULL ORDER BY seq"):
        if file_digest(Path(row["path"])) != row["sha256"]:
            yield Text(
                f"{row['file_number']} 的附件 {row['path']} 不见了或被改动。",
                f"the attachment {row['path']} of {row['file_number']} is missing or was altered.",
            )


# ---- replay ---------------------------------------------------------------------------------------------


def replay(book: Casebook) -> dict[str, Any]:
    """Each decision worked out again from the facts and rules of its day: {decisions, same, differ[]}."""
    decisions, differ = book.decisions(), []
    again = book.decided_again(
        decisions, {d.digest: book.rules(d.digest) for d in decisions if _intact(book, d.digest)}
    )
    for decision, now in zip(decisions, again, strict=True):
        differ += [
            {"decision": decision.id, "household": decision.file_number, "key": key, "then": then, "now": now.get(key)}
            for key, then in decision.result.items()
            if now.get(key) != then
        ]
    changed = {d["decision"] for d in differ}
    return {"decisions": len(decisions), "same": len(decisions) - len(changed), "differ": differ}


def replay_now(book: Casebook) -> dict[str, Any]:
    """Each decision against what is known today of its day, under its rules as they read today: {decisions, same, differ[]}.

    A difference is named: facts learnt later (from what to what), a rule changed later (from which text to which).
    """
    decisions, differ = book.decisions(), []
    kept = {d.digest: book.rules(d.digest) for d in decisions if _intact(book, d.digest)}
    latest = {digest: book.standard(rules.stem) for digest, rules in kept.items()}
    known = book.facts_today(decisions)
    by_facts = book.decided_again(decisions, kept, known)
    is_same = all(latest[digest].digest == digest for digest in kept)
    by_rules = [d.result for d in decisions] if is_same else book.decided_again(decisions, latest)
    by_both = by_facts if is_same else book.decided_again(decisions, latest, known)
    for d, facts, rules, both, today in zip(decisions, by_facts, by_rules, by_both, known, strict=True):
        after = latest[d.digest].digest if d.digest in latest else None
        # Where the later text does not hold on that day, the one of the day does.
        if found := _difference(d, facts, rules or d.result, both or facts, today, after):
            differ.append(found)
    return {"decisions": len(decisions), "same": len(decisions) - len(differ), "differ": differ}


def _difference(
    d: Decision, facts: dict[str, Any], rules: dict[str, Any], both: dict[str, Any], today: Facts, after: str | None
) -> dict[str, Any] | None:
    """What is different about a decision by the facts, the rules and both of today, and because of which; None when nothing is."""
    keys = [key for key, then in d.result.items() if any(found.get(key) != then for found in (facts, rules, both))]
    if not keys:
        return None
    was, is_ = asdict(d.facts), asdict(today)
    learnt = {name: [was[name], is_[name]] for name in was if was[name] != is_[name]}
    of_facts, of_rules = (any(found.get(k) != d.result[k] for k in keys) for found in (facts, rules))
    why: list[dict[str, Any]] = []
    if learnt and (of_facts or not of_rules):
        why.append({"why": "fact learnt later", "facts": learnt})
    if after != d.digest and (of_rules or not of_facts):
        why.append({"why": "rule changed later", "from": d.digest, "to": after})
    changes = [{"key": k, "then": d.result[k], "now": both.get(k)} for k in keys]
    return {
        "decision": d.id,
        "household": d.file_number,
        "on": d.decided_on.isoformat(),
        "changes": changes,
        "because": why,
    }


# ---- backups --------------------------------------------------------------------------------------------


def backup(book: Casebook, dest: Path) -> None:
    """A copy of the book that counts: it was opened and found without a fault; else Refused, and no copy is kept."""
    book.copy(dest)
    try:
        with Casebook.open(dest, keys=book.keys) as copy:
            faults = check(copy).faults
    except Refused as refusal:
        faults = [refusal.text]
    if faults:
        for ending in ("", "-wal", "-shm", "-journal"):
            dest.with_name(dest.name + ending).unlink(missing_ok=True)
        raise Refused(f"备份有 {len(faults)} 处错误（如：{faults[0].zh}），未保留；请运行 casework check。",
                      f"the copy has {len(faults)} faults (first: {faults[0].en}) and was not kept: run casework check.")  # fmt: skip


def restore(source: Path, dest: Path, key_file: Path | None = None) -> None:
    """A backup as a new book that was found without a fault; Refused when the name is taken or the backup is faulty."""
    with Casebook.open(source, key_file) as book:
        backup(book, dest)
