"""First day: a new book with its key, people, funds; the page of its steps; and how every other page leads there."""

import itertools
import json
import random
import re
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import ipywidgets as widgets
import pytest
from jupyterlab.labapp import LabApp

import casework
from casework import funds, lab, workflow
from casework.casebook import Casebook, beginning
from casework.views import first_day, start
from casework.vocabulary import LEVELS, ROLES, Refused, Text
from casework.workflow import Person, Step, same_name
from casework.workflow.staff import read_person, wanting
from tests.commands import casework as run
from tests.screens import html, inside

TODAY = date.today()  # noqa: DTZ011 the office's day
ADMIN = "示例管理员"
PAGES = sorted(f.stem for f in casework.share("notebooks").glob("*.ipynb"))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, and no key or book of the machine's."""
    for name in ("CASEWORK_KEY_FILE", "CASEWORK_BOOK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CASEWORK_LANG", "zh")
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a book will be, in a folder that is not there yet."""
    path = tmp_path / "books" / "county.db"
    monkeypatch.setenv("CASEWORK_BOOK", str(path))
    return path


def begin(path: Path, key: str | None = None, **other: Any) -> None:
    said = {"unit": "示例县总工会", "pack": "demo-2026", "day": TODAY, "steps": "notice-first", "by": ADMIN, "key": key}
    beginning.begin(path, **(said | other))


# ---- the book and its key --------------------------------------------------------------------------------


def test_a_book_is_opened_by_the_key_whose_place_is_noted_beside_it(missing: Path, home: Path) -> None:
    """The note holds the path alone; the key lies in no file of the book's folder."""
    key = beginning.proposed_key(missing)
    assert key == home / "casework-keys" / "county.key"
    begin(missing, str(key))
    assert not missing.read_bytes().startswith(b"SQLite format 3")
    secret = key.read_text().strip()
    assert len(secret) == 64
    for file in missing.parent.iterdir():
        assert secret.encode() not in file.read_bytes(), file.name
    assert missing.with_name("county.db.key-path").read_text("utf-8") == f"{key}\n"
    with Casebook.open(missing) as book:
        assert (book.settings["unit"], book.encrypted) == ("示例县总工会", True)
        assert book.rows("SELECT by FROM audit") == [{"by": ADMIN}]


def test_a_key_that_is_given_outweighs_the_note_and_a_lost_one_is_named(
    missing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(missing, str(tmp_path / "k.key"))
    (tmp_path / "other.key").write_text("ab" * 32)
    with pytest.raises(Refused, match="another key"):
        Casebook.open(missing, tmp_path / "other.key")
    monkeypatch.setenv("CASEWORK_KEY_FILE", str(tmp_path / "other.key"))
    with pytest.raises(Refused, match="another key"):
        Casebook.open(missing)
    monkeypatch.delenv("CASEWORK_KEY_FILE")
    (tmp_path / "k.key").rename(tmp_path / "moved.key")
    with pytest.raises(Refused, match=r"k\.key"):
        Casebook.open(missing)
    Casebook.open(missing, tmp_path / "moved.key").close()
    missing.with_name("county.db.key-path").unlink()
    with pytest.raises(Refused, match="--key-file"):
        Casebook.open(missing)


def test_a_book_without_a_key_is_made_knowingly_and_has_no_note(missing: Path) -> None:
    begin(missing)
    assert missing.read_bytes().startswith(b"SQLite format 3")
    assert [f.name for f in missing.parent.iterdir() if "key" in f.name] == []


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no unit": ({"unit": "  "}, "name of the office"),
    "no day": ({"day": None}, "today or an earlier day"),
    "a day to come": ({"day": date(2999, 1, 1)}, "today or an earlier day"),
    "before the pack": ({"day": date(2023, 12, 31)}, "2024-01-01"),
    "no key": ({"key": " "}, "where the key file"),
    "key beside the book": ({"key": "BOOK/k.key"}, "beside the casebook"),
    "key beside the book, roundabout": ({"key": "BOOK/../books/k.key"}, "beside the casebook"),
    "key in a synchronised folder": ({"key": "BOOK/../Dropbox/k.key"}, "synchronised"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_book_that_cannot_be_is_refused_and_nothing_made(name: str, missing: Path) -> None:
    said, words = WRONG[name]
    if said.get("key", "").startswith("BOOK"):
        said = {"key": said["key"].replace("BOOK", str(missing.parent))}
    with pytest.raises(Refused, match=words):
        begin(missing, **said)
    assert not missing.parent.exists()


def test_a_key_given_at_the_start_is_the_one_to_use(
    missing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Store.open would ask for it afterwards, so no other key and no plain book may be made."""
    monkeypatch.setenv("CASEWORK_KEY_FILE", str(tmp_path / "given.key"))
    assert beginning.proposed_key(missing) == tmp_path / "given.key"
    for key in (None, str(tmp_path / "other.key")):
        with pytest.raises(Refused, match="was started with the key file"):
            begin(missing, key)
    begin(missing, str(tmp_path / "given.key"))
    Casebook.open(missing).close()


def test_a_book_that_is_there_is_not_made_again(path: Path, home: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(Refused, match="not overwritten"):
        begin(path, str(home / "k.key"))
    assert path.read_bytes() == before
    assert list(home.iterdir()) == []


# ---- people ----------------------------------------------------------------------------------------------

FROM = date(2026, 1, 1)


def person(name: str, roles: str, level: str | None = None, ends: date | None = None) -> Person:
    return Person(name, tuple(roles.split()), level, FROM, ends)


H, V, R, A, P = "handler", "visitor", "reviewer", "approver", "payer"
OFFICES: dict[str, tuple[list[Person], str]] = {
    "nobody": ([], "还缺：经办人、入户人、审核人、审批人、出纳。"),
    "one who does it all": ([person("甲", f"{H} {V} {R} {A} {P}")], "再登记一人"),
    "two": ([person("甲", f"{H} {V} {R} {P}"), person("乙", f"{R} {A}")], "再登记一人"),
    "three are enough": ([person("甲", f"{H} {V} {R} {P}"), person("乙", R), person("丙", A)], ""),
    "no payer": ([person("甲", f"{H} {V} {R}"), person("乙", R), person("丙", A)], "还缺：出纳。"),
    "the approver pays": ([person("甲", f"{H} {V} {R}"), person("乙", R), person("丙", f"{A} {P}")], "再登记一人"),
    "one reviewer": ([person("甲", f"{H} {V} {P}"), person("乙", R), person("丙", A)], "再登记一人"),
    "gone": ([person("甲", f"{H} {V} {R} {P}"), person("乙", R), person("丙", A, ends=date(2026, 5, 31))], "还缺：审批人。"),
}  # fmt: skip


@pytest.mark.parametrize("name", OFFICES)
def test_who_is_still_wanting(name: str) -> None:
    people, words = OFFICES[name]
    found = wanting(people, date(2026, 6, 1))
    assert (words in found[0].zh) if words else found == []


def can_go_all_the_way(people: list[Person]) -> bool:
    """Tried out with every choice of persons, by the check that each step of a real case passes."""
    rules, names = workflow.procedure(), [p.name for p in people]
    acts = ("apply", "visit", "review", "notice", "recheck", "match", "approve")
    days = [date(2026, 6, n) for n in (1, 2, 3, 4, 20, 21, 22)]
    for chosen in itertools.product(names, repeat=len(acts)):
        state, done = None, list[Step]()
        try:
            for act, day, who in zip(acts, days, chosen, strict=True):
                step = Step(act, day, who, until=date(2026, 6, 18) if act == "notice" else None)
                state = workflow.check_step(done, step, state=state, order="notice-first", people=people, strict=True, rules=rules)  # fmt: skip
                done.append(step)
        except Refused:
            continue
        if any(P in p.roles and not same_name(p.name, chosen[-1]) for p in people):
            return True
    return False


def test_wanting_agrees_with_the_checks_of_a_case() -> None:
    """Forty small offices drawn at random: nobody is wanting just where some choice of persons takes a case through."""
    drawn, seen = random.Random(6), set[bool]()
    for _ in range(40):
        roles = [" ".join(role for role in (H, V, R, A, P) if drawn.random() < 0.55) or H for _ in range(3)]
        people = [person(f"示例{n}", said) for n, said in enumerate(roles)]
        is_enough = can_go_all_the_way(people)
        assert (wanting(people, date(2026, 6, 1)) == []) == is_enough, roles
        seen.add(is_enough)
    assert seen == {True, False}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": ""}, "“姓名”缺少这一项"), ({"roles": []}, "“职责”缺少这一项"), ({"from": None}, "“自”缺少这一项"),
        ({"roles": ["approver"]}, "审批人须选审批层级"), ({"until": date(2025, 12, 31)}, "早于起始日"),
    ],
)  # fmt: skip
def test_a_person_who_cannot_be_is_refused_in_the_words_of_the_form(said: dict[str, Any], words: str) -> None:
    whole = {"name": "示例甲", "roles": ["handler"], "level": "", "from": FROM, "until": None}
    assert read_person(whole) == person("示例甲", "handler")
    with pytest.raises(Refused) as refused:
        read_person(whole | said)
    assert words in refused.value.text.zh


def test_a_name_that_is_there_is_changed_only_on_demand(book: Casebook) -> None:
    """However wide its letters: the entry keeps its own spelling."""
    before = book.people()
    again = person("示例 审批人", "visitor")
    with pytest.raises(Refused) as refused:
        beginning.add_person(book, again, ADMIN, change=False)
    assert "示例审批人 已登记（审批人）" in refused.value.text.zh
    assert book.people() == before
    beginning.add_person(book, again, ADMIN, change=True)
    assert {p.name: p.roles for p in book.people()} == {p.name: p.roles for p in before} | {"示例审批人": ("visitor",)}


def test_what_a_book_has_is_counted(book: Casebook) -> None:
    found = beginning.counts(book)
    receipts = len(book.rows("SELECT 1 FROM move WHERE kind = 'receipt'"))
    assert found == {
        "households": len(book.households()), "people": len(book.people()), "funds": len(book.funds()), "receipts": receipts, "imports": 0,
    }  # fmt: skip
    assert min(found["households"], found["people"], receipts) > 0
    assert list(first_day.summary(book.path).iloc[:, 0]) == list(found.values())


# ---- funds -----------------------------------------------------------------------------------------------

FORM = {
    "name": "示例捐赠", "source": "donation", "reference": "协议1号", "pays.aids": ["living", "tuition"], "pays.classes": ["deep"],
    "pays.archived_only": False, "receipts.0.amount": "￥200,000.50", "receipts.0.date": date(2026, 3, 1), "receipts.0.reference": "凭证1",
    "pays.regions": ["3205"], "household_cap.amount": "8000", "usable_until": date(2027, 8, 31),
}  # fmt: skip
FILE = """
- name: 示例捐赠
  source: donation
  reference: 协议1号
  receipts: [{date: 2026-03-01, amount: 200000.50, reference: 凭证1}]
  pays: {aids: [living, tuition], classes: [deep], archived_only: false, regions: ['3205']}
  household_cap: 8000
  usable_until: 2027-08-31
"""


def test_a_form_says_what_the_same_fund_says_as_a_file() -> None:
    assert [funds.read_form(FORM)] == funds.read(FILE, "f.yaml")
    blank = {key: None if key in ("usable_until",) else "" for key in FORM if key.startswith(("household", "usable", "receipts", "reference"))}  # fmt: skip
    bare = funds.read_form(FORM | blank | {"pays.regions": [], "receipts.0.date": TODAY})
    assert (bare.receipts, bare.household_cap, bare.usable_until, bare.reference, bare.pays.regions) == ([], None, None, "", [])  # fmt: skip


@pytest.mark.parametrize(
    ("said", "zh", "en"),
    [
        ({"name": ""}, "“资金名称”缺少这一项", "Name of the fund: it is missing"),
        ({"pays.aids": []}, "“可付项目”缺少这一项", "Pays: it is missing"),
        ({"receipts.0.reference": ""}, "“到账凭证”缺少这一项", "Its voucher: it is missing"),
        ({"receipts.0.amount": ""}, "“首笔到账(元)”缺少这一项", "First receipt (yuan): it is missing"),
        ({"receipts.0.amount": "二十万"}, "“首笔到账(元)”应为以元计的金额", "First receipt (yuan): write an amount"),
        ({"receipts.0.amount": "-5"}, "“首笔到账(元)”应大于零", "First receipt (yuan): it must be above zero"),
        ({"household_cap.amount": "0.005"}, "“每户每年至多(元)”应为以元计的金额", "Household cap (yuan/year): write"),
        ({"pays.regions": ["320"]}, "“限户口所在地”应为行政区划代码", "Only hukou in: write the first"),
    ],
)  # fmt: skip
def test_a_fund_that_cannot_be_is_refused_in_the_words_of_the_form(said: dict[str, Any], zh: str, en: str) -> None:
    with pytest.raises(Refused) as refused:
        funds.read_form(FORM | said)
    assert zh in refused.value.text.zh
    assert en in refused.value.text.en


def test_a_fund_is_shown_as_it_would_be_and_not_kept(book: Casebook) -> None:
    files, before, head = funds.read(FILE, "f.yaml"), book.funds(), book.head
    would = book.add_funds(files, "示例会计", keep=False)
    assert (book.funds(), book.head) == (before, head)
    assert would == book.add_funds(files, "示例会计") == [f for f in book.funds() if f.name == "示例捐赠"]
    assert [f.available_fen for f in would] == [20000050]


# ---- the page --------------------------------------------------------------------------------------------


class Page:
    """The page without a browser: fields and buttons by their words."""

    def __init__(self, book: Path | None = None) -> None:
        self.screen = first_day.screen(book)

    def find(self, said: str) -> Any:
        return next(w for w in inside(self.screen.widget, widgets.Widget) if getattr(w, "description", None) == said)

    def fill(self, **said: Any) -> None:
        for name, value in said.items():
            self.find(name).value = value

    def tick(self, *said: str) -> None:
        for name in said:
            self.find(name).value = True

    def press(self, said: str) -> str:
        """What the page says after a button, without its styles and tags."""
        self.find(said).click()
        return self.text

    @property
    def text(self) -> str:
        shown = [w for w in inside(self.screen.widget, widgets.HTML) if w.layout.display != "none"]
        return re.sub(r"<style>.*?</style>|<[^>]+>", " ", "".join(w.value for w in shown), flags=re.DOTALL)

    @property
    def marks(self) -> str:
        """A letter for each step: x done, o to do."""
        return "".join("x" if mark == "✓" else "o" for mark in re.findall("[✓○]", self.text))

    def add(self, name: str, *roles: str, level: str = "") -> str:
        self.fill(姓名=name, 审批层级=level)
        self.tick(*roles)
        return self.press("登记人员")

    def english(self) -> None:
        inside(self.screen.widget, widgets.ToggleButtons)[0].value = "en"


def test_a_new_office_goes_from_nothing_to_its_first_fund(missing: Path, tmp_path: Path) -> None:
    """Every refusal leaves what was typed; every mark comes from the book, so a page opened anew has the same."""
    page = Page()
    assert page.marks == "ooooo"
    assert str(missing) in page.text
    assert "首页" not in page.press("建立案卷库")
    assert "“办理人”填写姓名" in page.text
    page.fill(办理人=ADMIN)
    assert "请填写单位名称" in page.press("建立案卷库")
    page.fill(单位名称="示例县总工会", 密钥文件=str(missing.parent / "k.key"))
    assert "同一文件夹" in page.press("建立案卷库")
    assert page.find("单位名称").value == "示例县总工会"
    page.fill(密钥文件=str(tmp_path / "k.key"))
    assert "已建立案卷库" in page.press("建立案卷库")
    assert page.marks == "xoooo"
    assert f"密钥文件 {tmp_path / 'k.key'}" in page.text
    assert "密钥丢了，案卷库就丢了" in page.text
    with Casebook.open(missing) as book:
        assert book.rows("SELECT by FROM audit") == [{"by": ADMIN}]

    page.add("示例甲", "经办人", "入户人", "审核人", "出纳")
    assert "还缺：审批人" in page.text
    assert "审批人须选审批层级" in page.add("示例丙", "审批人")
    page.find("审批层级").value = "county"
    page.press("登记人员")
    assert page.marks == "xoooo", "two are too few"
    assert "再登记一人" in page.text
    page.add("示例乙", "审核人")
    assert page.marks == "xxooo"
    assert Page().marks == "xxooo"

    page.fill(资金名称="县工会帮扶资金", 资金来源="union", **{"首笔到账(元)": "250,000"}, 到账凭证="示例工〔2026〕3号")
    page.tick("生活救助", "深度困难")
    assert f"{ADMIN} 不在人员名单上" in page.press("核对")
    page.fill(办理人="示例甲")
    page.press("核对")
    assert "可用于深度困难的生活救助" in page.text
    assert page.marks == "xxooo", "it is not kept yet"
    page.fill(到账凭证="示例工〔2026〕4号")
    assert "可用于深度困难的生活救助" not in page.text, "what was understood no longer stands"
    assert page.find("登记资金").layout.display == "none"
    page.press("核对")
    page.press("登记资金")
    assert page.marks == "xxxoo"
    with Casebook.open(missing) as book:
        assert [(f.name, f.available_fen) for f in book.funds()] == [("县工会帮扶资金", 25000000)]
        assert [r["by"] for r in book.rows("SELECT by FROM audit ORDER BY seq")] == [ADMIN] * 4 + ["示例甲"]
    assert "0 处错误" in page.press("检查")


def test_what_is_typed_stays_when_the_language_is_switched(missing: Path) -> None:
    page = Page()
    page.fill(
        办理人=ADMIN,
        单位名称="示例县总工会",
        规则包="suqian-2024",
        办理顺序="match-first",
        起用日期=date(2026, 5, 1),
        密钥文件="/x/y.key",
    )
    page.find("用密钥加密（建议）").value = False
    page.english()
    said = {name: page.find(name).value for name in (
        "Done by", "Name of the office", "Rule pack", "Order of the steps", "In use from", "with a key (recommended)", "Key file",
    )}  # fmt: skip
    assert list(said.values()) == [ADMIN, "示例县总工会", "suqian-2024", "match-first", date(2026, 5, 1), False, "/x/y.key"]  # fmt: skip
    assert "Not encrypted" in page.text
    assert not re.search("[\u4e00-\u9fff]", page.text.replace("示例县总工会", "")), "all of it in English"


def test_a_fund_that_was_understood_is_still_shown_in_the_other_language(missing: Path) -> None:
    begin(missing)
    page = Page()
    page.fill(办理人=ADMIN, 资金名称="示例资金")
    page.tick("生活救助", "深度困难")
    page.press("核对")
    page.english()
    assert "pays living aid for deep hardship" in page.text
    page.press("Keep the fund")
    with Casebook.open(missing) as book:
        assert [f.name for f in book.funds()] == ["示例资金"]


def given(page: Page, name: str, content: bytes) -> None:
    file = {"name": name, "type": "", "size": len(content), "content": memoryview(content)}
    page.find("或选择资金文件").value = (file | {"last_modified": datetime.now(UTC)},)


def test_a_funds_file_is_understood_before_it_is_kept(missing: Path) -> None:
    begin(missing)
    page = Page()
    given(page, "f.yaml", FILE.encode())
    assert "“办理人”填写姓名" in page.text
    page.fill(办理人=ADMIN)
    given(page, "f.yaml", "名称: 不是列表".encode())
    assert "应为资金列表" in page.text
    given(page, "f.yaml", b"\xff\xfe\x00")
    assert "不是文本文件" in page.text
    given(page, "f.yaml", FILE.encode())
    assert "200,000.50" in page.text
    assert page.marks == "xoooo"
    page.press("登记资金")
    assert page.marks == "xoxoo"


def test_a_demo_has_its_steps_done_and_shows_all_that_is_there(path: Path, book: Casebook) -> None:
    page = Page(path)
    assert page.marks == "xxxxx"
    for said in (*(p.name for p in book.people()), *(f.name for f in book.funds()), "示例县", "未加密", str(path)):
        assert said in page.text
    assert page.screen.widget.children[1].children[1].children[2].children[2].layout.display == "none", (
        "no form to make it again"
    )
    assert "0 处错误" in page.press("检查")


def test_a_fault_of_the_book_takes_the_mark_away(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = first_day.checks.Findings([Text("坏了（虚构）", "broken (invented)")], [])
    monkeypatch.setattr(first_day.checks, "check", lambda _: found)
    page = Page(path)
    assert page.marks == "xxxxo"
    assert "坏了（虚构）" in page.press("检查")


HOSTILE = "<img src=x onerror=alert(1)>"


def test_hostile_words_stay_words(missing: Path) -> None:
    page = Page()
    page.fill(办理人=HOSTILE, 单位名称=HOSTILE)
    page.press("建立案卷库")
    page.fill(资金名称=HOSTILE, 到账凭证=HOSTILE, **{"首笔到账(元)": "1"})
    page.tick("生活救助", "深度困难")
    page.press("核对")
    page.press("登记资金")
    page.add(HOSTILE, "经办人")
    given(page, f"{HOSTILE}.yaml", b"x: 1")
    said = html(page.screen)
    assert said.count("&lt;img") > 4
    assert "<img" not in said


def test_no_label_is_longer_than_its_place(missing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """168 pixels for the words before a field: six to a Latin letter, thirteen to a Chinese one, by the picture."""
    for lang, most in (("zh", 12), ("en", 27)):
        monkeypatch.setenv("CASEWORK_LANG", lang)
        kinds = (widgets.Text, widgets.DatePicker, widgets.Dropdown)
        said = [w.description for kind in kinds for w in inside(Page().screen.widget, kind)]
        assert len(said) > 10
        assert [words for words in said if len(words) > most] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_level_and_role_can_be_chosen_in_words(lang: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEWORK_LANG", lang)
    page = Page(path)
    for text in ROLES.words.values():
        assert page.find(text.zh if lang == "zh" else text.en).value is False
    level = page.find("审批层级" if lang == "zh" else "Level of approval")
    assert [code for _, code in level.options] == ["", *LEVELS.words]


# ---- the other pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_without_a_book_every_page_leads_to_the_first_day(name: str, missing: Path) -> None:
    """If it fails for a page: put @or_why over its `screen` and @or_nothing over its `summary` (casework.views)."""
    cells = json.loads(casework.share("notebooks", f"{name}.ipynb").read_text("utf-8"))["cells"]
    code = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    view = import_module(f"casework.views.{re.search(r'from casework.views import (.*)', code)[1]}")  # type: ignore[index]
    assert view.summary().empty
    said = html(view.screen())
    assert str(missing) in said
    assert (name == "first_day") or 'href="first_day.ipynb"' in said
    assert not missing.exists()


def test_the_doors_of_the_start_page_lead_to_every_page() -> None:
    cell = json.loads(casework.share("notebooks", "start.ipynb").read_text("utf-8"))["cells"][0]
    doors = set(re.findall(r"\((\w+)\.ipynb\)", "".join(cell["source"])))
    assert doors == {"first_day", "intake", "households", "rules", "allocation", "payments", "follow_up"}
    assert set(PAGES) - {"start"} <= doors


def test_the_start_page_of_an_empty_book_leads_to_the_first_day(missing: Path, path: Path) -> None:
    begin(missing)
    assert 'href="first_day.ipynb"' in html(start.screen())
    assert 'href="first_day.ipynb"' not in html(start.screen(path))


# ---- the command -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("there", "page"), [(True, "start"), (False, "first_day")])
def test_lab_opens_on_the_page_that_fits(there: bool, page: str, path: Path, missing: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    seen: list[str] = []
    server = SimpleNamespace(io_loop=SimpleNamespace(add_callback=lambda _, said, **__: seen.append(said)), start=lambda: None)  # fmt: skip
    monkeypatch.setattr(LabApp, "initialize_server", lambda argv: seen.extend(argv) or server)
    monkeypatch.setattr(lab.os, "environ", dict(lab.os.environ))
    lab.open_lab(path if there else missing, lang=None, port=None, browser=False)
    assert f"--LabApp.default_url=/lab/tree/{page}.ipynb?reset" in seen
    assert f"/lab/tree/{page}.ipynb?reset&token=" in seen[-1]


def test_lab_on_a_book_that_is_not_there_yet_makes_nothing_and_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []
    monkeypatch.setattr(lab, "open_lab", lambda path, **_: seen.append(path) or 0)
    assert run("lab", "--book", tmp_path / "books" / "new.db", "--no-browser").code == 0
    assert seen == [tmp_path / "books" / "new.db"]
    assert not (tmp_path / "books").exists()


def test_lab_refuses_a_place_where_no_book_may_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab, "open_lab", lambda *_, **__: 0)
    said = run("lab", "--book", tmp_path / "Dropbox" / "new.db", "--no-browser")
    assert said.code == 2
    assert "自动同步" in said.err
