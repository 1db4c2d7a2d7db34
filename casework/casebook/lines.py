"""Lines: this year's Dibao line, entered by a clerk from its document; in force only when a second person has signed it."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from casework import workflow
from casework.assistance.classify import GREATEST_LINE
from casework.casebook.cases import keep_rules, office_line
from casework.casebook.payments import Casebook
from casework.money import show
from casework.standards import OWN, Line, LineValue, Standard
from casework.standards.office import region_name
from casework.vocabulary import Codes, Refused, Text

STATES = Codes({
    "waiting": Text("待签批", "waits for a signature"), "ahead": Text("已签批，未到施行日", "signed, not in force yet"), "in_force": Text("施行中", "in force"),
    "past": Text("已由后一标准接替", "followed by a later line"), "replaced": Text("已由更正的标准代替", "replaced by a correction"),
    "refused": Text("未通过", "refused"),
})  # fmt: skip
"""Where a line stands that an office entered."""
_COLUMNS = ("region", "starts", "amount_fen", "title", "number", "dated", "address", "made_on", "made_by")
_ENTERED = f"INSERT INTO line ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_LINES = "SELECT l.*, s.verdict, s.why, s.made_on AS signed_on, s.made_by AS signed_by FROM line l LEFT JOIN signing s ON s.line = l.seq"


class Entered(NamedTuple):
    """A line as its document gives it: the region, fen per person and month, and from which day."""

    region: str
    amount_fen: int
    starts: date
    title: str
    dated: date
    number: str = ""
    address: str = ""


def regions(book: Casebook) -> dict[str, Text]:
    """The lines that the pack of the book reads, its own first; Refused when its line is fixed in the pack itself."""
    standard = book.standard()
    if standard.pack.fixed_line is not None:
        zh, en = standard.pack.name.text
        raise Refused(f"规则包“{zh}”的认定线写定为 {show(standard.pack.fixed_line)} 元，不随低保标准变动，无需登记。",
                      f"the line of the pack “{en}” is fixed at {show(standard.pack.fixed_line)} yuan and follows no Dibao line: there is none to enter.")  # fmt: skip
    return {name: region_name(standard, name) for name in (standard.region or OWN, *standard.other_lines())}


def lines(book: Casebook) -> list[dict[str, Any]]:
    """Every line that was entered, newest first, with who entered it, who signed or refused it, and its state (STATES)."""
    standard, day, rows = book.standard(), book.today(), book.rows(f"{_LINES} ORDER BY l.seq DESC")
    return [row | {"state": _state(row, standard, day), "name": region_name(standard, row["region"])} for row in rows]


def line(book: Casebook, seq: int) -> dict[str, Any]:
    """One line of `lines`; Refused when there is none of this number."""
    found = lines(book)
    if one := next((row for row in found if row["seq"] == seq), None):
        return one
    known = ", ".join(str(row["seq"]) for row in found) or "—"
    raise Refused(f"没有第 {seq} 号标准；已有：{known}。", f"there is no line {seq}; there are: {known}.")


def _state(row: dict[str, Any], standard: Standard, day: date) -> str:
    if row["verdict"] != "signed":
        return row["verdict"] or "waiting"
    values, key = standard.lines[row["region"]], office_line(row).key
    if key not in (value.source for value in values.values):
        return "replaced"
    if row["starts"] > day.isoformat():
        return "ahead"
    now = values.on(day)
    return "in_force" if now and now.source == key else "past"


# ---- entered, and signed by another ------------------------------------------------------------------


def enter(book: Casebook, said: Entered, by: str, *, sure: bool = False) -> int:
    """Keeps a line that waits for its signature; its number. What `doubts` finds is Refused unless somebody is sure."""
    said = said._replace(title=_plain(said.title), number=_plain(said.number), address=_plain(said.address))
    found = doubts(book, said)
    if found and not sure:
        zh, en = ("；".join(t.zh for t in found), "; ".join(t.en for t in found))
        raise Refused(f"{zh}。请核对文件；确实如此的，勾选“已核对”（命令行加 --sure）再登记。",
                      f"{en}. Look at the document; if it is so, tick “checked” (--sure on the command line) and enter it again.")  # fmt: skip
    with book.booking(by, f"enter a line of {said.region} from {said.starts}", None, "handler") as (tx, day):
        row = (
            said.region,
            said.starts.isoformat(),
            said.amount_fen,
            said.title,
            said.number,
            said.dated.isoformat(),
            said.address,
        )
        return int(tx.execute(_ENTERED, (*row, day.isoformat(), by.strip())).lastrowid)


def sign(book: Casebook, seq: int, by: str) -> None:
    """Puts a line in force from its day; never by who entered it."""
    with book.booking(by, f"sign line {seq}", None, "approver") as (tx, day):
        waiting = _waiting(book, seq)
        if workflow.same_name(by, waiting["made_by"]):
            raise Refused(f"第 {seq} 号标准由 {by} 登记，须由另一人签批。", f"line {seq} was entered by {by}: another person signs it.")  # fmt: skip
        tx.execute(_SIGNING, (seq, "signed", None, day.isoformat(), by.strip()))
        keep_rules(tx, book.standard())


def refuse(book: Casebook, seq: int, by: str, why: str) -> None:
    """Refuses a line that waits, for a reason; who entered it may take it back so."""
    if not why.strip():
        raise Refused("请填写不予通过的理由。", "say why it is refused.")
    own = workflow.same_name(by, line(book, seq)["made_by"])
    with book.booking(by, f"refuse line {seq}: {why}", None, "handler" if own else "approver") as (tx, day):
        _waiting(book, seq)
        tx.execute(_SIGNING, (seq, "refused", why.strip(), day.isoformat(), by.strip()))


_SIGNING = "INSERT INTO signing (line, verdict, why, made_on, made_by) VALUES (?, ?, ?, ?, ?)"


def _waiting(book: Casebook, seq: int) -> dict[str, Any]:
    found = line(book, seq)
    if found["state"] != "waiting":
        zh, en = ("未通过", "refused") if found["verdict"] == "refused" else ("签批", "signed")
        raise Refused(f"第 {seq} 号标准已由 {found['signed_by']} 于 {found['signed_on']} {zh}，不再更改；有误请另行登记。",
                      f"line {seq} was {en} by {found['signed_by']} on {found['signed_on']} and stays so: if it is wrong, enter another.")  # fmt: skip
    return found


# ---- what may be wrong with it -----------------------------------------------------------------------


def doubts(book: Casebook, said: Entered) -> list[Text]:
    """What somebody should look at before this line is entered; Refused when it cannot be a line at all."""
    _stop_if_wrong(book, said)
    same, before, later = _neighbours(book.standard().lines.get(said.region), said.starts)
    found = [_high_or_low(before, said), _taken(same, said), _short(later, said)]
    if said.starts > book.today() + timedelta(days=366):
        found.append(
            Text(f"施行日 {said.starts} 在一年以后", f"its first day, {said.starts}, is more than a year ahead")
        )
    return [text for text in found if text]


def _stop_if_wrong(book: Casebook, said: Entered) -> None:
    known = regions(book)
    if said.region not in known:
        zh, en = "、".join(t.zh for t in known.values()), ", ".join(f"{code} ({t.en})" for code, t in known.items())
        raise Refused(f"本案卷库的规则包不用地区 {said.region} 的标准；可登记：{zh}。",
                      f"the pack of this book reads no line of {said.region}; it reads: {en}.")  # fmt: skip
    if not 0 < said.amount_fen < GREATEST_LINE:
        raise Refused(f"标准 {show(said.amount_fen)} 元不对，应为每人每月的元数，如 1120。",
                      f"a line of {show(said.amount_fen)} yuan cannot be: give yuan per person and month, such as 1120.")  # fmt: skip
    if not said.title:
        raise Refused("请填写公布该标准的文件名称。", "give the title of the document that sets the line.")
    if said.dated > book.today():
        raise Refused(f"文件日期 {said.dated} 还没有到，请核对。", f"the document is dated {said.dated}, in the future: check it.")  # fmt: skip
    waiting = book.rows(f"{_LINES} WHERE verdict IS NULL AND region = ? AND starts = ?", (said.region, said.starts.isoformat()))  # fmt: skip
    if waiting:
        seq = waiting[0]["seq"]
        raise Refused(f"该地区自 {said.starts} 起的标准已登记为第 {seq} 号，正待签批；请先签批或不予通过。",
                      f"line {seq}, for the same region and day, waits for a signature already: let it be signed or refused first.")  # fmt: skip
    _stop_if_never_read(book.standard(), said)


def _stop_if_never_read(standard: Standard, said: Entered) -> None:
    """Refused when the pack holds on no day on which this line would be read."""
    pack, (_, _, later) = standard.pack, _neighbours(standard.lines.get(said.region), said.starts)
    if pack.valid_until and standard.read_on(pack.valid_until) < said.starts:
        raise Refused(f"规则包施行至 {pack.valid_until}，用不到 {said.starts} 起的标准；请核对日期。",
                      f"the pack holds until {pack.valid_until} and will never read a line from {said.starts}: check the day.")  # fmt: skip
    if pack.valid_from and later and later.starts and later.starts <= standard.read_on(pack.valid_from):
        raise Refused(f"规则包自 {pack.valid_from} 起施行，那时已有自 {later.starts} 起的标准，{said.starts} 起的用不到；请核对日期。",
                      f"the pack holds from {pack.valid_from}, when the line from {later.starts} is in force already, so one from {said.starts} is never read: check the day.")  # fmt: skip


Neighbours = tuple[LineValue | None, LineValue | None, LineValue | None]


def _neighbours(known: Line | None, starts: date) -> Neighbours:
    """The value of the same day, the one in force the day before, and the next one after it."""
    if known is None:
        return None, None, None
    dated = [value for value in known.values if value.starts]
    same = next((value for value in dated if value.starts == starts), None)
    return same, known.on(starts - timedelta(days=1)), next((v for v in dated if v.starts and v.starts > starts), None)


def _high_or_low(before: LineValue | None, said: Entered) -> Text | None:
    """A line that is half as high again as the one before, or half as low."""
    if before is None or before.yuan is None or 2 * abs(said.amount_fen - before.yuan) <= before.yuan:
        return None
    was, now = show(before.yuan), show(said.amount_fen)
    return Text(f"标准由 {was} 元变为 {now} 元，变动超过一半", f"the line would go from {was} to {now} yuan, a change of more than half")  # fmt: skip


def _taken(same: LineValue | None, said: Entered) -> Text | None:
    if same is None or same.yuan is None:
        return None
    return Text(f"{said.starts} 起已有标准 {show(same.yuan)} 元，签批后由本条代替",
                f"there is a line of {show(same.yuan)} yuan from {said.starts} already, which this one would replace")  # fmt: skip


def _short(later: LineValue | None, said: Entered) -> Text | None:
    if later is None:
        return None
    return Text(f"{later.starts} 起已另有标准，本条只执行到其前一日", f"another line follows from {later.starts}, so this one would hold only until then")  # fmt: skip


# ---- in words ----------------------------------------------------------------------------------------


def in_words(row: dict[str, Any]) -> Text:
    """A line of `lines` in one sentence: what, since when, where it stands and by whom, and its document."""
    (zh, en), yuan = row["name"], show(row["amount_fen"])
    state, (made, signed) = (
        STATES.words[row["state"]],
        [(row[f"{act}_on"], row[f"{act}_by"]) for act in ("made", "signed")],
    )
    then = Text("", "")
    if row["verdict"] == "signed":
        then = Text(f"，{signed[0]} 由 {signed[1]} 签批", f", signed {signed[0]} by {signed[1]}")
    elif row["verdict"] == "refused":
        then = Text(
            f"，{signed[0]} 由 {signed[1]} 不予通过：{row['why']}",
            f", refused {signed[0]} by {signed[1]}: {row['why']}",
        )
    paper = " ".join(part for part in (row["title"], row["number"], row["dated"], row["address"]) if part)
    return Text(f"第 {row['seq']} 号　{zh} {row['starts']} 起每人每月 {yuan} 元：{state.zh}（{made[0]} 由 {made[1]} 登记{then.zh}） — {paper}",
                f"line {row['seq']}, {en}: {yuan} yuan per person and month from {row['starts']}: {state.en} (entered {made[0]} by {made[1]}{then.en}) — {paper}")  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(text.split())
