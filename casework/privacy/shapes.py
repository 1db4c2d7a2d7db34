"""Shapes: what looks like somebody's data to who knows nobody: numbers, values with their label, illnesses, addresses.

All of it works on text in NFKC, where full-width digits, letters and colons are plain ones.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from casework.households import Household, Member, check_digit, fields
from casework.households.numbers import birth_date, in_a_province, luhn
from casework.vocabulary import DISABILITY, HEALTH


class Found(NamedTuple):
    """Something in a text that may be somebody's: its kind, where it begins, and the words themselves."""

    kind: str
    start: int
    said: str


def found(text: str) -> Iterator[Found]:
    """All that has such a shape."""
    for number in numbers(text):
        if kind := _kind(number):
            yield Found(kind, number.start, number.digits)
    for kind, pattern in _PATTERNS:
        for hit in pattern.finditer(text):
            said = next((part for part in hit.groups() if part), hit[0])
            if said not in _HEADERS and not _NOBODY.fullmatch(said):
                yield Found(kind, hit.start(), said)


# ---- numbers --------------------------------------------------------------------------------------------


class Number(NamedTuple):
    """Digits that may belong together: where they begin, without what stands between, as written, and how many in each group."""

    start: int
    digits: str
    said: str
    groups: tuple[int, ...]


_SHORTEST, _LONGEST = 9, 20
_RUN = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9]\.)[A-Za-z]{0,8}"  # no part of a longer word of letters and digits, no decimals
    r"([0-9]+(?:[ \-–][0-9]+)*(?:[ \-–]?[Xx])?)"
    r"(?![0-9A-Za-z])(?!\.[0-9]*[1-9])(?!\.00)"  # no amount; but .0 comes from a table that took a phone for one
)
_GROUP = re.compile("[0-9]+[Xx]?|[Xx]")
_CARD = re.compile("(?:62|60|9[0-9])[0-9]{14,17}|(?:4|5[1-5]|2[2-7]|35)[0-9]{14,15}")
_MOBILE = re.compile("1[3-9][0-9]{9}")


def numbers(text: str) -> Iterator[Number]:
    """Every number of 9 to 20 digits (the last may be an X), in one piece or in groups with a space or hyphen between."""
    for run in _RUN.finditer(text):
        groups = [*_GROUP.finditer(run[1])]
        for i, first in enumerate(groups):
            digits, lengths = "", []
            for group in groups[i:]:
                digits += group[0].upper()
                lengths.append(len(group[0]))
                if len(digits) > _LONGEST or "X" in digits[:-1]:
                    break
                if len(digits) >= _SHORTEST:
                    yield Number(
                        run.start(1) + first.start(), digits, run[1][first.start() : group.end()], tuple(lengths)
                    )


def _kind(number: Number) -> str | None:
    digits, groups = number.digits, number.groups
    if _is_id_number(digits, groups):
        return "id_number"
    local = re.sub("^(?:00)?86(?=1[0-9]{10}$)", "", digits)
    if _MOBILE.fullmatch(local) and groups[-3:] in ((len(digits),), (len(digits) - len(local), 11), (3, 4, 4)):
        return "phone"
    is_grouped = set(groups[:-1]) <= {4} or (len(groups) == 2 and groups[0] == 6)
    return "card" if is_grouped and _CARD.fullmatch(digits) and luhn(digits) else None


def _is_id_number(digits: str, groups: tuple[int, ...]) -> bool:
    """Eighteen characters with a province, a birthday and the right last one, or the fifteen of old cards."""
    if not in_a_province(digits):
        return False
    if len(digits) == 18:
        born = birth_date(digits)
        return born is not None and "1880" < born < "2100" and check_digit(digits[:17]) == digits[17]
    if len(digits) != 15 or "X" in digits or groups not in ((15,), (6, 6, 3)):
        return False
    try:
        return bool(date(1900 + int(digits[6:8]), int(digits[8:10]), int(digits[10:12])))
    except ValueError:
        return False


# ---- words ----------------------------------------------------------------------------------------------

HAN = "\u3400-\u4dbf\u4e00-\u9fff\u3007\U00020000-\U0003134f"
_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江"
    "尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单"
)
_TO = r"""[\\"'”’)\]]*[ ]*(?:[:=|\t]|[ ]{2,})[ \t\v]*[\\"'“‘]{0,2}"""  # between a label and its value: a colon, the next cell
_NAME = "姓名|户主|申请人|困难职工|家庭成员|配偶|联系人|受助人|领款人|收款人|持卡人|户名|本人"
_NUMBER = "身份证号码?|身份证|公民身份号码|证件号码?|手机号码?|手机|联系电话|联系方式|电话|银行卡号|银行卡|卡号|账号"
_PLACE = "(?:家庭|联系|户籍|通讯|现)?(?:住址|地址)"
_HEALTH = "健康状况|疾病|病种|病名|诊断|残疾类别|残疾等级"
_NUMBER_EN = "Phone|Tel|Telephone|Mobile|ID|ID number|ID card|Card|Card number|Bank card"
LABEL = re.compile(f"{_NAME}|{_NUMBER}|{_PLACE}|{_HEALTH}|Name|Applicant|Contact|Address|{_NUMBER_EN}")
"""What stands before somebody's data, or over a column of it."""
_HEADERS = frozenset(field.header.zh for record in (Household, Member) for field in fields(record).values())
_NOBODY = re.compile(
    "请.|必填|选填|未知|空白|不详|没有|文本|汉字|同上|见下|如下|略去|人数|户数|金额|合计|单位|职务|日期|签[名字章]|盖章|"
    + LABEL.pattern
)
_ILL = "|".join(w for w in HEALTH.words if w not in ("良好", "一般疾病", "残疾"))
_ILL_EN = "|".join(text.en for code, text in HEALTH.words.items() if code not in ("良好", "一般疾病", "残疾"))
_LIMB = "|".join(word for word in DISABILITY.words if not word.endswith("级"))
_LIMB_EN = "|".join(text.en for code, text in DISABILITY.words.items() if not code.endswith("级"))
_HOUSE = "(?:[0-9]+|[一二三四五六七八九十百]+)"

_DIGITS = r"(\+?[0-9(][0-9()\-– ]{5,24}[0-9Xx])(?![0-9*])"
_UNMASKED = f"(?![{HAN}*某])(?<!某)"

_PATTERNS = [
    ("labelled", re.compile(f"(?:{_NAME}){_TO}([{HAN}]{{2,4}}(?:·[{HAN}]+)*){_UNMASKED}")),
    ("labelled", re.compile(f"(?:{_NAME})[为是叫:][ ]*([{_SURNAMES}][{HAN}]{{1,2}}){_UNMASKED}")),
    ("labelled", re.compile(f"""(?i:\\bname|\\bapplicant)["']?[ ]*[:=][ ]*["']?([{_SURNAMES}][{HAN}]{{1,2}}){_UNMASKED}""")),
    ("labelled", re.compile(f"(?:{_NAME}|\\b(?:Name|Applicant|Contact)){_TO}([A-Z][a-z]+(?: [A-Z][a-z]+){{1,3}})(?![*])")),
    ("labelled", re.compile(f"(?:{_NUMBER}|\\b(?:{_NUMBER_EN})){_TO}{_DIGITS}")),
    ("labelled", re.compile(f"{_PLACE}{_TO}([{HAN}0-9A-Za-z\\-]{{5,60}})(?![{HAN}0-9A-Za-z*])")),
    ("labelled", re.compile(f"\\bAddress{_TO}([0-9A-Z][^\n\"'|<*]{{7,60}})(?![*])")),
    ("labelled", re.compile(f"(?:{_HEALTH}){_TO}([{HAN}]{{1,8}}(?:病|癌|症|瘤|炎|级))")),
    ("illness", re.compile(f"患(?!病|者|儿|重大|重特大|大病)[有了上过]?[{HAN}]{{0,10}}?(?:病|癌|症|瘤|炎|残疾|精神分裂)")),
    ("illness", re.compile(f"(?:确诊|诊断)[为是]?[{HAN}]{{0,10}}?(?:病|癌|症|瘤|炎)")),
    ("illness", re.compile(f"{_ILL}|(?i:\\b(?:{_ILL_EN})\\b)")),
    ("illness", re.compile(f"(?:{_LIMB})(?:残疾|[一二三四1-4]级)|残疾[一二三四1-4]级|[一二三四1-4]级残疾")),
    ("illness", re.compile(f"(?i:\\b(?:{_LIMB_EN})\\b|\\bdisability,? (?:of )?grade [1-4](?! to))")),
    ("address", re.compile(f"[{HAN}]{{2}}(?:路|街|巷|弄|胡同|大道|里)[ ]?{_HOUSE}[ ]?(?:号|弄)")),
    ("address", re.compile(f"[{HAN}]{{2}}(?:村|屯|寨|庄)[{HAN}]{{0,4}}{_HOUSE}[ ]?(?:组|号|社|队)")),
    ("address", re.compile(f"(?:小区|花园|家园|新村|公寓|苑)[{HAN}]{{0,4}}[0-9]+[ ]?(?:号楼|号|栋|幢|座|室|-)")),
    ("address", re.compile("[0-9]+[ ]?(?:号楼|栋|幢)[ ]?[0-9]*(?:单元)?[0-9]*[ ]?[室户]?|[0-9]+单元[0-9]*室?")),
    ("address", re.compile(r"\b[0-9]+,? [A-Z][a-z]+(?: [A-Z][a-z]+)? (?:Road|Rd|Street|St|Lane|Avenue)\b")),
]  # fmt: skip
"""Kinds and what tells them; a value with its label is the group of its pattern."""
