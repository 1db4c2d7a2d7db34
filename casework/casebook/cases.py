"""Cases: what the casebook says of itself, its rules, and the answer for its households."""

import json
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any, Self

from casework import standards
from casework.assistance import Assessment, assess
from casework.casebook.history import History
from casework.casebook.store import Connection, stamp
from casework.households import Facts, Population, facts_of
from casework.standards.office import OfficeLine, with_lines
from casework.vocabulary import Refused


class Cases(History):
    """A casebook with its settings, rules and answers."""

    @classmethod
    def create(
        cls, path: Path, *, unit: str, pack: str, last_day: date, origin: str = "new", made_on: date | None = None,
        key_file: Path | None = None, steps: str = "notice-first", by: str | None = None,
    ) -> Self:  # fmt: skip
        """A new, empty casebook; Refused, and no file made, when there is one or the pack cannot be used.

        With a key file (or CASEWORK_KEY_FILE) it is encrypted. `steps` is the order of its workflow (ORDERS).
        `by` is who makes it; without a name the unit does.
        """
        standard = _own(pack)
        book = cls.made(path, key_file)
        try:
            with book.write(by or unit, f"new casebook ({origin})", stamp(made_on)) as tx:
                book.make_tables(stamp(made_on))
                said = (1, unit, standard.stem, last_day.isoformat(), origin, steps)
                tx.execute("INSERT INTO book VALUES (?, ?, ?, ?, ?, ?)", said)
                keep_rules(tx, standard)
        except BaseException:
            book.close()
            path.unlink()
            raise
        return book

    # ---- rules --------------------------------------------------------------------------------------

    def day(self, on: date | None) -> date:
        """The day asked for, by default the last day; Refused when it is in the future of the book."""
        if on and on > self.last_day:
            raise Refused(f"{on} 晚于案卷库的最后一天 {self.last_day}，请用不晚于该日的日期。",
                          f"{on} is after the last day of this casebook, {self.last_day}: give that day or an earlier one.")  # fmt: skip
        return on or self.last_day

    def standard(self, pack: str | None = None) -> standards.Standard:
        """The pack of this stem or file, by default the book's own; one kept in the book serves if none is shipped.

        With the lines that the office entered and a second person signed.
        """
        stem = pack or self.settings["pack"]
        kept = self.rows("SELECT * FROM rules WHERE stem = ? ORDER BY rowid DESC LIMIT 1", (stem,))
        found = standards.load(stem) if stem in standards.stems() or not kept else _parsed(kept[0])
        return with_lines(found, self.signed_lines())

    def signed_lines(self) -> list[OfficeLine]:
        """The lines of the office that are signed, in the order of signing."""
        signed = self.rows(
            "SELECT l.* FROM line l JOIN signing s ON s.line = l.seq WHERE s.verdict = 'signed' ORDER BY s.seq"
        )
        return [office_line(row) for row in signed]

    def own_packs(self) -> list[str]:
        """The packs kept in this book that do not come with casework."""
        kept = self.rows("SELECT DISTINCT stem FROM rules ORDER BY stem")
        return [row["stem"] for row in kept if row["stem"] not in standards.stems()]

    def keep_pack(self, file: str, by: str) -> None:
        """Keeps an office's own pack in the book, to be named by its stem; Refused when it cannot be used."""
        standard = _own(file)
        kept = [
            with_lines(_parsed(row), ()).digest
            for row in self.rows("SELECT * FROM rules WHERE stem = ? ORDER BY rowid", (standard.stem,))
        ]
        if standard.digest in kept and standard.digest != kept[-1]:
            raise Refused(f"{file} 的这一文本以前保存过，其后另有新文本；要恢复它，请改动其发布日期或加一行注释再保存。",
                          f"this text of {file} was kept before and another one since: to go back to it, change its date of publication or add a comment, and keep it again.")  # fmt: skip
        with self.write(by, f"keep the pack {standard.stem}") as tx:
            keep_rules(tx, standard)

    def rules(self, digest: str) -> standards.Standard:
        """The rules of this digest, from the text that the book keeps."""
        return _parsed(self.rows("SELECT * FROM rules WHERE digest = ?", (digest,))[0])

    def keep_import(
        self, tx: Connection, *, file: str, sha256: str, judgement: dict[str, Any], quarantine: list[tuple[str, int, str, str]]
    ) -> None:  # fmt: skip
        """Keeps what was imported when, and the original cells of every row that was not taken."""
        said = (sha256, file, self.today().isoformat(), json.dumps(judgement, ensure_ascii=False))
        tx.execute("INSERT INTO import_file VALUES (?, ?, ?, ?)", said)
        rows = [
            (sha256, *row[:3], self.keys.seal(row[3], f"{row[0]} {row[1]}") if self.keys else row[3])
            for row in quarantine
        ]
        tx.executemany("INSERT OR IGNORE INTO quarantine VALUES (?, ?, ?, ?, ?)", rows)

    # ---- answers ------------------------------------------------------------------------------------

    def facts(
        self, on: date, whose: str | Collection[str] | None = None, known_on: date | None = None, *, last_move: int | None = None
    ) -> dict[str, Facts]:  # fmt: skip
        """The facts of every household (or of one, or some) on a day, by file number, as known now or on another day.

        Union aid is what was paid in the twelve months before, but for warmth visits; of these, what was paid this year.
        With `last_move`, what was booked later on that day does not count.
        """
        numbers = [whose] if isinstance(whose, str) else whose
        some = "1" if numbers is None else "g.file_number IN (SELECT value FROM json_each(:numbers))"
        until = min(on, known_on or on).isoformat()
        said = {"on": on.isoformat(), "until": until, "numbers": json.dumps([*(numbers or ())]), "last": last_move}
        aid = self._paid(f"g.aid <> 'warmth' AND m.made_on > date(:on, '-12 months') AND {some}", said)
        gifts = self._paid(f"g.aid = 'warmth' AND m.made_on >= substr(:on, 1, 4) || '-01-01' AND {some}", said)
        files = self.for_facts(on, known_on, numbers)
        found = {h.file_number: facts_of(h, on, aid.get(h.file_number, 0), gifts.get(h.file_number, 0)) for h in files}
        if isinstance(whose, str) and not found:
            self.household(whose, on, known_on)  # says that there is none
        return found

    def _paid(self, which: str, said: dict[str, Any]) -> dict[str, int]:
        rows = self.rows(
            "SELECT g.file_number, max(0, sum(CASE m.kind WHEN 'pay' THEN m.amount_fen ELSE -m.amount_fen END)) AS fen "
            "FROM move m JOIN grant g ON g.id = m.grant_id WHERE m.kind IN ('pay', 'return', 'reversal') "
            f"AND m.made_on <= :until AND (:last IS NULL OR m.made_on < :on OR m.seq <= :last) AND {which} GROUP BY 1",
            said,
        )
        return {row["file_number"]: row["fen"] for row in rows}

    def population(
        self, as_of: date | None = None, known_on: date | None = None, number: str | Collection[str] | None = None
    ) -> Population:
        """The facts of every household (or of one, or some) as columns: as they were true on a day (by default the last), as known on another."""
        facts = self.facts(self.day(as_of), number, known_on)
        return Population.of(facts.values(), list(facts))

    def assess(
        self, pack: str | None = None, on: date | None = None, number: str | Collection[str] | None = None, known_on: date | None = None
    ) -> Assessment:  # fmt: skip
        """The answer for every household, for one, or for some; by default under the book's own pack on its last day."""
        day = self.day(on)
        return assess(self.population(day, known_on, number), self.standard(pack), day)


def _own(pack: str) -> standards.Standard:
    """The pack of this stem or file; Refused when it calls itself like one of casework's that differs."""
    standard = standards.load(pack)
    if is_shipped(standard) is False:
        raise Refused(f"{pack} 与自带规则包 {standard.stem} 同名而内容不同，请改其 pack 一项。",
                      f"{pack} calls itself {standard.stem} like a pack of casework that differs: change its pack entry.")  # fmt: skip
    return standard


def is_shipped(standard: standards.Standard) -> bool | None:
    """Whether these rules, but for lines of the office's own, come with casework; None when no pack of that name does."""
    if standard.stem not in standards.stems():
        return None
    return standards.load(standard.stem).digest == with_lines(standard, ()).digest


def keep_rules(tx: Connection, standard: standards.Standard) -> None:
    """Keeps the text of these rules in the book."""
    kept = (standard.digest, standard.stem, standard.text, standard.lines_text)
    tx.execute("INSERT OR IGNORE INTO rules VALUES (?, ?, ?, ?)", kept)


def office_line(row: dict[str, Any]) -> OfficeLine:
    """A line of the office as rules take it, from what was entered."""
    key = f"line {row['seq']} of this casebook"
    said = (row[name] for name in ("title", "number", "dated", "address"))
    return OfficeLine(key, row["region"], date.fromisoformat(row["starts"]), row["amount_fen"], *said)


def _parsed(kept: dict[str, Any]) -> standards.Standard:
    return standards.parse(kept["pack_text"], kept["lines_text"], kept["stem"])
