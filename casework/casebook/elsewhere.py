"""Elsewhere: who may be paid twice, in another file, by another unit or another scheme; compared without ID numbers."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from casework.casebook import schema
from casework.casebook.grants import Grants
from casework.households import Household, Member
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
                "person": keyed_hash(key, heads[r["file_number"]]),
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
        ours: dict[str, list[tuple[str, int]]] = {}
        for h in self.households():
            people: list[Household | Member] = [h, *h.members]
            for place, who in zip((0, *self.places(h.file_number)) if h.members else (0,), people, strict=True):
                ours.setdefault(keyed_hash(key, _plain(who.id_number)), []).append((h.file_number, place))
        found = []
        with self.write(by, f"list of {unit} ({scheme})") as tx:
            self.stop_stranger(by, self.today())
            for i, row in enumerate(rows, 1):
                aid, period, fen = (
                    AIDS.find(str(row.get("aid") or "")),
                    str(row.get("period") or ""),
                    row.get("amount_fen"),
                )
                counts = bool(aid and re.fullmatch("[0-9]{4}", period) and fen is not None)
                hashed = row.get("person") or keyed_hash(key, _plain(str(row.get("id_number") or "")))
                for k, (number, place) in enumerate(ours.get(hashed, ())):
                    source = f"{sha256}/{k}"
                    if not tx.execute(
                        "SELECT 1 FROM elsewhere WHERE list_sha256 = ? AND row = ?", (source, i)
                    ).fetchone():
                        said = (
                            number,
                            place,
                            scheme,
                            unit,
                            aid,
                            period or None,
                            fen,
                            source,
                            i,
                            self.today().isoformat(),
                        )
                        tx.execute(_ELSEWHERE, said)
                    found.append(
                        {
                            "household": number,
                            "place": place,
                            "aid": aid,
                            "period": period or None,
                            "amount_fen": fen,
                            "counts": counts,
                        }
                    )
        return found

    def doubles(self) -> list[dict[str, Any]]:
        """Who may be paid twice: the same person, card or address in several open files, or aid from elsewhere; files and why."""
        found = [{"why": "person", "households": sorted({a, *others})} for a, others in sorted(self._shared().items())]
        unique = {tuple(d["households"]): d for d in found}
        open_ = "FROM household WHERE exited_on IS NULL AND"
        for why, column in (("card", schema.CARD), ("address", "address")):
            sql = f"SELECT group_concat(file_number, '/' ORDER BY file_number) AS files {open_} {column} IS NOT NULL GROUP BY {column} HAVING count(*) > 1 ORDER BY 1"
            unique |= {(why, r["files"]): {"why": why, "households": r["files"].split("/")} for r in self.rows(sql)}
        elsewhere = "SELECT DISTINCT file_number, scheme, unit, aid, period FROM elsewhere ORDER BY seq"
        return [
            *unique.values(),
            *({"why": "elsewhere", "households": [r.pop("file_number")], **r} for r in self.rows(elsewhere)),
        ]


_ELSEWHERE = (
    "INSERT INTO elsewhere (file_number, place, scheme, unit, aid, period, amount_fen, list_sha256, row, learnt_on) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def _plain(id_number: str) -> str:
    """An ID number as everybody writes it in the end: without spaces, in plain digits, with a capital X."""
    return "".join(unicodedata.normalize("NFKC", id_number).split()).upper()
