"""Findings: every way in which a row can be wrong, the verdict that brings, and what to do, in both languages."""

import re
from typing import Any, Literal, NamedTuple

from casework.households import Field
from casework.vocabulary import Text

Verdict = Literal["accepted", "rejected", "duplicate", "skipped"]

_REJECTS = {
    "missing": Text("{field}未填，没有它不能建档：请补填。",
                    "{field} is missing and no file can do without it: fill it in."),
    "not_of_type": Text("{field}{value}不是{other}：请改正。",
                        "{field} {value} is not {other}: correct it."),
    "negative": Text("{field}{value}是负数：请改正。",
                     "{field} {value} is negative: correct it."),
    "future_date": Text("{field}{value}晚于 {other}，还没有到：请改正。",
                        "{field} {value} is later than {other}, in the future: correct it."),
    "code_unknown": Text("{field}{value}不在代码表中：请填{other}。",
                         "{field} {value} is not on the list: write one of {other}."),
    "id_number_form": Text("{field}{value}不是 18 位公民身份号码：请按身份证核对，15 位旧号请换成 18 位。",
                           "{field} {value} is no 18-character ID number: check the card; replace an old 15-digit one."),
    "id_number_check_digit": Text("{field}{value}的校验码不对，多半写错了一位：请按身份证核对。",
                                  "{field} {value} has a wrong check digit, a slip somewhere: check the card."),
    "id_number_as_number": Text("{field}{value}被存成了数字，末几位已丢失：请把单元格设为文本，按身份证重新录入。",
                                "{field} {value} was stored as a number and lost digits: type it again as text."),
    "birth_date_mismatch": Text("{field}{value}与身份证号中的 {other} 不一致：请按身份证核对。",
                                "{field} {value} does not agree with {other} in the ID number: check the card."),
    "sex_mismatch": Text("{field}{value}与身份证号不一致，后者为{other}：请按身份证核对。",
                         "{field} {value} does not agree with the ID number, which says {other}: check the card."),
    "no_head": Text("{field}{value}没有户主：请在《职工信息》中补上户主，或改正编号。",
                    "{field} {value} has no head: add the head to the sheet 职工信息, or correct the number."),
    "member_rejected": Text("《家庭成员》第 {other} 行未被接受，一户要么整户建档，要么都不建：请先改正成员。",
                            "row {other} of 家庭成员 was not accepted, and a file goes in whole: correct the member."),
    "household_rejected": Text("《职工信息》第 {other} 行的户主未被接受，整户不能建档：请先改正该户。",
                               "the head in row {other} of 职工信息 was not accepted: correct that household."),
    "file_number_repeated": Text("{field}{value}已用于第 {other} 行：请另编号，或删去多余的行。",
                                 "{field} {value} is already used in row {other}: give another one, or remove the row."),
    "file_in_book": Text("{field}{value}已在案卷库中：请在案卷库里修改该户，或另编号。",
                         "{field} {value} is already in the casebook: change that file there, or use another number."),
}  # fmt: skip
_DUPLICATES = {
    "duplicate_id_number": Text("{field}{value}与{other}行相同：请只保留一处。",
                                "{field} {value} is the same as in row {other}: keep only one of them."),
    "known_with_other_facts": Text("{field}{value}已在案卷库中，但内容不同：请在案卷库里修改该户。",
                                   "{field} {value} is already in the casebook with other facts: change that file there."),
}  # fmt: skip
_SKIPS = {
    "blank_row": Text("空行，已跳过。", "a blank row, skipped."),
    "total_row": Text("合计行，已跳过。", "a total line, skipped."),
    "already_there": Text("{field}{value}已在案卷库中，内容相同，已跳过。",
                          "{field} {value} is already in the casebook unchanged, skipped."),
}  # fmt: skip
_NOTICES = {
    "cleaned": Text("{field}{value}已整理为“{other}”：请看一眼是否正确。",
                    "{field} {value} was cleaned and became “{other}”: see that it is right."),
    "unknown_mandatory": Text("{field}未填，按未知处理，不当作零：请尽快补上。",
                              "{field} is empty and taken as unknown, not as zero: fill it in soon."),
    "card_as_number": Text("{field}{value}被存成了数字，末几位已丢失，按未知处理：请按银行卡补录。",
                           "{field} {value} was stored as a number and lost digits, so it is unknown: type it again."),
    "card_check_digit": Text("{field}{value}的校验位不对：发放前请按银行卡核对。",
                             "{field} {value} has a wrong check digit: check the card before paying."),
    "area_code": Text("{field}{value}的前两位不是省级代码：请按身份证核对。",
                      "{field} {value} does not begin with the code of a province: check the card."),
    "phone_form": Text("{field}{value}不像电话号码，已照原样保留：请核对。",
                       "{field} {value} does not look like a phone number, kept as written: check it."),
    "code_not_listed": Text("{field}{value}不在已知的代码表中，已照原样保留：请核对。",
                            "{field} {value} is not on the list as far as known, kept as written: check it."),
    "too_many_causes": Text("{field}{value}超过三项：请只留最主要的三项。",
                            "{field} {value} names more than three: keep the three that matter most."),
    "total_differs": Text("{field}{value}与各项收入之和 {other} 元不同，以填写的总数为准：请核对。",
                          "{field} {value} differs from its parts, {other} yuan; the total holds: check it."),
    "size_differs": Text("{field}{value}与户主加成员共 {other} 人不同，以填写的为准：请核对。",
                         "{field} {value} differs from head and members, {other}; what is written holds: check it."),
    "marital_differs": Text("{field}{value}，而家庭成员中{other}：请核对。",
                            "{field} {value}, but among the members there is {other}: check it."),
    "head_name_differs": Text("{field}{value}与第 {other} 行户主的姓名不同：请核对职工编号和姓名。",
                              "{field} {value} is not the name of the head in row {other}: check number and name."),
}  # fmt: skip
CODES = _REJECTS | _DUPLICATES | _SKIPS | _NOTICES
"""The sentence of each code; {value} comes in quotes, shortened, with long numbers masked."""

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


def verdict(code: str) -> Verdict:
    """The verdict that a code brings."""
    if code in _NOTICES:
        return "accepted"
    return "rejected" if code in _REJECTS else "duplicate" if code in _DUPLICATES else "skipped"


def finding(
    sheet: str, row: int, code: str, field: Field | None, value: Any, other: Text | str | int
) -> Finding:
    """The finding with its sentences; `value` is what stands in the cell, `other` what it is compared with."""
    said = {
        lang: CODES[code].to(lang).format(
            field=field.header.to(lang) if field else "",
            value=f"“{quote(value, field)}”",
            other=other.to(lang) if isinstance(other, Text) else other,
        )
        for lang in ("zh", "en")
    }  # fmt: skip
    return Finding(sheet, row, field and field.header.zh, code, verdict(code), said["zh"], said["en"])


def quote(value: Any, field: Field | None = None) -> str:
    """A value for a sentence: on one line, shortened, the middle of an ID, card or phone number left out."""
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    plain = re.sub(r"\s+", " ", str(whole))
    if field and field.kind in ("id_number", "card"):
        return _masked(plain)
    masked = _LONG_NUMBER.sub(lambda number: _masked(number[0]), plain)
    return masked if len(masked) <= 30 else masked[:29] + "…"


def _masked(number: str) -> str:
    return f"{number[:3]}…{number[-2:]}" if len(number) > 8 else number[:1] + "…"
