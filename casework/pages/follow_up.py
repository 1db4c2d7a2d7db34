"""Follow-up: one file and what it wants, visits, who came and left, the caseload before and after aid; safe HTML and SVG."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from casework import vocabulary as words
from casework.casebook.caseload import Effect, Flow, Item, Visits
from casework.indicators import Standing
from casework.money import half_up, show
from casework.pages.markup import banner, esc, heading, table
from casework.vocabulary import Lang, Text
from casework.workflow import Due, Step, Wanted, role_of

_NOT_YET = Text("尚未申请", "not applied for yet")
_STATUS = {"missing": Text("缺", "missing"), "expired": Text("已过期", "out of date")}
_BLUE, _GREY = "#2a6f97", "#54636f"


def state(code: str | None, lang: Lang) -> str:
    """The state of a file in words, also of one that was not applied for."""
    return words.STATES.show(code, lang) if code else _NOT_YET.to(lang)


def case(file: Item, due: Sequence[Due], lang: Lang) -> str:
    """The head of a picked file: number, name, state, and what it wants by when."""
    title = f"{file.file_number}　{file.name}　{state(file.state, lang)}"
    said = [banner(one.said.to(lang)) for one in due]
    none = f'<p class="note">{esc(Text("现在没有待办事项。", "Nothing is due now.").to(lang))}</p>'
    return heading(Text(title, title), lang) + ("".join(said) or none)


def who(act: str, lang: Lang) -> str:
    """Who may do an act."""
    role = words.ROLES.words[role_of(act)]
    said = Text(f"由{role.zh}办理，须是当天有此职责的人。", f"For a {role.en}: somebody with that role on the day.")
    return f'<p class="note">{esc(said.to(lang))}</p>'


def done(number: str, step: Step, now: str | None, lang: Lang) -> str:
    """That an act was recorded."""
    act = words.ACTS.words[step.act]
    said = Text(f"{number}：{step.on} {act.zh}已登记，办理人 {step.by}，现为“{state(now, 'zh')}”。",
                f"{number}: {act.en} of {step.on} is recorded, done by {step.by}; the file is now: {state(now, 'en')}.")  # fmt: skip
    return banner(said.to(lang))


def papers(wanted: Sequence[Wanted], lang: Lang) -> str:
    """The papers that a file still wants, and how many are there."""
    rows = [(words.EVIDENCE.show(w.kind, lang), _STATUS[w.status].to(lang), w.why.to(lang)) for w in wanted if w.status != "there"]  # fmt: skip
    there = len(wanted) - len(rows)
    said = Text(f"已有 {there} 种，还缺 {len(rows)} 种。", f"{there} are there, {len(rows)} are wanting.").to(lang)
    header = (Text("材料", "Paper"), Text("状态", "Status"), Text("依据", "Why"))
    return heading(Text("材料", "Papers"), lang, 3) + f"<p>{esc(said)}</p>" + (table(header, rows, lang) if rows else "")  # fmt: skip


# ---- visits -------------------------------------------------------------------------------------------


_HOME, _AFTER = Text("入户(户)", "Visited at home"), Text("回访(户)", "Followed up")
_VISITED = Text("入户含入户调查步骤和注明“入户调查”得知的事实；同一户同一期只计一次。回访可以是电话。",
                "Visited at home: a home-visit step, or a fact learnt on a home visit. A household counts once in each row. A follow-up may be by phone.")  # fmt: skip


def visits(found: Visits, lang: Lang) -> str:
    """Visits by month as bars and table, by person, and how many of those on file were visited."""
    months = table((Text("月份", "Month"), _HOME, _AFTER), [(m, *n) for m, n in found.months.items()], lang, [1, 2])
    people = table((Text("办理人", "Done by"), _HOME, _AFTER), [(p, *n) for p, n in found.people.items()], lang, [1, 2])
    nobody = f'<p class="note">{esc(Text("今年还没有入户或回访记录。", "No visits or follow-ups are recorded this year.").to(lang))}</p>'
    this_year = heading(Text("今年的入户和回访", "Visits and follow-ups this year"), lang, 3)
    done_ = f'<div class="cols"><div>{_bars(found.months, lang)}{people}</div><div>{months}</div></div>' if found.people else nobody  # fmt: skip
    return f'{this_year}<p class="note">{esc(_VISITED.to(lang))}</p>{done_}{_by_class(found, lang)}'


def _by_class(found: Visits, lang: Lang) -> str:
    """How many of each class are on file, were visited in the last twelve months, and never were; and in all."""
    header = (Text("核算类别", "Class worked out"), Text("在档(户)", "On file"), Text("近 12 个月入户(户)", "Visited, last 12 months"),
              Text("入户率", "Share visited"), Text("从未入户(户)", "Never visited"))  # fmt: skip
    sums = {words.CLASSES.show(c, lang): n for c, n in found.classes.items()}
    whole = Text("合计", "All").to(lang)
    sums[whole] = tuple(sum(n[k] for n in found.classes.values()) for k in range(3))  # type: ignore[assignment]
    rows = [(name, there, seen, share(seen, there), never) for name, (there, seen, never) in sums.items()]
    return heading(Text("在档家庭的入户率", "Households on file that were visited"), lang, 3) + table(header, rows, lang, [1, 2, 3, 4])  # fmt: skip


def share(part: int, whole: int) -> str:
    """A share in per cent with one decimal, a half rounded up; a dash where there is no whole."""
    return f"{half_up(Fraction(1000 * part, whole)) / 10:.1f} %" if whole else "—"


def _bars(months: Mapping[str, tuple[int, int]], lang: Lang) -> str:
    """A column for each month: full for visits, hatched for follow-ups, each with its number above it."""
    most = max((max(n) for n in months.values()), default=0) or 1
    title = Text("每月入户和回访的户数", "Households visited and followed up, by month").to(lang)
    axis = Text("月份", "month").to(lang)
    columns = "".join(_column(10 + 38 * k, month, n, most) for k, (month, n) in enumerate(months.items()))
    return (
        f'<figure role="img" aria-label="{esc(title)}"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 250" width="480" style="max-width:100%">'
        '<defs><pattern id="cw-after" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>'
        f'<path d="M0 0V6" stroke="{_BLUE}" stroke-width="3"/></pattern></defs><text x="0" y="16" font-weight="600" font-size="14">{esc(title)}</text>'
        f'{_key(0, _HOME, _BLUE, lang)}{_key(150, _AFTER, "url(#cw-after)", lang)}{columns}<path d="M0 216H466" stroke="{_GREY}"/>'
        f'<text x="470" y="234" font-size="12" fill="{_GREY}" text-anchor="end">{esc(axis)}</text></svg></figure>'
    )  # fmt: skip


def _key(x: int, said: Text, fill: str, lang: Lang) -> str:
    return f'<rect x="{x + 1}" y="27" width="22" height="12" fill="{fill}" stroke="{_BLUE}"/><text x="{x + 29}" y="38" font-size="12">{esc(said.to(lang))}</text>'  # fmt: skip


def _column(x: int, month: str, counts: tuple[int, int], most: int) -> str:
    bars = ""
    for k, (n, fill) in enumerate(zip(counts, (_BLUE, "url(#cw-after)"), strict=True)):
        high = 140 * n / most
        if n:
            bars += f'<rect x="{x + 16 * k}" y="{216 - high:.1f}" width="14" height="{high:.1f}" fill="{fill}" stroke="{_BLUE}"/>'
            bars += f'<text x="{x + 16 * k + 7}" y="{211 - high:.1f}" font-size="11" text-anchor="middle">{n}</text>'
    return f'{bars}<text x="{x + 15}" y="234" font-size="12" text-anchor="middle">{int(month[5:])}</text>'


# ---- who came and left --------------------------------------------------------------------------------


_RATE = Text("年度脱困率 = 当年脱困户数 ÷（年初在档 + 当年新增），即当年在过档的家庭中有多少脱困；下发文件未给出统一算法，上报前请核对上级口径。",
             "Yearly exit rate = exits ÷ (on file at the start + new in the year): of all households that were on file in the year, how many left. The notices give no formula of their own; check it with the level above before it is reported.")  # fmt: skip
_SUM = Text("期末在档 = 年初在档 + 新增 − 脱困 − 在档注销 − 渐退期内返困。本年计至 {}。",
            "On file at the end = on file at the start + new − exits − cancelled − relapses while tapering. This year is counted up to {}.")  # fmt: skip
_NO_REASON = Text("只见于表上，未注明原因", "on the form only, no reason given")


def flows(found: Mapping[int, Flow], until: date, lang: Lang) -> str:
    """Who came on file and left it, year by year, with the reasons and the yearly exit rate."""
    years = list(found.values())
    rows = [
        _line(Text("年初在档", "On file at the start"), [f.start for f in years], lang),
        _line(Text("新增", "New"), [f.new for f in years], lang),
        *_with_reasons(Text("脱困", "Exits"), [f.exits for f in years], lang),
        *_with_reasons(Text("在档注销", "Cancelled"), [f.cancelled for f in years], lang),
        _line(Text("返困，重新申请", "Relapses, applied again"), [f.relapses for f in years], lang),
        _line(Text("　其中：渐退期内返困", "　of them: while tapering"), [f.while_tapering for f in years], lang),
        _line(Text("期末在档", "On file at the end"), [f.end for f in years], lang),
        _line(Text("脱困后回访", "Follow-ups after exit"), [f.follow_ups for f in years], lang),
        *_with_reasons(Text("申请未通过", "Applications refused"), [f.refused for f in years], lang),
        _line(Text("申请中注销", "Applications cancelled"), [f.dropped for f in years], lang),
        (Text("年度脱困率", "Yearly exit rate").to(lang), *(share(f.exits.total(), f.start + f.new) for f in years)),
    ]
    header = (Text("户数", "Households"), *(Text(f"{year} 年", str(year)) for year in found))
    said = "".join(f'<p class="note">{esc(text.to(lang).format(until))}</p>' for text in (_RATE, _SUM))
    return heading(Text("进入和退出", "Who came and left"), lang, 3) + table(header, rows, lang, range(1, len(years) + 1)) + said  # fmt: skip


def _line(what: Text, counts: Sequence[int], lang: Lang) -> tuple[object, ...]:
    return what.to(lang), *counts


def _with_reasons(what: Text, counts: Sequence[Counter[str]], lang: Lang) -> list[tuple[object, ...]]:
    """How many in all, and below it for each reason that occurs."""
    codes = [code for code in (*words.REASONS.words, "") if any(n[code] for n in counts)]
    reasons = [(words.REASONS.words.get(code, _NO_REASON), [n[code] for n in counts]) for code in codes]
    below = [_line(Text(f"　其中：{said.zh}", f"　of them: {said.en}"), n, lang) for said, n in reasons]
    return [_line(what, [n.total() for n in counts], lang), *below]


# ---- before and after aid -----------------------------------------------------------------------------


_MEANS = {
    "below": Text("人均月纯收入低于低保标准的户数和比例。", "Households whose net income per person and month is below the line."),
    "gap": Text("平均每户离标准差多少，以标准的百分比表示；达到标准的按 0 计。", "How far a household is from the line on average, as a part of the line; one at or above it counts as 0."),
    "severity": Text("同上，但差得越多分量越重；它降得快，说明最困难的家庭先得到帮助。", "The same, weighing the worst off most; it falls fast where the worst off are helped first."),
    "gini": Text("各户人均月纯收入的差距：0 为完全相同，越接近 1 差距越大；负数按 0 计。", "How unequal their incomes per person are: 0 all the same, towards 1 very unequal; a negative one counts as 0."),
}  # fmt: skip
_HEADS = (Text("指标", "Measure"), Text("帮扶前", "Before aid"), Text("发放后", "After what was paid"), Text("足额发放后", "If all due were paid"),
          Text("什么意思", "What it means"))  # fmt: skip
_BASIS = Text("每户计一次，收入为规则包认可的家庭月人均纯收入（可为负数），与当日低保标准相比。“帮扶前”不含工会帮扶；“发放后”加上近 12 个月实际发放（含送温暖，扣除退回）；“足额发放后”改为加上按今天规则应得的一年帮扶。",
              "Each household counts once, with its net income per person and month as the rules accept it (it may be negative), against the line of that day. Before aid: without union aid. After what was paid: with what was paid in the last twelve months, gifts included, returns taken off. If all due were paid: instead with the aid of a year that the rules of today give.")  # fmt: skip


def effect(found: Effect, on: date, lang: Lang) -> str:
    """The caseload before and after aid, and how far aid reaches."""
    title = Text(f"在档家庭帮扶前后　截至 {on}", f"Households on file before and after aid, as of {on}")
    if not found.on_file:
        none = Text(
            "案卷库中没有在档家庭；审批建档后这里才有数字。",
            "No household is on file yet; figures come with the first approval.",
        )
        return heading(title, lang, 3) + banner(none.to(lang))
    standings = (found.before, found.after, found.in_full)
    rows = [
        (Text("低于标准", "Below the line").to(lang), *(_below(s, lang) for s in standings), _MEANS["below"].to(lang)),
        (Text("平均缺口", "Average gap").to(lang), *(f"{s.gap:.1%}".replace("%", " %") for s in standings), _MEANS["gap"].to(lang)),
        (Text("缺口强度", "Severity").to(lang), *(f"{s.severity:.3f}" for s in standings), _MEANS["severity"].to(lang)),
        (Text("基尼系数", "Gini").to(lang), *(f"{s.gini:.3f}" for s in standings), _MEANS["gini"].to(lang)),
    ]  # fmt: skip
    said = f"<p>{esc(_counted(found).to(lang))}</p>" + table(_HEADS, rows, lang, [1, 2, 3])
    return f'{heading(title, lang, 3)}{said}<p class="note">{esc(_BASIS.to(lang))}</p>{_reach(found, lang)}'


def _below(s: Standing, lang: Lang) -> str:
    return Text(f"{s.below} 户，{share(s.below, s.of)}", f"{s.below}, {share(s.below, s.of)}").to(lang)


def _counted(found: Effect) -> Text:
    return Text(f"在档 {found.on_file} 户，其中 {found.unknown} 户收入、支出、人口或标准未知，算不出人均纯收入，未计入下表；下表为其余 {found.before.of} 户。",
                f"{found.on_file} households are on file; {found.unknown} of them are left out because income, costs, size or line is unknown. The table is of the other {found.before.of}.")  # fmt: skip


def _reach(found: Effect, lang: Lang) -> str:
    """Who is due aid, who was paid, and how much a household."""
    header = (Text("覆盖", "Coverage"), Text("户数", "Households"), Text("金额(元)", "Yuan"), Text("户均(元)", "Yuan each"))  # fmt: skip
    missed = found.entitled - found.reached
    rows = [
        (Text("按今天规则一年应得", "Due in a year by the rules of today").to(lang), found.entitled, show(found.entitled_fen), _each(found.entitled_fen, found.entitled)),
        (Text("近 12 个月已发放", "Paid in the last twelve months").to(lang), found.paid, show(found.paid_fen), _each(found.paid_fen, found.paid)),
        (Text("应得且已发放", "Due, and paid something").to(lang), found.reached, "", ""),
        (Text("应得而分文未发", "Due, and paid nothing").to(lang), missed, "", ""),
        (Text("已发放而今天不应得", "Paid, and nothing due today").to(lang), found.paid - found.reached, "", ""),
    ]  # fmt: skip
    said = Text(f"覆盖率 {share(found.reached, found.entitled)}：应得帮扶的家庭中，近 12 个月得到过发放的比例。按全部在档家庭平均，每户得 {_each(found.paid_fen, found.on_file)} 元。",
                f"Coverage {share(found.reached, found.entitled)}: of the households that are due aid, those that were paid something in the last twelve months. Over all on file it is {_each(found.paid_fen, found.on_file)} yuan a household.").to(lang)  # fmt: skip
    open_ = Text(f"{found.open_} 户有应得金额尚未确定，按至少可得计。", f"For {found.open_} an amount is not settled yet and counts with its least.").to(lang)  # fmt: skip
    more = f'<p class="note">{esc(open_)}</p>' if found.open_ else ""
    return heading(Text("帮扶覆盖", "How far aid reaches"), lang, 3) + f"<p>{esc(said)}</p>{table(header, rows, lang, [1, 2, 3])}{more}"  # fmt: skip


def _each(fen: int, households: int) -> str:
    return show(half_up(Fraction(fen, households))) if households else "—"
