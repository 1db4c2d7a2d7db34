"""First day: what a new office does before its first case: the book with its key, people, funds, the first import, a check."""

from datetime import date
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from casework import checks, funds, pages, standards
from casework.casebook import Casebook, NoBook, beginning
from casework.casebook.store import noted_key
from casework.funds import FundFile
from casework.funds.files import FORM as FUND
from casework.pages import first_day as shown
from casework.views import Screen, book_path, guarded, keeping, open_book, or_nothing
from casework.views.step import LABEL, Step
from casework.vocabulary import (
    AIDED,
    AIDS,
    CLASSES,
    LEVELS,
    ORDERS,
    ROLES,
    SOURCES,
    Codes,
    Lang,
    Refused,
    Text,
    language,
)
from casework.workflow.staff import FORM as PERSON
from casework.workflow.staff import read_person, wanting

_GUIDE = [
    Text("先在“办理人”填自己的姓名，再从第 1 步做到第 5 步。每步都标明是否完成；关掉页面，改天打开可以接着做。",
         "Put your name in “Done by”, then go from step 1 to step 5. Each says whether it is done; close the page and go on another day."),
    Text("案卷库默认加密。建立后请马上把密钥文件复制到另一处安全的地方：丢了密钥，谁也打不开案卷库。",
         "The casebook is encrypted unless you say otherwise. Copy the key file to a second safe place at once: without it nobody opens the casebook."),
    Text("登记人员后，只有名单上的人能办理各自职责内的事；审批人和经办人须是两个人。",
         "Once people are entered only they may act, each in their roles; approver and handler are two people."),
    Text("资金先点“核对”，看看理解的使用范围对不对，再点“登记资金”。", "For a fund, press “Show what is understood” and read it; then press “Keep the fund”."),
]  # fmt: skip
_QUICK = 2000
"""A book of so many households at most is checked whenever the page is shown; a larger one on demand."""
_LOST = ("密钥丢了，案卷库就丢了，谁也打不开。请马上把密钥文件复制到另一处安全的地方（如锁在柜中的 U 盘），不要与案卷库放在一起。",
         "A lost key is a lost casebook: nobody can open it. Copy the key file to a second safe place now (a memory stick under lock), never beside the casebook.")  # fmt: skip
_PLAIN = ("不加密：谁拿到这个文件，谁就能读到全部姓名、身份证号和银行卡号。仅在试用时这样做。",
          "Not encrypted: whoever gets the file reads every name, ID number and bank card. Only for trying out.")  # fmt: skip


def screen(book: str | Path | None = None) -> Screen:
    """The five steps of a new office over a casebook, which need not be there yet."""
    return Screen(Text("首日设置", "First day"), keeping(lambda lang, last: _Day(book, lang, last)), _GUIDE)


class _Day:
    """The page: who does it, and the steps as the book is now."""

    def __init__(self, book: str | Path | None, lang: Lang, last: "_Day | None" = None) -> None:
        self.book, self.lang, self.path = book, lang, book_path(book)
        self.top = widgets.HTML()
        self.by = widgets.Combobox(description=Text("办理人", "Done by").to(lang), placeholder=Text("姓名", "name").to(lang),
                                   style={"description_width": LABEL}, layout={"width": "26rem"})  # fmt: skip
        kinds: list[type[Step]] = [_Book, _People, _Funds, _Import, _Check]
        self.steps = [kind(self, number) for number, kind in enumerate(kinds, 1)]
        if last:
            self.by.value = last.by.value
            for step, before in zip(self.steps, last.steps, strict=True):
                step.take(before)
        self.read()
        self.widget = widgets.VBox([self.top, self.by, *(step.widget for step in self.steps)])

    def who(self) -> str:
        if not self.by.value.strip():
            raise Refused("请先在页首“办理人”填写姓名。", "first give your name in “Done by” at the top of the page.")
        return str(self.by.value.strip())

    def read(self) -> None:
        try:
            with open_book(self.book) as opened:
                warning = pages.warnings(opened.settings, None, self.lang)
                self.by.options = list(dict.fromkeys(person.name for person in opened.people()))
                done = [step.show(opened) for step in self.steps]
        except NoBook:
            warning, done = "", [step.show(None) for step in self.steps]
        self.top.value = pages.page(warning, shown.progress(done, self.lang))


class _Book(Step):
    TITLE = Text("案卷库", "The casebook")

    def made(self) -> list[widgets.Widget]:
        self.about, self.warning = widgets.HTML(), widgets.HTML()
        packs = Codes({stem: standards.load(stem).pack.name.text for stem in standards.stems()})
        unit = self.field("unit", widgets.Text, Text("单位名称", "Name of the office"), "44rem")
        pack = self.choice("pack", Text("规则包", "Rule pack"), packs, value=standards.DEFAULT_PACK, width="44rem")
        order = self.choice("steps", Text("办理顺序", "Order of the steps"), ORDERS)
        day = self.field("day", widgets.DatePicker, Text("起用日期", "In use from"), value=date.today())  # noqa: DTZ011 the office's day
        crypt = self.ticks("crypt", Text("加密", "Encryption"), {"": Text("用密钥加密（建议）", "with a key (recommended)")}, value=True)  # fmt: skip
        key = self.field("key", widgets.Text, Text("密钥文件", "Key file"), "44rem", value=str(beginning.proposed_key(self.page.path)))  # fmt: skip
        for control in (pack, self.fields["crypt:"]):
            control.observe(guarded(self.status, self.lang, self._explain), "value")
        self._explain()
        return [unit, pack, self.about, order, day, crypt, key, self.warning, self.button(Text("建立案卷库", "Make the casebook"), self._make)]  # fmt: skip

    def _explain(self) -> None:
        """What the pack is, and what it means to encrypt or not."""
        crypt = self.fields["crypt:"].value
        self.about.value = shown.pack(standards.load(self.fields["pack"].value).pack, self.lang)
        self.fields["key"].layout.display = "" if crypt else "none"
        self.warning.value = pages.page(self.box(*_LOST) if crypt else self.box(*_PLAIN, "bad"))

    def before(self) -> Text:
        path = self.page.path
        return Text(f"还没有案卷库 {path}，请在此建立。若已有案卷库，请用 casework lab --book 重新打开它。",
                    f"There is no casebook {path} yet: make it here. If you have one already, open it with casework lab --book.")  # fmt: skip

    def show(self, opened: Casebook | None) -> bool:
        done = super().show(opened)
        self.form.layout.display = "none" if opened else ""
        return done

    def now(self, opened: Casebook) -> tuple[bool, Text, str]:
        path, name, settings = self.page.path, opened.standard().pack.name.text, opened.settings
        there = shown.book(settings, name, path, noted_key(path), self.lang)
        said = Text("案卷库已建立，这里不会再改动它。", "The casebook is made; nothing here changes it any more.")
        return True, said, there + (self.box(*_LOST) if settings["encrypted"] else "")

    def _make(self, who: str) -> list[str]:
        f, path = {name: field.value for name, field in self.fields.items()}, self.page.path
        key = f["key"] if f["crypt:"] else None
        beginning.begin(path, unit=f["unit"], pack=f["pack"], day=f["day"], steps=f["steps"], by=who, key=key)
        return [self.box(f"已建立案卷库 {path}。", f"The casebook {path} is made.")]


class _People(Step):
    TITLE = Text("人员", "People")

    def made(self) -> list[widgets.Widget]:
        levels = Codes({"": Text("不审批", "does not approve"), **LEVELS.words})
        return [
            self.field("name", widgets.Text, PERSON["name"]),
            self.ticks("roles", PERSON["roles"], ROLES.words),
            self.choice("level", PERSON["level"], levels),
            self.field("from", widgets.DatePicker, PERSON["from"], value=date.today()),  # noqa: DTZ011 the office's day
            self.field("until", widgets.DatePicker, Text("至（可不填）", "Until (may be empty)")),
            self.ticks("change", Text("", ""), {"": Text("更改已登记的人", "change a person who is there")}),
            self.button(Text("登记人员", "Add the person"), self._add),
        ]

    def now(self, opened: Casebook) -> tuple[bool, Text, str]:
        people = opened.people()
        lacks = wanting(people, opened.today())
        said = Text("每份案卷都要有人受理、入户、审核、审批和发放；审批人和经办人须是两个人。",
                    "Every case is taken, visited, reviewed, approved and paid by somebody; approver and handler are two people.")  # fmt: skip
        return not lacks, said, shown.people(people, self.lang) + "".join(self.box(*text) for text in lacks)

    def _add(self, who: str) -> list[str]:
        said = {name: self.fields[name].value for name in ("name", "level", "from", "until")}
        person = read_person(said | {"roles": self.ticked("roles")})
        with self.opened() as opened:
            beginning.add_person(opened, person, who, change=self.fields["change:"].value)
        self.empty()
        self.fields["level"].value, self.fields["until"].value = "", None
        return [self.box(f"已登记 {person.name}。", f"{person.name} is entered.")]


class _Funds(Step):
    TITLE = Text("资金", "Funds")

    def made(self) -> list[widgets.Widget]:
        self.understood: list[FundFile] = []
        self.card = widgets.HTML()
        text, day, tick = widgets.Text, widgets.DatePicker, Text("", "")
        limits = [self.field("reference", text, FUND["reference"]), self.field("household_cap.amount", text, FUND["household_cap.amount"]),
                  self.field("pays.regions", text, FUND["pays.regions"], placeholder="3205"), self.field("usable_until", day, FUND["usable_until"])]  # fmt: skip
        rows = [
            self.field("name", text, FUND["name"]), self.choice("source", FUND["source"], SOURCES),
            self.ticks("pays.aids", FUND["pays.aids"], AIDS.words),
            self.ticks("pays.classes", FUND["pays.classes"], {code: CLASSES.words[code] for code in AIDED}),
            self.ticks("pays.archived_only", tick, {"": FUND["pays.archived_only"]}),
            self.field("receipts.0.amount", text, FUND["receipts.0.amount"]),
            self.field("receipts.0.date", day, FUND["receipts.0.date"], value=date.today()),  # noqa: DTZ011 the office's day
            self.field("receipts.0.reference", text, FUND["receipts.0.reference"]),
            widgets.Accordion([widgets.VBox(limits, layout={"margin": "0 0 0 -17px"})], titles=[Text("更多限定（可不填）", "Further limits (may be empty)").to(self.lang)]),
        ]  # fmt: skip
        look = self.button(Text("核对", "Show what is understood"), self._look)
        file = self.upload(Text("或选择资金文件", "Or choose a funds file"), ".yaml,.yml", self._given)
        self.keep = self.button(Text("登记资金", "Keep the fund"), self._keep, "success")
        for control in self.fields.values():
            control.observe(guarded(self.status, self.lang, self._forget), "value")
        self._forget()
        return [*rows, look, file, self.card, self.keep]

    def now(self, opened: Casebook) -> tuple[bool, Text, str]:
        found = opened.funds()
        said = Text("每笔资金登记来源、可用于谁的哪些项目和首笔到账。登记以后，使用范围不能再改。",
                    "Enter each fund with its source, what it pays for whom, and its first receipt. What it may pay cannot be changed afterwards.")  # fmt: skip
        return beginning.counts(opened)["receipts"] > 0, said, pages.funds(found, self.lang) if found else ""

    def take(self, last: Step) -> None:
        super().take(last)
        if files := getattr(last, "understood", None):
            guarded(self.status, self.lang, lambda: self._understand(files, self.page.who()))(None)

    def _forget(self) -> None:
        """What was understood no longer stands when something else is typed."""
        self.understood, self.card.value, self.keep.layout.display = [], "", "none"

    def _understand(self, files: list[FundFile], who: str) -> None:
        with self.opened() as opened:
            found = opened.add_funds(files, who, keep=False)
        said = self.box("请核对：将这样登记。对了就点“登记资金”；不对，请改上面的内容再核对。",
                        "Please read: this is what would be kept. If it is right, press “Keep the fund”; if not, mend it above and look again.")  # fmt: skip
        self.card.value = pages.page(said, pages.funds(found, self.lang), shown.receipts(files, self.lang))
        self.understood, self.keep.layout.display = files, ""

    def _look(self, who: str) -> list[str]:
        self._forget()
        said = {key: field.value for key, field in self.fields.items() if ":" not in key}
        said |= {key: self.ticked(key) for key in ("pays.aids", "pays.classes")}
        said["pays.archived_only"] = self.fields["pays.archived_only:"].value
        self._understand([funds.read_form(said)], who)
        return []

    def _given(self, who: str, name: str, content: bytes) -> list[str]:
        self._forget()
        self._understand(funds.read_bytes(content, name), who)
        return []

    def _keep(self, who: str) -> list[str]:
        with self.opened() as opened:
            kept = opened.add_funds(self.understood, who)
        self.empty()
        self._forget()
        return [self.box(f"已登记{'、'.join(f.name for f in kept)}。", f"Kept: {', '.join(f.name for f in kept)}.")]


class _Import(Step):
    TITLE = Text("首次导入档案", "The first import")

    def now(self, opened: Casebook) -> tuple[bool, Text, str]:
        has = beginning.counts(opened)
        said = Text(f"案卷库中现有 {has['households']} 户，已导入工作簿 {has['imports']} 份。",
                    f"Households in the casebook: {has['households']}; workbooks imported: {has['imports']}.")  # fmt: skip
        door = shown.link("intake.ipynb", Text("打开“录入与导入”页", "Open the page Intake"), self.lang)
        return has["households"] > 0, said, f"<p>{door}</p>"


class _Check(Step):
    TITLE = Text("检查和备份", "Check and back up")
    NAMED = False

    def made(self) -> list[widgets.Widget]:
        return [self.button(Text("检查", "Check"), self._check)]

    def now(self, opened: Casebook) -> tuple[bool, Text, str]:
        path, households = self.page.path, beginning.counts(opened)["households"]
        is_sound = 0 < households <= _QUICK and not checks.check(opened).faults
        said = Text(f"录入档案后在此检查；每天收工前备份到另一块磁盘或 U 盘，在终端运行：casework backup --book {path} 备份文件。密钥文件另行保管。",
                    f"Check here once files are in. Back up to another disk or a memory stick at the end of each day, in a terminal: casework backup --book {path} COPY. Keep the key file apart.")  # fmt: skip
        door = shown.link("start.ipynb", Text("打开“今日工作台”", "Open the page Today"), self.lang)
        return is_sound, said, f"<p>{door}</p>"

    def _check(self, _: str) -> list[str]:
        with self.opened() as opened:
            found = checks.check(opened)
        said = self.box(f"检查完毕：{len(found.faults)} 处错误，{len(found.notices)} 处提示。",
                        f"Checked: {len(found.faults)} faults, {len(found.notices)} notices.", "bad" if found.faults else "banner")  # fmt: skip
        return [said, shown.checked(found, self.lang)]


@or_nothing
def summary(book: str | Path | None = None) -> pd.DataFrame:
    """How many households, people, funds, receipts and imported workbooks the book has; no person's data."""
    with open_book(book) as opened:
        has = beginning.counts(opened)
    words = {"households": Text("家庭(户)", "households"), "people": Text("人员", "people"), "funds": Text("资金", "funds"),
             "receipts": Text("到账", "receipts"), "imports": Text("导入的工作簿", "imported workbooks")}  # fmt: skip
    said = {words[name].to(language()): n for name, n in has.items()}
    return pd.DataFrame({Text("数量", "Number").to(language()): said})
