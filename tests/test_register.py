"""The register: found as SQL's LIKE finds, sorted as Python sorts, answered as the book answers at once."""

import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casework.casebook import Casebook, Source, register
from casework.casebook.register import Register, Wanted
from casework.casebook.texts import Shared, Texts
from casework.households import CLASSES
from casework.vocabulary import AIDS, STATES, Refused

LIKE = "SELECT file_number FROM household WHERE file_number LIKE :part OR name LIKE :part OR employer LIKE :part ORDER BY file_number"


@pytest.fixture(autouse=True)
def in_small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty files are read in five pieces and answered in nine."""
    monkeypatch.setattr(register, "_READ", 13)
    monkeypatch.setattr(register, "_ANSWERED", 7)


@pytest.fixture
def whole(book: Casebook) -> Register:
    """One file without an employer and with a region; net incomes that are no whole number of fen a head and month, one below zero."""
    visit, files = Source("visit", book.today()), book.households()
    book.correct(files[5].file_number, {"employer": None, "hukou_division": "示例市"}, visit, "示例建档人")
    for i, fen in ((7, 1_000_003), (8, 1_000_043), (9, 11)):
        odd = {
            "size": 7,
            "annual_income_fen": fen,
            "medical_out_of_pocket_fen": 64,
            "schooling_cost_fen": 0,
            "other_rigid_expenditure_fen": 0,
        }
        book.correct(files[i].file_number, odd, visit, "示例建档人")
    return Register.whole(book)


def numbers(found: Register, places: Any) -> list[str]:
    return [found.numbers.of(int(i)) for i in places]


# ---- finding ------------------------------------------------------------------------------------------


def test_any_one_two_or_three_characters_find_what_like_finds(book: Casebook, whole: Register) -> None:
    texts = {text for h in book.households() for text in (h.file_number, h.name, h.employer or "")} | {
        "没有此人",
        "xyz",
    }
    parts = {text[i : i + n] for text in texts for n in (1, 2, 3) for i in range(len(text) - n + 1)}
    assert len(parts) > 200
    for part in parts:
        like = [row["file_number"] for row in book.rows(LIKE, {"part": f"%{part}%"})]
        assert numbers(whole, whole.find(Wanted(part))) == like, part


_TEXT = st.text(st.sampled_from("王芳Ａa1１ \n\0ßﬁ𠮷—%"), max_size=6)


@given(
    st.lists(_TEXT, max_size=8),
    st.lists(_TEXT, max_size=8),
    st.text(st.sampled_from("王芳aＡ1ß𠮷fi%"), min_size=1, max_size=3),
)
@example(["王", "芳"], [], "王芳")
@example([""], [""], "a")
def test_a_part_is_found_within_a_text_and_never_across_two(some: list[str], more: list[str], said: str) -> None:
    texts, shared, part = Texts(), Shared(), unicodedata.normalize("NFKC", said).casefold()
    for column in (texts, shared):
        column.add(some)
        column.add(more)
        column.join()
    wanted = [part in unicodedata.normalize("NFKC", text).casefold() for text in some + more]
    assert texts.having(part).tolist() == wanted
    assert shared.having(part).tolist() == wanted
    assert [shared.of(i) for i in range(len(some + more))] == some + more


def test_what_a_file_does_not_say_is_a_filter_of_its_own(whole: Register) -> None:
    assert whole.codes("hukou_division") == ["—", "示例市"]
    assert whole.find(Wanted(hukou_division="示例市")).tolist() == [5]
    assert len(whole.find(Wanted(hukou_division="—"))) == 59
    assert whole.unit(5) == "—"
    assert len(whole.find(Wanted("—"))) == 0


# ---- sorting ------------------------------------------------------------------------------------------


def keys(book: Casebook) -> dict[str, Callable[[int], Any]]:
    """What each column is sorted by, taken from the files and the answer at once; None is not known."""
    files, found, states = book.households(), book.assess(), [book.state(h.file_number) for h in book.households()]
    return {
        "file_number": lambda i: files[i].file_number,
        "name": lambda i: files[i].name.encode("gb18030"),
        "employer": lambda i: files[i].employer and files[i].employer.encode("gb18030"),
        "state": lambda i: list(STATES.words).index(states[i]) if states[i] else None,
        "class": lambda i: CLASSES.index(found.class_of(i)),
        "size": lambda i: files[i].size,
        "net": lambda i: found.row(i)["net_income_per_capita_month_fen"],
        **{aid: lambda i, aid=aid: found.aids[aid].of(i) for aid in AIDS.words},
    }  # fmt: skip


@pytest.mark.parametrize("down", [False, True])
def test_every_column_is_sorted_as_a_list_is_those_alike_by_number_the_unknown_last(
    book: Casebook, whole: Register, *, down: bool
) -> None:
    some, alike = whole.find(Wanted("2025"))[::2], set[str]()
    for by, key in keys(book).items():
        known = [int(i) for i in some if key(int(i)) is not None]
        wanted = sorted(known, key=key, reverse=down)  # Python keeps those alike in their order, both ways
        got = whole.ordered(some, by, down=down).tolist()
        assert got == wanted + [int(i) for i in some if key(int(i)) is None], by
        alike |= {by} if len({key(i) for i in known}) < len(known) else set()
    assert {"employer", "state", "class"} <= alike


def test_names_are_listed_by_their_sound(book: Casebook) -> None:
    """陈 chen, 李 li, 王 wang, 张 zhang: not the order of their code points."""
    column = Shared()
    column.add(["张三", "王五", "陈一", "李四"])
    column.join()
    assert np.argsort(column.ranked(register.as_listed).values).tolist() == [2, 3, 1, 0]


# ---- the answer ---------------------------------------------------------------------------------------


def test_answers_worked_out_in_pieces_are_those_of_the_whole_book(book: Casebook, whole: Register) -> None:
    found = book.assess()
    for i in range(len(found)):
        row = found.row(i)
        assert whole.class_of(i) == row["class"]
        assert whole.answer("net", i) == row["net_income_per_capita_month_fen"]
        assert [whole.answer(aid, i) for aid in AIDS.words] == [found.aids[aid].of(i) for aid in AIDS.words]
        size = found.classes.size
        assert whole.answer("size", i) == (int(size.values[i]) if size.known[i] else None)
    assert whole.totals() == {
        aid: (int((a.sure > 0).sum()), int(a.sure.sum()), int((~a.known).sum())) for aid, a in found.aids.items()
    }
    assert any(whole.answer("net", i) is None for i in range(60)), "an unknown one is among them"
    assert [whole.answer("net", i) for i in (7, 8, 9)] == [11_904, 11_905, -1], "999,939, 999,979 and −53 fen over 84"


def test_some_are_answered_first_and_each_only_once(book: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    assess = Casebook.assess
    monkeypatch.setattr(
        Casebook, "assess", lambda self, **said: (asked.extend(said["number"]), assess(self, **said))[1]
    )
    found = Register(book)
    steps = found.steps(book)
    while not found.is_read:
        next(steps)
    assert found.worked_out.sum() == 7, "the first piece"
    found.work_out(book, np.array([40, 3, 20]))
    assert found.class_of(40) is not None
    assert found.class_of(41) is None
    assert not found.ready
    for _ in steps:
        pass
    assert found.ready
    assert sorted(asked) == [h.file_number for h in book.households()]


def test_a_book_that_was_replaced_meanwhile_is_refused(book: Casebook) -> None:
    found = Register(book)
    steps = found.steps(book)
    while not found.is_read:
        next(steps)
    found.numbers.shown[30] = "0815"
    with pytest.raises(Refused, match="was replaced by another one"):
        found.work_out(book, np.array([30, 31]))


def test_a_book_without_files_has_a_register(tmp_path: Path) -> None:
    with Casebook.create(tmp_path / "new.db", unit="示例县", pack="demo-2026", last_day=date(2026, 10, 31)) as new:
        found = Register.whole(new)
    assert found.ready
    assert len(found.find(Wanted("王"))) == 0
    assert found.codes("state") == []
