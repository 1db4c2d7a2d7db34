"""Payments: a batch from its approval to the bank and back, and the real-name ledger."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from casework import ledger, workflow
from casework.assistance import KEYS
from casework.casebook.elsewhere import Elsewhere
from casework.casebook.store import Connection
from casework.households import Household
from casework.money import exact, half_up, in_yuan
from casework.vocabulary import AIDS, CLASSES, MOVES, SOURCES, Refused
from casework.workflow import Step

BANK_HEADER = ("序号", "户名", "账号", "开户行", "金额", "附言")
"""The columns of a bank file; a bank's return list has 序号 and 金额 of these, and 原因."""
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]|^\s*[=+\-@＝＋－＠]")


class Casebook(Elsewhere):
    """An open casebook. Make one with `create` or `open`; close it, or use it in a `with`."""

    # ---- batches ------------------------------------------------------------------------------------

    def approve(self, batch: str, by: str, booked_on: date | None = None) -> int:
        """Approves the grants of a batch that are not approved yet; how many.

        Never by the person who adopted it, nor by a named person whose level is too low for its largest grant.
        """
        with self.booking(by, f"approve {batch}", booked_on, "approver") as (tx, day):
            if any(workflow.same_name(by, g["adopted_by"]) for g in self._batch(batch)):
                raise Refused(f"批次 {batch}：采纳人 {by} 不得审批本人采纳的帮扶，请由他人审批。",
                              f"batch {batch}: {by} adopted it and cannot approve it; ask others.")  # fmt: skip
            workflow.may_approve(self.people(), by, day, self.level_of(batch), strict=self.strict)
            sql = "UPDATE grant SET approved_by = ?, approved_on = ? WHERE batch = ? AND approved_by IS NULL"
            n = int(tx.execute(sql, (by, day.isoformat(), batch)).rowcount)
            if n:
                self._keep_step(tx, Step("approve", day, by, f"{n}"), batch=batch)
            return n

    def level_of(self, batch: str) -> str | None:
        """The highest level that a grant of it wants for approval: by the rules its decision was made under, or by its fund."""
        levels = self.rows(
            "SELECT json_extract(d.result, '$.approval_level') AS level FROM grant g JOIN decision d ON d.id = g.decision_id WHERE g.batch = :batch "
            "UNION SELECT json_extract(a.value, '$.level') FROM grant g JOIN fund_terms USING (fund_id), json_each(terms, '$.approval') a "
            "WHERE g.batch = :batch AND g.amount_fen > json_extract(a.value, '$.over_fen')",
            {"batch": batch},
        )  # fmt: skip
        return max((r["level"] for r in levels if r["level"]), key=workflow.LEVELS.index, default=None)

    def pay(
        self, batch: str, by: str, booked_on: date | None = None, *, part: Fraction = Fraction(1)
    ) -> dict[str, Any]:
        """Pays what is reserved for a batch and keeps the bank file of it; a grant that is paid already is not paid again.

        With a part (an instalment) only so much that this part of each grant is paid.
        """
        with self.booking(by, f"pay {batch}", booked_on, "payer") as (tx, day):
            grants = self._batch(batch)
            if not all(g["approved_by"] for g in grants):
                raise Refused(f"批次 {batch} 尚未审批，请由另一人先审批。",
                              f"the batch {batch} is not approved: another person approves it first.")  # fmt: skip
            self._stop_if_gone(grants, day)
            due = [
                g | {"due_fen": fen}
                for g in grants
                if (fen := min(g["reserved_fen"], half_up(g["amount_fen"] * part) - g["paid_fen"])) > 0
            ]
            number = f"{batch}-{1 + len(self.bank_files(batch))}" if due else None
            for g in due:
                key = f"pay:{g['id']}:{g['last_move']}"
                ledger.pay(tx, g["id"], g["due_fen"], key=key, on=day, by=by, reference=number)
            if number:
                self._keep_bank_file(tx, number, batch, due, day, by)
        before = sum(1 for g in grants if g["paid_fen"] and not g["reserved_fen"])
        paid_fen = sum(g["due_fen"] for g in due)
        return {"batch": batch, "paid": len(due), "paid_fen": paid_fen, "already_paid": before, "bank_file": number}

    def _stop_if_gone(self, grants: Sequence[Mapping[str, Any]], day: date) -> None:
        """Refused when a household with something reserved has left or its head has died: which, and what to do."""
        waiting = {g["file_number"]: g["id"] for g in grants if g["reserved_fen"]}
        left = "SELECT file_number FROM household WHERE min(coalesce(exited_on, '9999'), coalesce(died_on, '9999')) < ? ORDER BY 1"
        gone = [r["file_number"] for r in self.rows(left, (day.isoformat(),)) if r["file_number"] in waiting]
        if gone:
            named = (
                "、".join(f"{n}（第 {waiting[n]} 笔）" for n in gone),
                ", ".join(f"{n} (grant {waiting[n]})" for n in gone),
            )
            raise Refused(f"{named[0]} 已脱困、注销或户主已故，不能发放；请先用 casework release 释放。",
                          f"{named[1]} exited, was cancelled or its head died, so it is not paid: give its reserve back with casework release.")  # fmt: skip

    def release(self, grant_id: int, by: str, why: str, booked_on: date | None = None) -> int:
        """Gives what is still reserved for a grant back to its fund; the amount in fen."""
        with self.booking(by, f"release grant {grant_id}: {why}", booked_on) as (tx, day):
            found = self.rows("SELECT reserved_fen, last_move FROM grant WHERE id = ?", (grant_id,))
            if not found or not found[0]["reserved_fen"]:
                raise Refused(
                    f"第 {grant_id} 笔帮扶没有可释放的预留。", f"grant {grant_id} has nothing reserved to release."
                )
            fen, key = found[0]["reserved_fen"], f"release:{grant_id}:{found[0]['last_move']}"
            ledger.release(tx, grant_id, fen, key=key, on=day, by=by, reference=why)
        return int(fen)

    def reserve_again(self, grant_id: int, by: str, booked_on: date | None = None) -> int:
        """Reserves for a grant what came back of it (its card was closed, say), so that its batch can be paid again; fen."""
        with self.booking(by, f"reserve grant {grant_id} again", booked_on) as (tx, day):
            sql = "SELECT amount_fen - reserved_fen - paid_fen AS fen, last_move FROM grant WHERE id = ? AND approved_by IS NOT NULL"
            found = self.rows(sql, (grant_id,))
            if not found or not found[0]["fen"]:
                raise Refused(
                    f"第 {grant_id} 笔帮扶没有可重新预留的金额。",
                    f"of grant {grant_id} there is nothing to reserve again.",
                )
            fen, key = found[0]["fen"], f"reserve:{grant_id}:{found[0]['last_move']}"
            ledger.reserve(tx, grant_id, fen, key=key, on=day, by=by)
        return int(fen)

    def _batch(self, batch: str) -> list[dict[str, Any]]:
        found = self.rows("SELECT * FROM grant WHERE batch = ? ORDER BY id", (batch,))
        if not found:
            there = self.rows("SELECT DISTINCT batch FROM grant ORDER BY batch")
            known = ", ".join(row["batch"] for row in there) or "—"
            raise Refused(f"没有批次 {batch}；已有：{known}。", f"there is no batch {batch}; there are: {known}.")
        return found

    # ---- the bank -----------------------------------------------------------------------------------

    def _keep_bank_file(
        self, tx: Connection, number: str, batch: str, due: Sequence[Mapping[str, Any]], day: date, by: str
    ) -> None:
        """One line for each grant to a card; who has no card that can stand in the file is paid in cash."""
        payees = self._payees([g["file_number"] for g in due])
        to_bank = [(g, p) for g in due if _has_line(*(p := payees[g["file_number"]])[:2])]
        text = io.StringIO()
        text.write("\ufeff")  # so that a spreadsheet program reads Chinese
        lines = csv.writer(text, lineterminator="\r\n")
        lines.writerow(BANK_HEADER)
        for i, (g, (name, card, bank)) in enumerate(to_bank, 1):
            where = "" if _UNPRINTABLE.search(bank or "") else bank or ""
            lines.writerow(
                [i, name, card, where, in_yuan(g["due_fen"]), f"{AIDS.words[g['aid']].zh} {number} {g['id']}"]
            )
        total, all_ = sum(g["due_fen"] for g, _ in to_bank), sum(g["due_fen"] for g in due)
        content = text.getvalue()
        digest = hashlib.sha256(content.encode()).hexdigest()
        kept = self.keys.seal(content, f"bank file {number}") if self.keys else content
        row = (number, batch, day.isoformat(), by, len(to_bank), total, all_ - total, digest, kept)
        tx.execute("INSERT INTO bank_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def _payees(self, numbers: Sequence[str]) -> dict[str, tuple[str, str | None, str | None]]:
        """Name, card and bank of the head of each of these files."""
        sql = "SELECT file_number, name, bank_card, bank FROM household WHERE file_number IN (SELECT value FROM json_each(?))"
        return {
            r["file_number"]: (r["name"], self._unseal(r["bank_card"], r["file_number"], 0, "bank_card"), r["bank"])
            for r in self.rows(sql, (json.dumps([*numbers]),))
        }  # fmt: skip

    def bank_files(self, batch: str | None = None) -> list[dict[str, Any]]:
        """The bank files (of a batch) with number, lines, sum, cash beside it, and SHA-256; without their content."""
        columns = "number, batch, made_on, made_by, lines, total_fen, cash_fen, sha256"
        which, values = ("", ()) if batch is None else (" WHERE batch = ?", (batch,))
        return self.rows(f"SELECT {columns} FROM bank_file{which} ORDER BY rowid", values)

    def bank_file(self, number: str) -> str:
        """The content of a bank file, byte for byte as it was made; Refused when there is none or it was altered."""
        found = self.rows("SELECT content, sha256 FROM bank_file WHERE number = ?", (number,))
        if not found:
            known = ", ".join(f["number"] for f in self.bank_files()) or "—"
            raise Refused(
                f"没有银行文件 {number}；已有：{known}。", f"there is no bank file {number}; there are: {known}."
            )
        content = found[0]["content"]
        text = self.keys.unseal(content, f"bank file {number}") if self.keys else str(content)
        if hashlib.sha256(text.encode()).hexdigest() != found[0]["sha256"]:
            raise Refused(
                f"银行文件 {number} 被改动，请勿使用。", f"the bank file {number} was altered: do not use it."
            )
        return text

    def reconcile(
        self, batch: str, rows: Sequence[Mapping[str, Any]], by: str, booked_on: date | None = None
    ) -> dict[str, Any]:
        """Books what the bank sent back: rows {line, amount_fen, reason} of the newest bank file of a batch (or of `file`).

        A row that names no line of the file, or another amount, is given back as wrong, and the others are booked;
        the same list again books nothing.
        """
        files = self.bank_files(batch)
        self._batch(batch)
        if not files:
            raise Refused(
                f"批次 {batch} 尚无银行文件，请先发放。", f"the batch {batch} has no bank file yet: pay it first."
            )
        lines = {f["number"]: self._lines(f["number"]) for f in files}
        wrong, booked, before, returned_fen = list[dict[str, Any]](), 0, 0, 0
        with self.booking(by, f"returns of {batch}", booked_on) as (tx, day):
            for i, row in enumerate(rows, 1):
                number = row.get("file") or files[-1]["number"]
                grant, paid = lines.get(number, {}).get(row["line"], (0, None))
                if paid is None or paid != row["amount_fen"]:
                    wrong.append({"row": i, **row})
                    continue
                key, why = f"return:{number}:{row['line']}", f"{number}/{row['line']} {row.get('reason') or ''}".strip()
                if tx.execute("SELECT 1 FROM move WHERE key = ?", (key,)).fetchone():
                    before += 1
                    continue
                ledger.give_back(tx, grant, paid, key=key, on=day, by=by, reference=why)
                booked, returned_fen = booked + 1, returned_fen + paid
        return {
            "batch": batch,
            "returned": booked,
            "returned_fen": returned_fen,
            "already_returned": before,
            "wrong": wrong,
        }

    def _lines(self, number: str) -> dict[int, tuple[int, int]]:
        """Grant and fen of each line of a bank file."""
        rows = list(csv.reader(io.StringIO(self.bank_file(number))))[1:]
        return {int(r[0]): (int(r[5].split()[-1]), exact(r[4])) for r in rows}

    def ledger_rows(self, year: int | None = None) -> list[dict[str, Any]]:
        """The real-name ledger (帮扶救助明细台账), by the headers of the form: one row for each payment and what came back, in order."""
        files, steps, unit = {h.file_number: h for h in self.households()}, self._steps(), self.settings["unit"]
        rows = self.rows(
            "SELECT g.*, m.seq, m.kind, m.amount_fen AS moved_fen, m.made_on, m.made_by, m.reference AS bank_file, f.name AS fund, f.source, "
            "f.reference AS budget, d.digest, d.result, r.stem FROM move m JOIN grant g ON g.id = m.grant_id JOIN fund f ON f.id = m.fund_id "
            "LEFT JOIN decision d ON d.id = g.decision_id LEFT JOIN rules r ON r.digest = d.digest "
            "WHERE m.kind IN ('pay', 'return', 'reversal') AND m.made_on BETWEEN ? AND ? ORDER BY m.seq",
            (f"{year or 0:04}-01-01", f"{year or 9999}-12-31"),
        )  # fmt: skip
        return [
            _ledger_row(i, r, files[r["file_number"]], steps.get(r["file_number"], []), unit)
            for i, r in enumerate(rows, 1)
        ]


def _has_line(name: str, card: str | None) -> bool:
    """Whether a payment can stand in a bank file: to a card, and a name without tricks."""
    return bool(card and re.fullmatch("[0-9]+", card) and not _UNPRINTABLE.search(name))


def _ledger_row(i: int, r: Mapping[str, Any], h: Household, steps: Sequence[Step], unit: str) -> dict[str, Any]:
    result = json.loads(r["result"] or "{}")
    before = [s for s in steps if s.on.isoformat() <= r["made_on"]]
    notice = next((f"{s.on}—{s.until}" for s in reversed(before) if s.act == "notice"), None)
    reviewer = next((s.by for s in reversed(before) if s.act == "review"), None)
    paid = r["moved_fen"] if r["kind"] == "pay" else -r["moved_fen"]
    return {
        "序号": i, "帮扶年度": r["period"], "帮扶单位": unit, "档案编号": h.file_number, "建档标准": h.archive_level,
        "困难类别": CLASSES.show(r["class"], "zh"), "姓名": h.name, "身份证号": h.id_number, "工作单位": h.employer, "职工/农民工": h.work_status,
        "受助人": h.name, "与户主关系": "本人", "家庭人口": h.size, "致困原因": h.main_cause, "帮扶类别": AIDS.show(r["aid"], "zh"),
        "依据文件": r["stem"] and f"{r['stem']} {r['digest'][:12]}", "计算基数(元)": in_yuan(result.get("dibao_line_fen")),
        "应发金额(元)": in_yuan(result.get(f"{KEYS[r['aid']]}_fen")), "核定金额(元)": in_yuan(r["amount_fen"]), "实发金额(元)": in_yuan(paid),
        "现金/实物": "银行卡" if _has_line(h.name, h.bank_card) else "现金", "资金来源": SOURCES.show(r["source"], "zh"), "资金": r["fund"], "指标文号": r["budget"],
        "公示起止": notice, "审批日期": r["approved_on"], "发放日期": r["made_on"], "开户行": h.bank, "卡号尾四位": (h.bank_card or "")[-4:],
        "经办人": r["adopted_by"], "审核人": reviewer, "审批人": r["approved_by"], "发放人": r["made_by"], "银行文件": r["bank_file"],
        "流水号": r["seq"], "备注": MOVES.show(r["kind"], "zh"),
    }  # fmt: skip
