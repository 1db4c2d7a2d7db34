"""Elsewhere: who may be paid twice, in another file, by another unit or another scheme; compared without ID numbers."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from casework.casebook import schema
from casework.casebook.grants import Grants
from casework.casebook.store import Connection
from casework.privacy import keyed_hash
from casework.vocabulary import AIDS, SCHEMES, Refused


class Elsewhere(Grants):
    """A casebook with what the same people had elsewhere."""

    def exchange_list(self, key: bytes, year: int) -> list[dict[str, Any]]:
        """What was paid to whom in a year, each person a keyed hash that tells nothing without the shared key."""
        heads = {h.file_number: _plain(h.id_number) for h in self.households()}
        rows = self.rows(
            "SELECT g.file_number, g.aid, g.period, sum(g.paid_fen) AS fen FROM grant g WHERE g.period = ? GROUP BY 1, 2, 3 HAVING fen > 0 ORDER BY 1, 2",
            (str(year),),
        )  # fmt: skip
        return [
            {
                "person": keyed_hash(key, heads[r.pop("file_number")]),
                "aid": r["aid"],
                "period": r["period"],
                "amount_fen": r["fen"],
            }
            for r in rows
        ]

    def match_list(
        self, rows: Iterable[Mapping[str, Any]], *, key: bytes, scheme: str, unit: str, sha256: str, by: str
    ) -> list[dict[str, Any]]:
        """Keeps, of a list of another unit or scheme, the rows about people of this book; what was found.

        A row has `person` (a keyed hash) or `id_number` (hashed at once, never kept), and aid, period and amount_fen where known.
        """
        if scheme not in SCHEMES.words:
            known = ", ".join(SCHEMES.words)
            raise Refused(f"没有渠道 {scheme}；可用：{known}。", f"there is no scheme {scheme}; there are: {known}.")
        ours, found = self._by_hash(key), []
        with self.booking(by, f"list of {unit} ({scheme})") as (tx, day):
            for i, row in enumerate(rows, 1):
                hashed = row.get("person") or keyed_hash(key, _plain(str(row.get("id_number") or "")))
                for k, (number, place) in enumerate(ours.get(hashed, ())):
                    had = {"household": number, "place": place, **_had(row)}
                    self._keep_had(tx, had, scheme, unit, f"{sha256}/{k}", i, day)
                    found.append(had)
        return found

    def _by_hash(self, key: bytes) -> dict[str, list[tuple[str, int]]]:
        """File and place of everybody who belongs to a household now, by keyed hash."""
        found: dict[str, list[tuple[str, int]]] = {}
        for place, table, whom in (("0", "household", "1"), ("place", "member", "left_on IS NULL AND died_on IS NULL")):
            for r in self.rows(
                f"SELECT file_number, {place} AS place, id_number FROM {table} WHERE {whom} ORDER BY 1, 2"
            ):
                who = self._unseal(r["id_number"], r["file_number"], r["place"], "id_number")
                found.setdefault(keyed_hash(key, _plain(who)), []).append((r["file_number"], r["place"]))
        return found

    def _keep_had(
        self, tx: Connection, had: Mapping[str, Any], scheme: str, unit: str, source: str, row: int, day: date
    ) -> None:  # fmt: skip
        """Keeps one payment from elsewhere; the same row of the same list once."""
        if not tx.execute("SELECT 1 FROM elsewhere WHERE list_sha256 = ? AND row = ?", (source, row)).fetchone():
            who, what = (had["household"], had["place"]), (had["aid"], had["period"], had["amount_fen"])
            tx.execute(_ELSEWHERE, (*who, scheme, unit, *what, source, row, day.isoformat()))

    def doubles(self) -> list[dict[str, Any]]:
        """Who may be paid twice: the same person, card or address in several open files, or aid from elsewhere; files and why."""
        people = sorted({tuple(sorted({a, *others})) for a, others in self._shared().items()})
        found: list[dict[str, Any]] = [{"why": "person", "households": [*together]} for together in people]
        for why, column in (("card", schema.CARD), ("address", "address")):
            sql = (
                "SELECT group_concat(file_number, '/' ORDER BY file_number) AS files FROM household "
                f"WHERE exited_on IS NULL AND {column} IS NOT NULL GROUP BY {column} HAVING count(*) > 1 ORDER BY 1"
            )
            found += [{"why": why, "households": r["files"].split("/")} for r in self.rows(sql)]
        elsewhere = self.rows("SELECT DISTINCT file_number, scheme, unit, aid, period FROM elsewhere ORDER BY seq")
        return found + [{"why": "elsewhere", "households": [r.pop("file_number")], **r} for r in elsewhere]


_ELSEWHERE = (
    "INSERT INTO elsewhere (file_number, place, scheme, unit, aid, period, amount_fen, list_sha256, row, learnt_on) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def _had(row: Mapping[str, Any]) -> dict[str, Any]:
    """Aid, year and fen that a row of a list tells; `counts` when all three are clear."""
    aid, period, fen = AIDS.find(str(row.get("aid") or "")), str(row.get("period") or ""), row.get("amount_fen")
    counts = bool(aid and re.fullmatch("[0-9]{4}", period) and fen is not None)
    return {"aid": aid, "period": period or None, "amount_fen": fen, "counts": counts}


def _plain(id_number: str) -> str:
    """An ID number as everybody writes it in the end: without spaces, in plain digits, with a capital X."""
    return "".join(unicodedata.normalize("NFKC", id_number).split()).upper()
