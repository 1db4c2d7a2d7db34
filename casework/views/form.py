"""The form: one household typed in, field by field from its description, judged while it is typed."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import traitlets

from casework import pages, workflow
from casework.casebook import Casebook
from casework.households import Field, Household, Member, fields
from casework.intake import entry
from casework.intake.cells import TYPES
from casework.pages import intake as shown
from casework.views import guarded, open_book
from casework.vocabulary import ACTS, Lang, Text

BY_STEPS = ("filed_on", "exited_on", "died_on", "joined_on", "left_on")
"""What the steps of a case fill in; nobody types it into a new file."""
_FIRST = Text("先填：认定要用的", "First: what the decision rests on")
_PERSON = Text("本人情况", "The person")
_WORK = Text("工作", "Work")
_MORE = Text("其他", "Other")
HEAD: dict[Text, tuple[str, ...]] = {
    _FIRST: ("file_number", "name", "id_number", "sex", "birth_date", "size", "annual_income_fen", "medical_out_of_pocket_fen",
             "schooling_cost_fen", "other_rigid_expenditure_fen", "main_cause", "secondary_causes", "single_parent"),
    _PERSON: ("ethnic_group", "political_affiliation", "marital_status", "hukou_type", "hukou_division", "health_status", "disability",
              "medical_insurance", "model_worker"),
    Text("联系和住房", "Contact and housing"): ("phone", "other_contact", "address", "postcode", "housing_type", "floor_area"),
    _WORK: ("work_status", "work_started_on", "employer", "employer_ownership", "employer_condition", "industry", "own_income_month_fen",
            "other_income_fen", "self_help", "zero_employment"),
    Text("困难和措施", "Hardship and measures"): ("claimed_class", "application_kind", "archive_level", "key_group", "relief_measure",
                                            "relief_target", "relief_target_on"),
    Text("银行卡和经办", "Bank card and signatures"): ("bank", "bank_branch", "bank_card", "filed_by", "reviewed_by", "entered_by", "remark"),
}  # fmt: skip
MEMBER: dict[Text, tuple[str, ...]] = {
    _FIRST: ("name", "relation", "id_number", "sex", "birth_date", "income_month_fen", "health_status", "study_level", "entry_year",
             "programme_years"),
    _PERSON: ("person_status", "medical_insurance", "ailment", "ethnic_group", "political_affiliation", "marital_status", "hukou_type",
              "phone", "other_contact"),
    _WORK: ("work_status", "employer_or_school", "employer_ownership", "employer_condition", "industry", "model_worker", "contract_on",
            "contract_term"),
    _MORE: ("remark",),
}  # fmt: skip
_NOTE = Text("带 * 的没有就不能建档；空着的按未知处理，不当作零。填好身份证号，出生日期和性别会自动填上。",
             "No file without the fields marked *. What is left empty is unknown, not zero. A whole ID number fills in date of birth and sex.")  # fmt: skip
_HINTS = {
    "money": Text("元", "yuan"), "date": Text("如 1975-03-02", "such as 1975-03-02"), "id_number": Text("18 位", "18 characters"),
    "area": TYPES["area"], "card": Text("12 至 19 位数字", "12 to 19 digits"),
}  # fmt: skip
_HEIGHT = "38rem"


class Several(widgets.VBox):  # type: ignore[misc]
    """Up to three codes, each chosen from the list; `value` as a spreadsheet would have them."""

    value = traitlets.Unicode()

    def __init__(self, options: list[tuple[str, str]], said: str, text: str, **look: Any) -> None:
        chosen = [*filter(None, text.split("、")), "", "", ""][:3]
        self.boxes = [widgets.Dropdown(options=options, value=code, description=f"{said} {k}", **look) for k, code in enumerate(chosen, 1)]  # fmt: skip
        super().__init__(self.boxes)
        self.value = text
        for box in self.boxes:
            box.observe(self._chosen, "value")

    def _chosen(self, _: Any) -> None:
        self.value = "、".join(box.value for box in self.boxes if box.value)


class Looks:
    """How wide the boxes and their labels are, made once for all of a form."""

    def __init__(self, lang: Lang, box: str = "31rem") -> None:
        wide = {"description_width": "12rem" if lang == "zh" else "17.5rem"}
        self.layout, self.style = widgets.Layout(width=box), widgets.Text(style=wide).style

    def entry(self, field: Field, lang: Lang, text: str = "") -> Any:
        """A box for a field; its `value` is, through `text_of`, what would stand in the cell of a spreadsheet."""
        said = field.header.to(lang) + ("*" if field.needed else "")
        hint = _HINTS.get(field.kind, Text("", "")).to(lang)
        look = {"layout": self.layout, "style": self.style}
        words = list(field.codes.words.values()) if field.codes else []
        options = [("", ""), *((word.to(lang), word.zh) for word in words)]
        if field.kind == "codes":
            return Several(options, said, text, **look)
        if field.codes and field.codes.whole and field.kind != "area":
            return widgets.Dropdown(options=options, value=text, description=said, **look)
        if field.codes:
            typed = next((word.to(lang) for word in words if word.zh == text), text)
            return widgets.Combobox(typed, options=[word.to(lang) for word in words], description=said, placeholder=hint, **look)  # fmt: skip
        return widgets.Text(text, description=said, placeholder=hint, **look)


def text_of(field: Field, value: str, lang: Lang) -> str:
    """What was typed or chosen, as it would stand in a spreadsheet."""
    words = field.codes.words.values() if field.codes else ()
    return next((word.zh for word in words if word.to(lang) == value), value)


class Form:
    """The boxes of one household on the left, what they mean on the right; `typed` outlives a change of language."""

    def __init__(self, book: str | Path | None, typed: dict[str, Any], lang: Lang) -> None:
        self.book, self.typed, self.lang, self.looks = book, typed, lang, Looks(lang)
        typed.setdefault("people", [{}])
        self.status, self.result = widgets.HTML(), widgets.HTML()
        self.who = widgets.Combobox(typed.get("who", ""), description=Text("经办人", "Done by").to(lang), placeholder=Text("姓名", "name").to(lang))  # fmt: skip
        with open_book(book) as opened:
            self.who.options = list(dict.fromkeys(person.name for person in opened.people()))
        self.who.observe(lambda change: typed.update(who=change["new"]), "value")
        self.save = self._button(Text("新建档案", "Open the file"), self._save)
        self.clear = self._button(Text("清空重填", "Clear the form"), self._clear)
        self.add = self._button(Text("添加家庭成员", "Add a member"), self._add)
        self.left, right = (
            widgets.Box(
                layout={
                    "display": "block",
                    "height": _HEIGHT,
                    "overflow": "hidden auto",
                    "flex": flex,
                    "padding": "0 .6rem 0 0",
                }
            )
            for flex in ("0 0 34rem", "1 1 18rem")
        )
        right.children = [self.result]
        self._draw()
        bar = widgets.HBox([self.who, self.save, self.clear])
        self.widget = widgets.VBox([widgets.HBox([self.left, right]), bar, self.status])

    def _button(self, said: Text, act: Callable[[], None]) -> widgets.Button:
        button = widgets.Button(description=said.to(self.lang), layout={"width": "max-content"})
        button.on_click(guarded(self.status, self.lang, act))
        return button

    def _people(self) -> list[dict[str, str]]:
        """What was typed of each person, the head first."""
        people: list[dict[str, str]] = self.typed["people"]
        return people

    # ---- the boxes ----------------------------------------------------------------------------------

    def _draw(self) -> None:
        """The boxes of everybody with what was typed, and what it means."""
        self.boxes: dict[tuple[int, str], Any] = {}
        note = widgets.HTML(pages.page(f'<p class="note">{pages.esc(_NOTE.to(self.lang))}</p>'))
        self.left.children = [note, *(self._person(place) for place in range(len(self._people()))), self.add]
        self._mean()

    def _add(self) -> None:
        """One more member; the boxes that are there stay as they stand."""
        self._people().append({})
        self.left.children = [*self.left.children[:-1], self._person(len(self._people()) - 1), self.add]
        self._mean()

    def _remove(self, place: int) -> None:
        self._people().pop(place)
        self._draw()

    def _person(self, place: int) -> widgets.Widget:
        title = Text(f"成员 {place}", f"Member {place}") if place else Text("户主（职工本人）", "Head (the worker)")
        record, groups = (Member, MEMBER) if place else (Household, HEAD)
        parts = {
            said: widgets.VBox([self._box(record, place, name) for name in names]) for said, names in groups.items()
        }
        first, *rest = parts.values()
        more = widgets.Accordion(rest, titles=[said.to(self.lang) for said in list(parts)[1:]], selected_index=None)
        gone = self._button(Text("移除该成员", "Remove this member"), lambda: self._remove(place))
        head = widgets.HTML(pages.page(pages.heading(title, self.lang, 3)))
        return widgets.VBox([head, first, more, *[gone] * bool(place)], layout={"overflow": "visible"})

    def _box(self, record: type, place: int, name: str) -> Any:
        field, person = fields(record)[name], self._people()[place]
        box = self.looks.entry(field, self.lang, person.get(name, ""))

        def typed() -> None:
            person[name] = text_of(field, box.value, self.lang)
            if name == "id_number":
                self._fill(place, entry.of_number(person[name]))
            self._mean()

        box.observe(guarded(self.status, self.lang, typed), "value")
        self.boxes[place, name] = box
        return box

    def _fill(self, place: int, known: Mapping[str, str]) -> None:
        """What an ID number says, where nothing is typed yet."""
        for name, text in known.items():
            if not self.boxes[place, name].value:
                self.boxes[place, name].value = text

    # ---- what they mean -----------------------------------------------------------------------------

    def _entered(self, opened: Casebook) -> entry.Entered:
        head, *members = self._people()
        return entry.enter(opened, head, members)

    def _mean(self) -> None:
        with open_book(self.book) as opened:
            entered = self._entered(opened)
            found, papers = entry.answer(opened, entered), entry.papers(opened, entered)
        self.result.value = pages.page(
            shown.wrong(entered, self.lang), shown.answer(found, self.lang), shown.wanted(entered, papers, self.lang)
        )
        self._mark(
            {entry.place(said) for said in entered.findings if said.verdict != "accepted" and said.code != "missing"}
        )

    def _mark(self, wrong: set[tuple[int, str]]) -> None:
        for place, box in self.boxes.items():
            (box.add_class if place in wrong else box.remove_class)("cw-wrong")

    # ---- the acts -----------------------------------------------------------------------------------

    def _save(self) -> None:
        with open_book(self.book) as opened:
            number = entry.save(opened, self._entered(opened), self.who.value.strip())
            acts = workflow.next_acts(None, [], opened.settings["steps"])
        self._clear()
        self.status.value = pages.page(shown.saved(number, [ACTS.words[act] for act in acts], self.lang))

    def _clear(self) -> None:
        self.typed["people"] = [{}]
        self._draw()
