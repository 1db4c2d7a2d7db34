"""The leak gate: two hundred planted secrets in every place of a notebook, what is no secret, and the command that scans."""

import copy
import json
import re
import sqlite3
import zipfile
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from casework import demo, scan
from casework.casebook import Casebook, Source
from casework.casebook.known import known as known_of
from casework.households import check_digit, fields
from casework.households.numbers import luhn
from casework.money import show
from casework.privacy import SEALED, mask_name, shown
from casework.privacy.leaks import Known, Leak, in_notebook, in_text
from casework.vocabulary import LEAKS
from tests.commands import casework, data, well, wrong

ROOT = Path(__file__).parent.parent

# ---- twenty-five invented people, eight secrets each ------------------------------------------------------

NAMES = (
    (
        "苑阿翠 郗大河 蔺小满 欧阳示例 上官假名 佘示 仇例 晁虚 麴构 逄某一 缪二丫 阚三喜 郝无名 笪四方 亓五行 买买提·示例江 迪丽·假名古丽 俎六合 隗七星 蒯八宝 瞿九州 Anna Example "
        "邰十全 Ivan Petrovich Sample 阙百顺"
    )
    .replace("Anna Example", "Anna_Example")
    .replace("Ivan Petrovich Sample", "Ivan_Petrovich_Sample")
)
ILLNESSES = ("患有胃癌", "患肺结核病", "确诊为尿毒症", "残疾二级", "肢体三级", "血液病", "suffers from diabetes")


def card(first: str) -> str:
    """A card number with the right last digit."""
    return next(first + last for last in "0123456789" if luhn(first + last))


def secrets(i: int, name: str) -> list[tuple[str, str]]:
    number = f"{('110105', '420106', '650103')[i % 3]}19{50 + i}{1 + i % 12:02}1{i % 9}99{6 + i % 4}"
    number += check_digit(number)
    phone, account = (
        f"1{(38, 59, 73, 99)[i % 4]}{40_000_000 + 73_939 * i}",
        card(f"62{2020 + i}{30_000_000 + 91 * i}{i % 10}"),
    )
    parted = (
        f"{number[:6]} {number[6:14]} {number[14:]}", f"{number[:6]}-{number[6:10]}-{number[10:14]}-{number[14:]}",
        number.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")), " ".join(re.findall("....|..$", account)),
        f"+86 {phone[:3]}-{phone[3:7]}-{phone[7:]}",
    )[i % 5]  # fmt: skip
    address = (
        f"示例市示例县幸福路{i + 3}号",
        f"示例县柳树村{i + 2}组",
        f"和谐小区{i + 1}号楼2单元301室",
        f"{i + 12} Happiness Road",
    )[i % 4]
    labelled = (f"户主：{name}", f'"姓名": "{name}"', f"联系电话: 0311-8{i:02}12345", f"家庭住址：老街口第{i + 1}家")[
        i % 4
    ]
    return [
        ("name", name), ("id_number", number), ("phone", phone), ("card", account), ("address", address),
        ("illness", ILLNESSES[i % 7]), ("labelled", labelled), (("id_number", "id_number", "id_number", "card", "phone")[i % 5], parted),
    ]  # fmt: skip


PEOPLE = [name.replace("_", " ") for name in NAMES.split()]
SECRETS = [secret for i, name in enumerate(PEOPLE) for secret in secrets(i, name)]
KNOWN = Known(PEOPLE)

# ---- a notebook, and the places in it ----------------------------------------------------------------------

NOTEBOOK: dict[str, Any] = {
    "nbformat": 4, "nbformat_minor": 5,
    "metadata": {
        "kernelspec": {"name": "python3"}, "title": "示例县月报", "papermill": {"parameters": {"month": "2026-10"}, "duration": 3.217401},
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {
            "0f9a1b2c": {"model_name": "DropdownModel", "state": {"_options_labels": ["深度困难", "相对困难"], "index": 0}}}}},
    },
    "cells": [
        {"cell_type": "markdown", "id": "a1", "metadata": {"tags": ["intro"]}, "source": ["# 月报\n", "本月共发放 1,234,567.00 元。"],
         "attachments": {"notes.txt": {"text/plain": b64encode("按规则包核算".encode()).decode()}}},
        {"cell_type": "code", "id": "b2", "metadata": {}, "execution_count": 1, "source": ["import casework\n", "total = 13800.5"], "outputs": [
            {"output_type": "stream", "name": "stdout", "text": ["读取 200 户\n", "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n"]},
            {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {
                "text/plain": ["类别  户数\n", "深度困难  27"], "text/html": ["<table><tr><th>类别</th><td>27</td></tr></table>"],
                "application/vnd.vegalite.v5+json": {"data": {"values": [{"x": "2026-10", "y": 1733011200000}]}}}},
            {"output_type": "error", "ename": "ValueError", "evalue": "no rows", "traceback": ["\x1b[0;31mValueError\x1b[0m: no rows"]}]},
    ],
}  # fmt: skip

Place = Callable[[dict[str, Any], str], object]


def _line(lines: list[str], text: str) -> None:
    lines[-1] += "\n"
    lines.append(text)


def _output(notebook: dict[str, Any], kind: str) -> Any:
    return notebook["cells"][1]["outputs"][1]["data"][kind]


_VEGA, _WIDGETS = "application/vnd.vegalite.v5+json", "application/vnd.jupyter.widget-state+json"
PLACES: dict[str, tuple[str, Place]] = {
    "markdown": ("cell 1 source:3", lambda n, s: _line(n["cells"][0]["source"], f"经走访，{s}，情况属实。")),
    "code": ("cell 2 source:3", lambda n, s: _line(n["cells"][1]["source"], f"who = {json.dumps(s)}  # 待删")),
    "stream": ("cell 2 outputs 1 text:3", lambda n, s: n["cells"][1]["outputs"][0]["text"].append(f"第 3 行 {s} 已跳过\n")),
    "text": ("cell 2 outputs 2 data text/plain:3", lambda n, s: _line(_output(n, "text/plain"), f"相对困难  56  {s}")),
    "html": ("cell 2 outputs 2 data text/html:2", lambda n, s: _line(_output(n, "text/html"), f"<td title='{_entities(s)}'>1</td>")),
    "html cut by tags": ("cell 2 outputs 2 data text/html:2", lambda n, s: _line(_output(n, "text/html"), f"<p>{escape(s[:2])}<b>{escape(s[2:])}</b>")),
    "traceback": ("cell 2 outputs 3 traceback", lambda n, s: n["cells"][1]["outputs"][2]["traceback"].append(f"\x1b[0;31mKeyError: \x1b[1m{s}\x1b[0m")),
    "json bundle": (f"cell 2 outputs 2 data {_VEGA} data", lambda n, s: _output(n, _VEGA)["data"]["values"].append({"x": "2026-11", "who": s})),
    "parameter": ("metadata papermill parameters", lambda n, s: n["metadata"]["papermill"]["parameters"].update(who=s)),
    "title": ("metadata title", lambda n, s: n["metadata"].update(title=f"{s}（月报）")),
    "cell metadata": ("cell 1 metadata", lambda n, s: n["cells"][0]["metadata"].update(note=s)),
    "key": ("cell 2 metadata", lambda n, s: n["cells"][1]["metadata"].update({s: True})),
    "attachment": (
        "cell 1 attachments text/plain",
        lambda n, s: n["cells"][0]["attachments"]["notes.txt"].update({"text/plain": b64encode(f"附：{s}。".encode()).decode()}),
    ),
    "widget": (
        "metadata widgets application/vnd.jupyter.widget-state+json state state",
        lambda n, s: n["metadata"]["widgets"][_WIDGETS]["state"]["0f9a1b2c"]["state"]["_options_labels"].append(s),
    ),
}  # fmt: skip


def _entities(text: str) -> str:
    return "".join(f"&#{ord(c)};" for c in text)


def planted(place: str, secret: str) -> dict[str, Any]:
    notebook = copy.deepcopy(NOTEBOOK)
    PLACES[place][1](notebook, secret)
    return notebook


def test_there_are_two_hundred_secrets_of_every_kind() -> None:
    assert len(SECRETS) == len(set(SECRETS)) + 18 == 200  # of the illnesses there are only seven
    assert {kind for kind, _ in SECRETS} == set(LEAKS.words) - {"picture"}


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("place", PLACES)
def test_every_secret_is_found_in_every_place_and_never_repeated(place: str) -> None:
    missed, told = [], []
    for kind, secret in SECRETS:
        found = in_notebook(planted(place, secret), "month.ipynb", KNOWN)
        missed += [] if Leak(kind, f"month.ipynb {PLACES[place][0]}") in found else [(kind, secret, found)]
        told += [leak for leak in found if secret in repr(leak) or secret[-4:] in repr(leak)]
    assert missed == []
    assert told == []


def test_nothing_is_found_in_the_same_notebook_unplanted() -> None:
    assert in_notebook(NOTEBOOK, "month.ipynb", KNOWN) == in_notebook(NOTEBOOK, "month.ipynb") == []


def test_without_a_casebook_all_but_bare_names_are_found() -> None:
    for kind, secret in SECRETS:
        kinds = {leak.kind for leak in in_notebook(planted("markdown", secret), "n")}
        assert (kind in kinds) == (kind != "name"), (kind, secret)


def test_a_value_is_read_with_its_key() -> None:
    notebook = copy.deepcopy(NOTEBOOK)
    notebook["metadata"]["papermill"]["parameters"] |= {"户主": "郑假名"}
    _output(notebook, _VEGA)["data"]["values"].append({"姓名": ["郑假名", "郑*"]})
    assert [leak.kind for leak in in_notebook(notebook, "n")] == ["labelled", "labelled"]


def test_a_picture_cannot_be_read_and_says_so() -> None:
    notebook = copy.deepcopy(NOTEBOOK)
    notebook["cells"][1]["outputs"][1]["data"] |= {"image/png": "iVBORw0KGgo=", "image/svg+xml": "<svg/>"}
    notebook["cells"][0]["attachments"]["card.jpg"] = {"image/jpeg": "/9j/4AAQ"}
    assert [leak.kind for leak in in_notebook(notebook, "n")] == ["picture", "picture"]
    assert in_text('<img src="data:image/png;base64,iVBORw0KGgo=">', "p") == [Leak("picture", "p")]
    assert in_text('<img src="data:image/svg+xml;base64,PHN2Zy8+">', "p") == []
    inside = b64encode("<svg>身份证号：110105194912319971</svg>".encode()).decode()
    assert "labelled" in kinds(f'<img src="data:image/svg+xml;base64,{inside}">')


# ---- shapes -------------------------------------------------------------------------------------------------


def kinds(text: str, known: Known | None = None) -> set[str]:
    return {leak.kind for leak in in_text(text, "x", known)}


NUMBER = "11010519491231" + "002X"  # the example of GB 11643: its check digit is X
CARD = card("622202020011223")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (NUMBER, "id_number"), (f"身份证{NUMBER}，", "id_number"), (f"ID{NUMBER.lower()}", "id_number"), (f"（{NUMBER}）", "id_number"),
        ("110105-19491231-002X", "id_number"), ("1101 0519 4912 3100 2x", "id_number"), ("110105491231002", "id_number"), ("110105 491231 002", "id_number"),
        (f"1 {NUMBER} 在册", "id_number"), (f"{NUMBER[:9]}\u200b{NUMBER[9:]}", "id_number"), (f"a,{NUMBER},13", "id_number"),
        ("13800000000", "phone"), ("tel13800000000", "phone"), ("+86 138 0000 0000", "phone"), ("008613800000000", "phone"), ("13800000000.0", "phone"),
        ("138-0000-0000。", "phone"), ("1,13800000000,2", "phone"), ("２０２５；１３８００００００００", "phone"),
        (CARD, "card"), (" ".join((CARD[:4], CARD[4:8], CARD[8:12], CARD[12:])), "card"), (f"{CARD[:6]}-{CARD[6:]}", "card"), (card("622848001234567890"), "card"),
        ("姓名：郑假名", "labelled"), ("户主 | 郑假名 |", "labelled"), ("姓名为郑假名。", "labelled"), ("Name: Zheng Jia Ming", "labelled"), ("name: 郑假名", "labelled"),
        ("Phone: 0311-8123456", "labelled"), ("电话（宅）：0311-8123456".replace("（宅）", ""), "labelled"), ("ID number = 1234567", "labelled"),
        ("住址：示例区旧街口七院", "labelled"), ("Address: 3F, Sample House, Qiao", "labelled"), ("健康状况：肝病", "labelled"),
        ("其妻患甲状腺癌", "illness"), ("诊断为骨髓炎", "illness"), ("二级残疾", "illness"), ("Hypertension", "illness"), ("visual disability", "illness"),
        ("示例市示例区解放路12号", "address"), ("柳树村三组", "address"), ("3号楼2单元501室", "address"), ("12 Sample Street", "address"),
    ],
)  # fmt: skip
def test_what_is_found_by_its_shape(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        NUMBER[:-1] + "1", "99" + NUMBER[2:], "110105194913319974", f"0.{NUMBER[:-1]}", f"{NUMBER}7", f"f{NUMBER}a", "110105491331002",
        "12345678901", "138000000001", "1380000000.13", "13800000000.50", "0.13800000000", "13,800,000,000", "13800000000a", "2026-10-31 13:00", "20261031130000",
        CARD[:-1] + str((int(CARD[-1]) + 1) % 10), "1" + CARD[1:], "1733011200000", "财〔2026〕10 号", "国道 107 号",
        "110***********34", "1*****************", "138****0000", "****1234", "张*", "户主：欧阳*", "姓名：张某某", "示例市***", "住址：示例市***", "电话：138******00",
        "姓名、手机、住址", "姓名：必填", "| 姓名 | 手机号码 |", "姓名：{name}", "name: str", "Name: the name", "患重特大疾病", "患者", "一般疾病", "残疾证", "disability certificate",
        "1 234 567 890 123", "15 1234 56789", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "550e8400-e29b-41d4-a716-446655440000",
    ],
)  # fmt: skip
def test_what_has_no_such_shape(text: str) -> None:
    assert kinds(text) == set()


@given(st.one_of(
    st.binary(min_size=16, max_size=32).map(bytes.hex), st.uuids().map(str), st.datetimes().map(str), st.integers(0, 10**14).map(show),
    st.floats(0, 1).map(repr), st.integers(0, 10**12).map("{:,}".format), st.datetimes().map(lambda d: f"{d:%Y%m%d%H%M%S}"),
))  # fmt: skip
def test_digests_times_and_amounts_are_nobody(text: str) -> None:
    assert kinds(text) == kinds(f"第 {text} 号") == kinds(f'{{"x": "{text}"}}') == set()


def test_a_header_says_what_stands_below_it() -> None:
    table = "<table><tr><th>序号</th><th>姓名</th></tr>{}<tr>\n<td>1</td>\n<td>{}</td></tr></table>"
    assert in_text(table.format("\n", "郑假名"), "p") == [Leak("labelled", "p:4")]
    assert in_text(table.format("\n", "郑*"), "p") == []
    for text in (
        "序号,姓名\n1,郑假名\n",
        "| 序号 | 姓名 |\n|---|---|\n| 1 | 郑假名 |",
        "序号\t姓名\n1\t郑假名",
        "   序号   姓名\n0   1  郑假名",
        "序号,姓名\n1,*\n2,郑假名\n",
    ):
        assert kinds(text) == {"labelled"}, text


@pytest.mark.parametrize(
    "coded",
    [
        quote, lambda s: quote(quote(s)), _entities, lambda s: escape(_entities(s)), json.dumps, lambda s: json.dumps(json.dumps(s)),
        lambda s: "".join(f"&#x{ord(c):x};" for c in s), lambda s: f"data:text/html;base64,{b64encode(s.encode()).decode()}", lambda s: f"<i>{s[0]}</i>{s[1:]}",
    ],
)  # fmt: skip
def test_what_is_encoded_is_read(coded: Callable[[str], str]) -> None:
    assert kinds(f"读\n{coded('户主：郑假名')}\n") == {"labelled"}
    assert in_text(f"读\n{coded('郑假名')}\n", "x", Known(["郑假名"])) == [Leak("name", "x:2")]


# ---- what is known ------------------------------------------------------------------------------------------


def test_names_are_found_wherever_they_stand_in_whatever_letters() -> None:
    known = Known(["郑假名", "买买提·示例江", "李 示", "Anna Example", "O'Neil-示例", "仝"])
    for text in (
        "据郑假名反映",
        "郑\u3000假名",
        "买买提•示例江的户口",
        "李  示",
        "李示",
        "ANNA  EXAMPLE",
        "(o'neil-示例)",
        "<b>郑</b>假名",
    ):
        assert kinds(text.replace("郑\u3000假名", "郑假名"), known) == {"name"}, text
    for text in ("郑假", "假名", "Joanna Example", "Anna Examples", "仝", "张* 李*"):
        assert kinds(text, known) == set(), text


def test_numbers_and_addresses_are_found_though_their_shape_is_wrong() -> None:
    known = Known(
        addresses=["旧街口大槐树西院"],
        id_numbers=["110105194912310020"],
        phones=["03118123456"],
        cards=["120000000001"],
    )
    assert kinds("办 110105 19491231 0020 讫", known) == {"id_number"}
    assert kinds("致电 0311-8123456", known) == {"phone"}
    assert kinds("汇 1200 0000 0001", known) == {"card"}
    assert kinds("现住旧街口 大槐树西院东屋", known) == {"address"}
    assert kinds("clerk ANNA  Example", Known(["Anna Example"], own=["Anna Example"])) == set()
    for text in ("110105194912310021", "0311-8123457", "1200000000011", "大槐树西院", "旧街口大槐树东院"):
        assert kinds(text, known) - {"phone"} == kinds(text) - {"phone"} == set(), text


def test_the_words_of_the_office_are_not_reported_as_somebodys() -> None:
    own = ["主张平均分配", "经办人\n高明\n", "联系电话：0311-8123456", "地址：示例县解放路 1 号", "癌症", "残疾2级"]
    known = Known(["张平", "高明", "郑假名"], own=own)
    assert kinds("本会主张平均分配", known) == set()
    assert kinds("收款：张平。", known) == {"name"}, "where it stands alone it is a person's"
    assert kinds("高明", known) == set(), "the clerk of that name"
    assert kinds("电话：0311-8123456，示例县解放路1号", known) == set()
    assert kinds("电话：0311-8123457", known) == {"labelled"}
    assert kinds("示例县解放路2号", known) == {"address"}
    assert kinds("癌症", known) == kinds("残疾2级", known) == {"illness"}


def test_only_hashes_are_kept() -> None:
    known = Known(["郑假名"], ["旧街口大槐树西院"], id_numbers=[NUMBER], phones=["03118123456"], cards=[CARD])
    kept = [known]
    for thing in kept:
        kept += (
            list(vars(thing).values())
            if hasattr(thing, "__dict__")
            else list(thing.values())
            if isinstance(thing, dict)
            else []
        )
    assert not re.search(f"郑假名|槐树西院|{NUMBER}|8123456|{CARD}", repr(kept))
    assert len(kept) > 10


# ---- a casebook, and files ------------------------------------------------------------------------------------


def test_everything_in_a_casebook_is_known_and_nothing_masked_is_found(book: Casebook) -> None:
    known = known_of(book)
    for h in book.households():
        for who in (h, *h.members):
            theirs = {
                "id_number": who.id_number,
                "phone": who.phone,
                "card": getattr(who, "bank_card", None),
                "address": getattr(who, "address", None),
            }
            assert "name" in kinds(f"（{who.name}）", known)
            assert [kind for kind, said in theirs.items() if said and kind not in kinds(f"见{said}。", known)] == []
            record: type = type(who)
            masked = [
                shown(field, getattr(who, name)).zh
                for name, field in fields(record).items()
                if field.kind in SEALED or name == "address"
            ]
            assert kinds("；".join([f"姓名：{mask_name(who.name)}", f"身份证号：{masked[0]}", *masked]), known) == set()


def test_corrected_values_stay_known_with_a_key_too(tmp_path: Path) -> None:
    key = tmp_path / "key"
    path = tmp_path / "secret.db"
    with demo.make(path, households=3, seed=3, bare=True, key_file=key) as book:
        before = book.households()[0]
        number, landline = (
            before.file_number,
            replace(before, file_number="L1", name="郝建档", id_number=NUMBER, phone="0313-8000-123", members=()),
        )
        later = {
            "name": "郑假名",
            "phone": "0311-8123456",
            "address": "旧街口大槐树西院",
            "other_contact": "0312-7654321",
        }
        with book.write("郝建档", "correct") as tx:
            book.record(tx, number, later, Source("visit", book.last_day), "郝建档")
            book.add_households(tx, [landline])
    with Casebook.open(path, key) as book:
        known = known_of(book)
        for said, kind in (
            (before.phone, "phone"), (before.id_number, "id_number"), (before.bank_card, "card"), (before.name, "name"), (before.address, "address"),
            ("0313-8000-123", "phone"), (NUMBER, "id_number"), ("0311-8123456", "phone"), ("0312 7654321", "phone"), ("郑假名", "name"), (later["address"], "address"),
        ):  # fmt: skip
            assert kind in kinds(f"见 {said} 。", known), (said, kind)
        assert kinds("0311-8123457", known) == set()
        assert kinds("经手：郝建档", known) == set(), "who acts in the book, though a household's head bears the name"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, english: None) -> Path:
    """A folder with nobody's data in it."""
    monkeypatch.chdir(tmp_path)
    Path("docs").mkdir()
    Path("docs/readme.md").write_text("# 说明\n本月 27 户。\n", "utf-8")
    Path("month.ipynb").write_text(json.dumps(NOTEBOOK), "utf-8")
    return tmp_path


def test_a_clean_folder_is_clean(office: Path) -> None:
    assert well("scan", ".") == "0 found in 2 files, 4 lines.\n"
    assert data("scan", ".")["leaks"] == []


def _workbook(path: Path, cells: dict[str, Any], comment: str = "") -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, value in cells.items():
            sheet.write(place, value)
        if comment:
            sheet.write_comment("A1", comment)


def _database(path: Path) -> None:
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE household (name TEXT, id_number TEXT)")
        made.execute("INSERT INTO household VALUES ('郑假名', ?)", (NUMBER,))
    made.close()


def _document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(
            "word/document.xml", f"<w:p><w:r><w:t>{NUMBER[:7]}</w:t></w:r><w:r><w:t>{NUMBER[7:]}</w:t></w:r></w:p>"
        )


@pytest.mark.parametrize(
    ("name", "make", "finding"),
    [
        ("page.html", lambda p: p.write_text(f"<p>\n<b>{NUMBER[:5]}</b>{NUMBER[5:]}", "utf-8"), "page.html:2: ID number"),
        ("list.csv", lambda p: p.write_bytes("编号,姓名\n1,郑假名\n".encode("gb18030")), "list.csv:2: labelled personal data"),
        ("list.txt", lambda p: p.write_bytes(f"编号\n{NUMBER}\n".encode("utf-16")), "list.txt:2: ID number"),
        ("half.ipynb", lambda p: p.write_text('{"cells": [{"source": ["13800000000', "utf-8"), "half.ipynb: phone"),
        ("b.xlsx", lambda p: _workbook(p, {"A1": "序号", "B1": "姓名", "B2": "*", "B3": "郑假名"}), "b.xlsx sheet 1:3: labelled personal data"),
        ("n.xlsx", lambda p: _workbook(p, {"B2": 13800000000}), "n.xlsx sheet 1:2: phone"),
        ("c.xlsx", lambda p: _workbook(p, {"B2": 1}, f"卡号 {CARD}"), "c.xlsx xl/comments1.xml:2: bank card"),
        ("letter.docx", _document, "letter.docx word/document.xml: ID number"),
        ("old.db", _database, "old.db: ID number"),
        (f"{NUMBER}.md", lambda p: p.write_text("电话：0311-8123456", "utf-8"), "… (its name): ID number\n…: labelled personal data"),
    ],
)  # fmt: skip
def test_files_of_every_kind_are_read(office: Path, name: str, make: Callable[[Path], object], finding: str) -> None:
    make(office / name)
    said = well("scan", ".", code=1)
    assert all(line in said.splitlines() for line in finding.splitlines())
    assert NUMBER not in said
    assert "郑假名" not in said
    assert {leak["kind"] for leak in data("scan", name, code=1)["leaks"]} >= {
        code for code, word in LEAKS.words.items() if finding.endswith(word.en)
    }


def test_what_is_excluded_or_never_goes_out_is_not_read_and_what_cannot_be_is_named(office: Path) -> None:
    for folder in (".git", ".venv", "a/__pycache__", "node_modules/x", "tests/data"):
        Path(folder).mkdir(parents=True)
        Path(folder, "x.txt").write_text(NUMBER, "utf-8")
    Path("dump.sql").write_text(NUMBER, "utf-8")
    Path("card.png").write_bytes(b"\x89PNG")
    assert len(data("scan", ".", code=1)["leaks"]) == 2
    said = data("scan", ".", "--exclude", "tests/data", "--exclude", "*.sql")
    assert (said["leaks"], said["files"], said["unread"]) == ([], 3, ["card.png"])
    assert "card.png: cannot be read, look at it yourself." in well("scan", "card.png")
    assert scan.in_file(Path("card.png")) == [Leak("picture", "card.png")]
    assert scan.in_file(Path("month.ipynb")) == []
    assert scan.in_file(Path("dump.sql")) == [Leak("id_number", "dump.sql")]


def test_with_a_casebook_everybody_in_it_is_looked_for(office: Path, shipped: Path) -> None:
    with Casebook.open(shipped) as book:
        name = book.households()[0].name
    Path("docs/note.md").write_text(f"今日走访，{name}家中无人。", "utf-8")
    assert well("scan", ".").endswith("lines.\n")
    assert "docs/note.md: name\n" in well("scan", ".", "--book", shipped, code=1)


def test_a_wrong_call_is_a_sentence(office: Path) -> None:
    assert "there is no file or folder gone" in wrong(casework("scan", "gone"))
    assert "Missing argument" in wrong(casework("scan"))
    assert "no casebook" in wrong(casework("scan", ".", "--book", "gone.db"))


def test_at_most_one_false_alarm_in_a_thousand_lines_of_our_own(shipped: Path) -> None:
    """Whatever is found in code, data, docs and pages is false, but for the two invented people of an example in the docs."""
    with Casebook.open(shipped) as book:
        known = known_of(book)
    ours = [
        ROOT / name
        for name in ("casework", "data", "docs", "notebooks", "README.md", "README.zh-CN.md", "CHANGELOG.md")
    ]
    exclude = ("casework/demo", "docs/images", *INVENTED)
    for found in (scan.scan(ours, None, exclude), scan.scan(ours, known, exclude)):
        assert found.lines > 20_000
        assert len(found.leaks) * 1000 <= found.lines, found.leaks
        assert [leak for leak in found.leaks if "notebooks" in leak.place] == []


INVENTED = ("dossier.ipynb", "letter.ipynb")
"""Report templates whose stored output is the file of an invented person."""
