"""Ledger and payments: what the funds have, the batches, and what is done with one: approve, pay, book returns, release."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from casework import pages, sheets
from casework.casebook import Casebook, batches
from casework.intake.returns import read_returns
from casework.money import show
from casework.pages import ledger
from casework.views import Screen, guarded, open_book, or_nothing, or_why
from casework.views.table import Table
from casework.vocabulary import AIDS, PAYMENT_STATES, Lang, Refused, Text, language

_BATCHES = (Text("批次", "Batch"), Text("状态", "State"), Text("笔数", "Grants"), Text("核定(元)", "Granted (yuan)"), Text("已发放(元)", "Paid (yuan)"),
            Text("退回(元)", "Returned (yuan)"), Text("采纳", "Adopted"), Text("审批", "Approved"))  # fmt: skip
_GRANTS = (Text("编号", "No."), Text("职工编号", "File"), Text("项目", "Aid"), Text("资金", "Fund"), Text("核定(元)", "Granted (yuan)"),
           Text("预留(元)", "Reserved (yuan)"), Text("已发放(元)", "Paid (yuan)"), Text("状态", "State"))  # fmt: skip
_CHOOSE = Text(
    "点一行选择批次，再办理审批、发放或退回。",
    "Click a row to choose a batch; then approve it, pay it or book returns.",
)
_NO_BATCHES = Text("还没有批次。请先在“资金分配”页保存一个方案并采用。",
                   "There are no batches yet: keep a plan on the Allocation page and adopt it there.")  # fmt: skip
_GUIDE = [
    Text("在批次表中点一行，下面列出该批次的每笔帮扶。", "Click a batch in the table: its grants are listed below."),
    Text("填“办理人”再点按钮。经办、审批、发放须是不同的人；各人须在“首日设置”页登记过职责。",
         "Fill in “Done by”, then press a button. Adopting, approving and paying are for different people, each entered with a role on the page First day."),
    Text("审批后点“发放”，再把银行文件存到案卷库旁交给银行；银行退回的清单在此选择并登记。",
         "After approval press Pay, then save the bank file beside the casebook for the bank; the bank's list of returns is chosen and booked here."),
    Text("不发的一笔点“释放”，钱回到原资金；改好卡号后可“重新预留”。", "A grant that will not be paid is released: its money goes back to its fund. After a card is corrected it can be reserved again."),
]  # fmt: skip
_WORKING = Text("正在办理……", "Working …")
_PARTS = {"whole": Text("全部", "all of it"), "half": Text("第一期（二分之一）", "first instalment (1/2)")}


@or_why
def screen(book: str | Path | None = None) -> Screen:
    """The ledger and the payments of a casebook."""
    return Screen(Text("资金台账与发放", "Ledger and payments"), lambda lang: _Payments(book, lang).widget, _GUIDE)


class _Payments:
    """The widgets of the page; each act is the book's own, and the page is read anew after it."""

    def __init__(self, book: str | Path | None, lang: Lang) -> None:
        self.book, self.lang = book, lang
        self.balances, self.chosen, self.status = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.batches = Table(_BATCHES, lang, numeric=[2, 3, 4, 5])
        self.grants = Table(_GRANTS, lang, numeric=[4, 5, 6])
        self.who = widgets.Combobox(**self._said(Text("办理人", "Done by")), placeholder=Text("姓名", "name").to(lang))
        options = [(said.to(lang), part) for part, said in _PARTS.items()]
        self.part = widgets.Dropdown(options=options, **self._said(Text("发放", "How much")))
        self.why = widgets.Text(**self._said(Text("释放原因", "Why released")))
        self.upload = widgets.FileUpload(accept=".xlsx,.csv", description=Text("选择银行退回清单", "Choose the bank's list").to(lang), layout=_WIDTH)  # fmt: skip
        self.approve = self._button(Text("审批", "Approve"), self._approve)
        self.pay = self._button(Text("发放", "Pay"), self._pay)
        self.others = [
            self._button(Text("银行文件存到案卷库旁", "Save the bank file beside the casebook"), self._save),
            self._button(Text("登记退回", "Book the returns"), self._return),
            self._button(Text("释放所选一笔", "Release the chosen grant"), self._release),
            self._button(Text("重新预留所选一笔", "Reserve the chosen grant again"), self._reserve),
        ]
        save, back, release, reserve = self.others
        rows = [
            [self.who, self.approve],
            [self.part, self.pay, save],
            [self.upload, back],
            [self.why, release, reserve],
        ]
        acts = [widgets.HBox(row, layout=widgets.Layout(flex_flow="row wrap")) for row in rows]
        self.acts = widgets.VBox([self.grants, *acts])
        self.batches.observe(guarded(self.status, lang, self._choose), "selected")
        self.upload.observe(guarded(self.status, lang, self._given), "value")
        self._read()
        self.widget = widgets.VBox([self.balances, self.batches, self.chosen, self.acts, self.status])

    def _said(self, said: Text) -> dict[str, Any]:
        return {"description": said.to(self.lang), "layout": _WIDTH, "style": {"description_width": "7rem"}}

    def _button(self, said: Text, act: Callable[[Casebook, str], list[str]]) -> widgets.Button:
        button = widgets.Button(description=said.to(self.lang), layout=widgets.Layout(width="max-content"))
        button.on_click(guarded(self.status, self.lang, lambda: self._do(act)))
        return button

    def _do(self, act: Callable[[Casebook, str], list[str]]) -> None:
        """An act by the person named, whose name is not kept for the next one; then the page as the book is now."""
        self.status.value = pages.busy(_WORKING, self.lang)
        buttons = (self.approve, self.pay, *self.others)
        try:
            for button in buttons:
                button.disabled = True
            with open_book(self.book) as opened:
                said = act(opened, self.who.value.strip())
            self.who.value = ""
        finally:
            for button in buttons:
                button.disabled = False
            self._read()
        self.status.value = pages.page(*said)

    def _read(self) -> None:
        """Everything that is shown, as the book is now."""
        with open_book(self.book) as opened:
            self.all, funds, settings = batches.batches(opened), batches.balances(opened), opened.settings
            self.who.options = list(dict.fromkeys(person.name for person in opened.people()))
        self.balances.value = pages.page(
            pages.warnings(settings, None, self.lang), pages.heading(Text("资金", "Funds"), self.lang, 3), ledger.balances(funds, self.lang),
            pages.heading(Text("批次", "Batches"), self.lang, 3),
        )  # fmt: skip
        self.batches.show([self._row(b) for b in self.all], keep=True)
        self._choose(keep=True)

    def _row(self, b: dict[str, Any]) -> list[str]:
        people = [f"{b[f'{act}_on'] or ''} {b[f'{act}_by'] or '—'}".strip() for act in ("adopted", "approved")]
        sums = [show(b[f"{name}_fen"]) for name in ("amount", "paid", "returned")]
        return [b["batch"], b["batch"], ledger.state(b, self.lang), str(b["grants"]), *sums, *people]

    def _choose(self, *, keep: bool = False) -> None:
        found = next((b for b in self.all if b["batch"] == self.batches.selected), None)
        self.batches.layout.display = "" if self.all else "none"
        self.acts.layout.display = "flex" if found else "none"
        if found is None:
            self.chosen.value = pages.page(self._banner(_CHOOSE if self.all else _NO_BATCHES))
            return
        with open_book(self.book) as opened:
            grants, files = batches.grants_of(opened, found["batch"]), opened.bank_files(found["batch"])
        self.chosen.value = pages.page(ledger.batch(found, files, self.lang))
        self.approve.button_style = "primary" if found["state"] == "waiting" else ""
        self.pay.button_style = "primary" if found["state"] in ("approved", "part_paid") else ""
        self.grants.selected = self.grants.selected if keep else ""
        self.grants.show([
            [str(g["id"]), str(g["id"]), g["file_number"], AIDS.show(g["aid"], self.lang), g["fund"],
             *(show(g[f"{name}_fen"]) for name in ("amount", "reserved", "paid")), PAYMENT_STATES.show(g["state"], self.lang)]
            for g in grants
        ], keep=keep)  # fmt: skip

    # ---- the acts ------------------------------------------------------------------------------------

    def _banner(self, said: Text, kind: str = "banner") -> str:
        return pages.banner(said.to(self.lang), kind)

    def _approve(self, opened: Casebook, who: str) -> list[str]:
        batch = self.batches.selected
        return [self._banner(batches.approved_in_words(batch, opened.approve(batch, who)))]

    def _pay(self, opened: Casebook, who: str) -> list[str]:
        batch = self.batches.selected
        done = opened.pay(batch, who, part=batches.INSTALMENTS[self.part.value])
        made = [batches.bank_file_in_words(f) for f in opened.bank_files(batch) if f["number"] == done["bank_file"]]
        return [self._banner(said) for said in (batches.paid_in_words(done), *made)]

    def _save(self, opened: Casebook, _: str) -> list[str]:
        # A file, not a link: what stands in a link passes through the kernel's messages and the page into the browser's
        # downloads, where others on the machine may read it.
        files = opened.bank_files(self.batches.selected)
        if not files:
            raise Refused("本批次尚无银行文件，请先发放。", "this batch has no bank file yet: pay it first.")
        path = opened.path.with_name(f"bank-{Path(files[-1]['number']).name}.csv")
        sheets.write_secret(path, opened.bank_file(files[-1]["number"]))
        return [self._banner(Text(f"已写入 {path}，只有本机当前用户可读。内有姓名和卡号，交银行后请删除。",
                                  f"Written to {path}, readable by you alone. It holds names and card numbers: delete it once the bank has it."))]  # fmt: skip

    def _given(self) -> None:
        for file in self.upload.value:
            said = Text(f"已选 {file['name']}，请填办理人并点“登记退回”。", f"{file['name']} is chosen: say who, then press Book the returns.")  # fmt: skip
            self.status.value = pages.page(self._banner(said))

    def _return(self, opened: Casebook, who: str) -> list[str]:
        if not self.upload.value:
            raise Refused("请先选择银行的退回清单（.xlsx 或 .csv）。", "choose the bank's list of returns first (.xlsx or .csv).")  # fmt: skip
        file = self.upload.value[0]
        done = opened.reconcile(self.batches.selected, read_returns(Path(file["name"]), bytes(file["content"])), who)
        self.upload.value = ()
        return [self._banner(batches.returns_in_words(done)), *(self._banner(said, "bad") for said in batches.misfits_in_words(done))]  # fmt: skip

    def _grant(self) -> int:
        if not self.grants.selected:
            raise Refused("请先在上面的表中点选一笔帮扶。", "choose a grant in the table above first.")
        return int(self.grants.selected)

    def _release(self, opened: Casebook, who: str) -> list[str]:
        grant, why = self._grant(), self.why.value.strip()
        if not why:
            raise Refused("请填写释放原因。", "say why it is released.")
        said = batches.released_in_words(grant, opened.release(grant, who, why))
        self.why.value = ""
        return [self._banner(said)]

    def _reserve(self, opened: Casebook, who: str) -> list[str]:
        grant = self._grant()
        return [self._banner(batches.reserved_in_words(grant, opened.reserve_again(grant, who)))]


_WIDTH = widgets.Layout(width="22rem")


@or_nothing
def summary(book: str | Path | None = None) -> pd.DataFrame:
    """What each fund received, paid, reserved and has available when the page is opened, in yuan; no person's data."""
    with open_book(book) as opened:
        found = batches.balances(opened)
    opening = Text("打开本页时", "When the page was opened").to(language())
    rows = [[show(getattr(b, figure)) for figure in ledger.BALANCE] for b in found]
    columns = [said.to(language()) for said in ledger.BALANCE.values()]
    return pd.DataFrame(rows, columns=columns, index=pd.Index([b.name for b in found], name=opening))
