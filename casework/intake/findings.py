"""Findings: every way in which a row can be wrong, the verdict that brings, and what to do, in both languages."""

import re
from typing import Any, Literal, NamedTuple

from casework.vocabulary import Text

Verdict = Literal["accepted", "rejected", "duplicate", "skipped"]

# What is said after the field and what stands in it: “手机号码“见备注”不像电话号码，…”.
_SENTENCES: dict[Verdict, dict[str, tuple[str, str]]] = {
    "rejected": {
        "missing": ("未填，不能建档：请补填。", "is missing and no file can do without it: fill it in."),
        "not_of_type": ("不是{other}：请改正。", "is not {other}: correct it."),
        "negative": ("是负数：请改正。", "is negative: correct it."),
        "future_date": ("晚于 {other}，还没有到：请改正。", "is later than {other}, in the future: correct it."),
        "code_unknown": ("不在代码表中：请填{other}。", "is not on the list: write one of {other}."),
        "several_main_causes": ("写了不止一项，主要原因只能选一项：请留最主要的，其余填次要致困原因。",
                                "names more than one, and only one can be the main cause: move the others to the secondary causes."),
        "too_many_causes": ("超过三项：请只留最主要的三项。", "names more than three: keep the three that matter most."),
        "id_number_form": ("不是 18 位公民身份号码：请按身份证核对。", "is no 18-character ID number: check the card."),
        "id_number_check_digit": ("的校验码不对：请按身份证核对。", "has a wrong check digit: check the card."),
        "id_number_as_number": ("存成了数字，末几位已丢失：请按文本重新录入。", "was stored as a number and lost digits: type it as text."),
        "birth_date_mismatch": ("与身份证号中的 {other} 不一致：请核对。", "does not agree with {other} in the ID number: check it."),
        "sex_mismatch": ("与身份证号不一致，后者为{other}：请核对。", "does not agree with {other} in the ID number: check it."),
        "no_head": ("没有户主：请在《职工信息》中补上，或改正编号。", "has no head on the sheet 职工信息: add it or correct the number."),
        "member_rejected": ("《家庭成员》第 {other} 行未被接受，整户不能建档：请先改正。",
                            "row {other} of 家庭成员 was not accepted, and a file goes in whole: correct it."),
        "household_rejected": ("户主在{other}，未被接受，整户不能建档：请先改正。", "the head in {other} was not accepted: correct it."),
        "file_number_repeated": ("已用于{other}：请另编号，或删去多余的行。", "is used in {other}: give another, or remove the row."),
        "file_in_book": ("已在案卷库中：请在案卷库里修改，或另编号。", "is in the casebook: change it there, or give another number."),
    },
    "duplicate": {
        "duplicate_id_number": ("与{other}相同：请只保留一处。", "is the same as in {other}: keep only one of them."),
        "known_with_other_facts": ("已在案卷库中，但内容不同：请在案卷库里修改。", "is in the casebook with other facts: change them there."),
    },
    "skipped": {
        "blank_row": ("空行，已跳过。", "a blank row, skipped."),
        "total_row": ("合计行，已跳过。", "a total line, skipped."),
        "already_there": ("已在案卷库中，内容相同，已跳过。", "is in the casebook unchanged, skipped."),
    },
    "accepted": {
        "cleaned": ("已整理为“{other}”：请核对。", "was cleaned and became “{other}”: check it."),
        "unknown_mandatory": ("未填，按未知处理，不当作零：请尽快补上。", "is empty: unknown, not zero; fill it in soon."),
        "card_as_number": ("存成了数字，末几位已丢失，按未知处理：请补录。", "was stored as a number and lost digits, so it is unknown."),
        "card_check_digit": ("的校验位不对：发放前请核对。", "has a wrong check digit: check it before paying."),
        "area_code": ("的前两位不是省级代码：请核对。", "does not begin with the code of a province: check it."),
        "phone_form": ("不像电话号码，已照原样保留：请核对。", "does not look like a phone number, kept as written: check it."),
        "code_not_listed": ("不在已知的代码表中，已照原样保留：请核对。", "is not on the list as far as known, kept as written: check it."),
        "total_differs": ("与各项之和 {other} 元不同，以总数为准：请核对。", "differs from its parts, {other} yuan; the total holds: check it."),
        "size_differs": ("与户主加成员共 {other} 人不同，以填写的为准：请核对。",
                         "differs from head and members, {other}; what is written holds: check it."),
        "marital_differs": ("，而家庭成员中{other}：请核对。", "is written, but among the members there is {other}: check it."),
        "head_name_differs": ("与{other}户主的姓名不同：请核对。", "is not the name of the head in {other}: check it."),
    },
}  # fmt: skip
CODES = {code: (verdict, *said) for verdict, codes in _SENTENCES.items() for code, said in codes.items()}
"""The verdict that each code brings, and what it says."""
FOLLOWS = ("household_rejected", "member_rejected")
"""Codes of rows that fall only with another row of their file."""

_LONG_NUMBER = re.compile(r"\d([ .-]?\d){8,}[ .-]?[\dXx]?")


class Finding(NamedTuple):
    """What was found at a row of the workbook: its own row number, the header of the field, and what to do."""

    sheet: str
    row: int
    field: str | None
    code: str
    verdict: Verdict
    zh: str
    en: str


def finding(sheet: str, row: int, code: str, header: Text | None, value: Any, other: Text | str | int) -> Finding:
    """The finding with its sentences; `value` is what stands in the cell, `other` what it is compared with."""
    verdict, zh, en = CODES[code]
    field, written = header or Text("", ""), quote(value)
    (than_zh, than_en), value = other if isinstance(other, Text) else (other, other), written and f"“{written}”"
    en = " ".join(part for part in (field.en, value, en.format(other=than_en)) if part)
    return Finding(sheet, row, header and header.zh, code, verdict, field.zh + value + zh.format(other=than_zh), en)


def quote(value: Any) -> str:
    """A value for a sentence: on one line, shortened, the middle of an ID, card or phone number left out."""
    whole = int(value) if isinstance(value, float) and value.is_integer() else "" if value is None else value
    masked = _LONG_NUMBER.sub(lambda n: f"{n[0][:3]}…{n[0][-2:]}", " ".join(str(whole).split()))
    return masked if len(masked) <= 30 else masked[:29] + "…"
