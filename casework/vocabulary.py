"""Words: every code list of the field and the words for it in Chinese and English.

The lists of the case file carry the Chinese word itself as their code, as the official form prints it.
`whole` says that the list is known completely: a word off such a list is an error, off any other a notice.
"""

import os
import unicodedata
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]


class Text(NamedTuple):
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def to(self, lang: Lang) -> str:
        """The words in one language."""
        return self.zh if lang == "zh" else self.en


class Refused(Exception):  # noqa: N818 a refusal is an answer, and reads as one
    """A call that cannot be carried out: one sentence that says what, where and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


def language(wanted: str | None = None) -> Lang:
    """The wanted language, else CASEWORK_LANG, else that of the locale; Chinese if none says."""
    for name in (
        wanted,
        *(os.environ.get(key) for key in ("CASEWORK_LANG", "LC_ALL", "LC_MESSAGES", "LANG")),
    ):
        if name and name[:2].lower() in ("zh", "en"):
            return "zh" if name[:2].lower() == "zh" else "en"
    return "zh"


@dataclass(frozen=True, slots=True)
class Codes:
    """A code list: code → words, what people write instead, and whether the list is known completely."""

    words: dict[str, Text]
    whole: bool = True
    synonyms: dict[str, str] = field(default_factory=dict)

    def find(self, written: str) -> str | None:
        """The code for a written word; None if it is not on the list."""
        plain = unicodedata.normalize("NFKC", written).replace(" ", "").translate(_BRACKETS)
        code = self.synonyms.get(plain, plain)
        return code if code in self.words else None

    def show(self, code: str | None, lang: Lang) -> str:
        """The words for a code; a code off the list stands for itself, an unknown one is a dash."""
        if code is None:
            return "—"
        return self.words[code].to(lang) if code in self.words else code


_BRACKETS = str.maketrans("（）【】", "()[]")


def _form(pairs: str, *, part: str = "", **synonyms: str) -> Codes:
    """A list of the form, written `中文 = English; …`; synonyms as code="word word"; `part`: what is not known of it."""
    words = {zh: Text(zh, en) for zh, en in (pair.split(" = ") for pair in pairs.split("; "))}
    return Codes(words, not part, _words_for(synonyms))


def _numbered(codes: Codes) -> Codes:
    """A list with the numbers that the form prints before its words, which people write alone or with the words."""
    for i, word in enumerate(codes.words, 1):
        codes.synonyms.update(dict.fromkeys((f"{i}", f"{i}{word}", f"{i}.{word}", f"{i}、{word}"), word))
    return codes


def _contract(pairs: str, *, whole: bool = True, **synonyms: str) -> Codes:
    """A list whose codes stand in files and in --json, written `code 中文 = English; …`; its Chinese words are known too."""
    words = {code: Text(*said.split(" = ")) for code, said in (p.split(" ", 1) for p in pairs.split("; "))}
    return Codes(words, whole, {text.zh: code for code, text in words.items()} | _words_for(synonyms))


def _words_for(synonyms: dict[str, str]) -> dict[str, str]:
    return {word: code for code, said in synonyms.items() for word in said.split()}


CLASSES = _contract(
    "deep 深度困难 = deep hardship; relative 相对困难 = relative hardship; "
    "accident 意外致困 = accident-induced hardship; dibao 低保户 = Dibao household; "
    "edge 低保边缘户 = near-Dibao household; not_eligible 不符合 = not eligible; "
    "undetermined 无法认定 = cannot decide yet"
)
AIDED = ("deep", "relative", "accident", "dibao", "edge")
AIDS = _contract(
    "living 生活救助 = living aid; medical 医疗救助 = medical aid; tuition 子女助学 = tuition aid; "
    "temporary 临时救助 = temporary aid; warmth 送温暖 = warmth visit"
)
STAGES = _contract(
    "kindergarten 学龄前 = kindergarten; primary 小学 = primary school; middle_school 初中 = middle school; "
    "high_school 高中 = high school; vocational 中职 = vocational school; college 大专 = college; "
    "university 本科 = university; postgraduate 研究生 = postgraduate",
    whole=False, kindergarten="幼儿园", high_school="普通高中", vocational="中专 技校 职高", college="专科 高职",
    university="大学 大学本科", postgraduate="硕士 博士",
)  # fmt: skip
SOURCES = _contract(
    "central 中央财政 = central fiscal money; provincial 省级财政 = provincial fiscal money; "
    "city 市级财政 = city fiscal money; county 县级财政 = county fiscal money; union 工会经费 = union funds; "
    "employer 企业(行政)拨付 = employer money; donation 社会捐赠 = donations; interest 利息 = interest"
)
LEVELS = _contract(
    "county 县级工会 = county union; province 省级工会 = provincial union; national 全国总工会 = national union"
)
MOVES = _contract(
    "receipt 收入 = receipt; reserve 预留 = reserve; pay 发放 = pay; release 释放 = release; return 退回 = return; "
    "reversal 冲正 = reversal"
)
PAYMENT_STATES = _contract(
    "waiting 待审批 = waiting for approval; approved 待发放 = approved, to be paid; part_paid 部分发放 = paid in part; paid 已发放 = paid; "
    "returned 已退回 = returned by the bank; released 已释放 = released; reversed 已冲正 = reversed"
)
STATES = _contract(
    "applied 已申请 = applied; visited 已入户 = visited; reviewed 已评议 = reviewed; noticed 公示中 = on public notice; "
    "rechecked 已复核 = re-checked; matched 已比对 = data matched; active 在档 = active; temporary 临时救助档案 = temporary file; "
    "tapering 渐退期 = tapering; exited 脱困 = exited; cancelled 注销 = cancelled; refused 未通过 = not approved"
)
ACTS = _contract(
    "report 首报 = report; apply 申请 = application; visit 入户调查 = home visit; review 评议 = review; notice 公示 = public notice; "
    "object 异议 = objection; settle 异议处理 = objection settled; recheck 复核 = re-check; match 信息比对 = data match; "
    "approve 审批建档 = approval; refuse 不予通过 = refusal; convert 临时转正 = conversion; recertify 年度复核 = recertification; "
    "spotcheck 抽查 = spot check; taper 渐退 = tapering; exit 脱困 = exit; cancel 注销 = cancellation; follow_up 回访 = follow-up; "
    "relapse 返困 = relapse"
)
ROLES = _contract(
    "handler 经办人 = handler; visitor 入户人 = visitor; reviewer 审核人 = reviewer; approver 审批人 = approver; payer 出纳 = payer; "
    "bookkeeper 会计 = bookkeeper"
)
REASONS = _contract(
    "above_line 收入稳定达标 = income above the line; backstop 转入兜底保障 = moved to state backstop; death 死亡 = death; "
    "retired 退休 = retirement; moved 调离 = transfer; assets 资产核查不符 = failed asset match; clean_up 精准识别清理 = clean-up; "
    "not_eligible 不符合条件 = not eligible; withdrawn 本人放弃 = withdrawn; other 其他 = other"
)
FACT_SOURCES = _contract(
    "form 档案表 = form; document 证明材料 = document; visit 入户调查 = home visit; match 信息比对 = data match"
)
ORDERS = _contract("notice-first 先公示后比对 = notice before match; match-first 先比对后公示 = match before notice")
EVIDENCE = _contract(
    "application 书面申请 = written application; form 档案表 = file form; identity 身份证及户口簿复印件 = ID and hukou-book copies; "
    "income 收入证明 = proof of income; unemployment 失业证明 = unemployment proof; card 银行卡复印件 = bank-card copy; "
    "notice 公示单 = public-notice sheet; membership 会员证明 = union-membership proof; minutes 评议会记录 = review minutes; "
    "consent 核对授权书 = consent to data matching; dibao 低保证 = Dibao certificate; diagnosis 诊断证明 = diagnosis; "
    "bills 自付票据 = out-of-pocket bills; disability 残疾证 = disability certificate; incident 事故灾害证明 = proof of accident or disaster; "
    "enrolment 学生证或录取通知 = proof of enrolment; tuition 学费收据 = tuition receipt; contract 劳动合同 = labour contract; "
    "divorce 离异或丧偶证明 = proof of divorce or widowhood; other 其他 = other"
)
SCHEMES = _contract(
    "civil 民政救助 = civil-affairs aid; mutual 职工互助 = mutual aid; union 其他工会 = another union; other 其他 = other"
)
LEAKS = _contract(
    "name 姓名 = name; id_number 身份证号 = ID number; phone 手机号码 = phone; card 银行卡号 = bank card; address 住址 = address; "
    "illness 疾病或残疾 = illness or disability; labelled 标明的个人信息 = labelled personal data; picture 图片 = picture"
)

# Lists of the case file (困难职工档案), as the forms print them: domain sources S01, S03, S05, S06, S08.
SEX = _form("男 = male; 女 = female", 男="男性 男士 M m 1", 女="女性 女士 F f 2")
YES_NO = _form("是 = yes; 否 = no", 是="有 Y y 1 true", 否="无 N n 0 false 不是")
PARTY = _form(
    "中共党员 = CPC member; 共青团员 = Youth League member; 群众 = none; 民主党派 = other party; 其他 = other",
    中共党员="党员 中国共产党党员 中共预备党员", 共青团员="团员", 其他="其它",
)  # fmt: skip
HEALTH = _form(
    "良好 = good; 癌症 = cancer; 心血管病 = cardiovascular disease; 脑血管病 = cerebrovascular disease; "
    "尿毒症 = uraemia; 精神病 = mental illness; 肝病 = liver disease; 血液病 = blood disease; 糖尿病 = diabetes; "
    "肿瘤病 = tumour; 腰颈椎病 = spine disease; 高血压病 = hypertension; 肺病 = lung disease; "
    "一般疾病 = ordinary illness; 残疾 = disability",
    良好="健康 正常", 高血压病="高血压", 肿瘤病="肿瘤", 糖尿病="糖尿", 一般疾病="一般病",
)  # fmt: skip
_IMPAIRMENT = {"视力": "visual", "听力": "hearing", "言语": "speech", "智力": "intellectual", "肢体": "physical",
               "精神": "mental", "多重": "multiple"}  # fmt: skip
_GRADES = {"": "", "一级": " 1", "二级": " 2", "三级": " 3", "四级": " 4"}
DISABILITY = Codes(
    {
        k + g: Text(k + g, f"{en} disability{n and ', grade' + n}")
        for k, en in _IMPAIRMENT.items()
        for g, n in _GRADES.items()
    },
    synonyms={k + "残疾" + g: k + g for k in _IMPAIRMENT for g in _GRADES},
)
AILMENTS = Codes(HEALTH.words | DISABILITY.words, whole=False, synonyms=HEALTH.synonyms | DISABILITY.synonyms)
"""疾病/残疾类别 of a member: the form prints no list, so it takes both."""
WORK_STATUS = _form(
    "在岗 = employed; 下(待)岗 = laid off or awaiting a post; 失(无)业 = unemployed; 退休 = retired; 病休 = sick leave; "
    "内退 = early internal retirement; 农民工 = migrant worker; 离休 = retired cadre",
    **{"下(待)岗": "下岗 待岗 下岗待岗 下(待)岗职工", "失(无)业": "失业 无业 失业人员"}, 在岗="在职 就业", 内退="内部退养",
)  # fmt: skip
MODEL_WORKER = _form(
    "全国劳模 = national model worker; 省部级劳模 = provincial or ministerial model worker; "
    "地市级劳模 = prefecture model worker; 其他 = other",
    其他="无 非劳模 不是 其它", 省部级劳模="省级劳模 部级劳模", 地市级劳模="市级劳模",
)  # fmt: skip
HOUSING = _form(
    "承租单位公房 = employer-owned rental; 政府廉租房 = public low-rent housing; 自购房 = owner-bought; 无房 = none; "
    "租房 = private rental; 自建房 = self-built; 商品房 = commodity housing; 经济适用房 = affordable housing; "
    "两限房 = price-capped housing; 其他 = other",
    政府廉租房="廉租房 公租房", 其他="其它", 租房="租赁 私人租房",
)  # fmt: skip
FLOOR_BANDS = _form(
    "20以下 = up to 20; 20-50 = over 20 to 50; 50-70 = over 50 to 70; 70以上 = over 70",
    **{"20以下": "≤20 <=20", "20-50": "(20,50]", "50-70": "(50,70]", "70以上": ">70"},
)
MARITAL = _form(
    "已婚 = married; 未婚 = single; 离异 = divorced; 丧偶 = widowed",
    离异="离婚 已离婚 离婚未再婚",
    已婚="结婚 再婚 初婚 复婚",
)
HUKOU = _form(
    "非农业 = non-agricultural; 农业 = agricultural; 农转居 = converted",
    非农业="非农 非农业户口 城镇", 农业="农村 农业户口", 农转居="农转非",
)  # fmt: skip
INDUSTRY = _form(
    "农林牧渔业 = farming, forestry, fishing; 金融保险业 = finance and insurance; 社会服务业 = social services; "
    "教育 = education; 科技 = science; 文化 = culture; 体育 = sport; 宗教 = religion; 医疗卫生 = health; 军队 = military; "
    "国家机关 = state organs; 纺织 = textiles; 冶金 = metallurgy; 煤炭 = coal; 机电 = machinery; 电子仪表 = electronics; "
    "化工 = chemicals; 国防 = defence; 城建 = urban construction; 精工 = precision work; 财贸 = trade; 医药 = medicine; 其他 = other",
    医药="医药系统 医药(系统)",
    其他="其它",
)
OWNERSHIP = _form(
    "国有机关/事业单位 = state body; 国有企业 = state-owned enterprise; 集体企业 = collective; "
    "民营/私营/个体企业 = private enterprise",
    part="the end of the list is not known", **{"民营/私营/个体企业": "民营企业 私营企业 个体企业"},
)  # fmt: skip
CAUSES = _numbered(_form(
    "无劳动能力 = no capacity for work; 有劳动能力而未就业 = able to work but not employed; 下岗失业 = laid off or unemployed; "
    "未参加社会保险 = not socially insured; 社会保险待遇落实不到位 = social-insurance benefits not paid; "
    "患重特大疾病 = critical illness; 遭受自然灾害 = natural disaster; 遭受意外事故 = accident; "
    "子女上学 = children's schooling; 其他 = other",
    患重特大疾病="重大疾病 大病 重病", 遭受意外事故="意外事故", 遭受自然灾害="自然灾害", 子女上学="子女教育", 其他="其它",
    下岗失业="下岗 失业",
))  # fmt: skip
EVENTS = ("患重特大疾病", "遭受意外事故", "遭受自然灾害")
"""Causes that count as a qualifying event for the accident class."""
KEY_GROUPS = _numbered(_form(
    "低保范围内有劳动能力而未充分就业 = on Dibao, able to work and underemployed; "
    "收入或生活水平低于低保线而未纳入低保 = below the Dibao line and not on Dibao; 支出性生活困难 = hardship from expenditure; "
    "城市困难农民工 = migrant worker in hardship in a city; "
    "供给侧结构性改革中的困难职工 = worker in hardship from supply-side reform; 其他 = other",
    支出性生活困难="支出型生活困难", 其他="其它",
))  # fmt: skip
MEASURES = _numbered(_form(
    "就业创业发展 = employment and business; 纳入社保制度覆盖 = social insurance",
    part="the third and fourth of the four are cut off in the copy",
))  # fmt: skip
APPLICATIONS = _form("日常救助 = regular aid; 临时救助 = temporary aid")
ARCHIVE_LEVELS = _form(
    "全国级 = national; 省级 = provincial; 地市级 = prefecture; 区县级 = county; 基层 = grassroots",
    全国级="国家级", 地市级="市级", 区县级="县级 县区级", 基层="基层级",
)  # fmt: skip

_RELATIVES = (
    "0 本人或户主 = self or head; 01 本人 = self; 02 户主 = head; 1 配偶 = spouse; 11 夫 = husband; 12 妻 = wife; "
    "2 子 = son; 21 独生子 = only son; 22 长子 = eldest son; 23 次子 = second son; 27 养子或继子 = adopted son or stepson; "
    "28 女婿 = son-in-law; 3 女 = daughter; 31 独生女 = only daughter; 32 长女 = eldest daughter; "
    "37 养女或继女 = adopted daughter or stepdaughter; 38 儿媳 = daughter-in-law; 4 孙子女 = grandchild; "
    "4 外孙子女 = daughter's child; 4 孙子女/外孙子女 = grandchild; 41 孙子 = son's son; 42 孙女 = son's daughter; "
    "43 外孙子 = daughter's son; 44 外孙女 = daughter's daughter; 5 父母 = parent; 51 父亲 = father; 52 母亲 = mother; "
    "53 公公 = husband's father; 54 婆婆 = husband's mother; 55 岳父 = wife's father; 56 岳母 = wife's mother; "
    "57 继/养父 = step- or adoptive father; 58 继/养母 = step- or adoptive mother; 6 祖父母 = grandparent; "
    "6 外祖父母 = mother's parent; 6 祖父母/外祖父母 = grandparent; 61 祖父 = father's father; 62 祖母 = father's mother; "
    "63 外祖父 = mother's father; 64 外祖母 = mother's mother; 7 兄弟姐妹 = sibling; 71 兄 = elder brother; "
    "73 弟 = younger brother; 75 姐姐 = elder sister; 77 妹妹 = younger sister; 78 妹夫 = sister's husband; 8 其他 = other; 81 伯父 = uncle; "
    "93 侄子 = nephew; 97 其他亲属 = other relative; 99 非亲属 = not related"
)
_NUMBERED = {
    pair.split(" ", 1)[1]: pair.split(" ", 1)[0] for pair in (p.split(" = ")[0] for p in _RELATIVES.split("; "))
}
RELATIONS = Codes(
    {zh: Text(zh, en) for zh, en in (p.split(" ", 1)[1].split(" = ") for p in _RELATIVES.split("; "))},
    synonyms={number: zh for zh, number in reversed(_NUMBERED.items())}
    | {"10": "配偶", "20": "子", "30": "女", "50": "父母", "儿子": "子", "女儿": "女", "丈夫": "夫", "妻子": "妻", "父": "父亲",
       "母": "母亲", "爷爷": "祖父", "奶奶": "祖母", "外公": "外祖父", "外婆": "外祖母", "哥哥": "兄", "弟弟": "弟", "姐": "姐姐",
       "妹": "妹妹", "养子": "养子或继子", "继子": "养子或继子", "养女": "养女或继女", "继女": "养女或继女", "其它": "其他",
       "三子": "子", "四子": "子", "二女": "女", "次女": "女", "三女": "女", "四女": "女"},
)  # fmt: skip
"""家庭关系 GB/T 4761-2008: the one-digit list with the words of the two-digit list that the sources print."""


def relation_group(relation: str) -> str:
    """The one-digit group of a relation: "1" spouse, "2" son, "3" daughter, …; in-laws count as other, "8"."""
    number = _NUMBERED.get(relation, "8")
    return "8" if number in ("28", "38", "78") or number[0] == "9" else number[0]


CLASS_CLAIMS = Codes(
    {c.zh: c for c in (CLASSES.words[k] for k in AIDED)}
    | _form(
        "特困 = extreme hardship; 低保线以上 = above the Dibao line; 享受低保 = receives Dibao; "
        "未享受低保 = below the Dibao line, receives none"
    ).words,
    whole=False,
    synonyms=_words_for({"深度困难": "深度", "相对困难": "相对", "意外致困": "意外 意外致困户", "低保户": "低保"}),
)
_NEWER = {
    "享受低保": "deep", "未享受低保": "deep", "低保户": "deep", "深度困难": "deep",
    "低保边缘户": "relative", "相对困难": "relative", "意外致困": "accident",
}  # fmt: skip


def newer_class(claim: str | None) -> str | None:
    """The class of today for a class word of any form; None where the word leaves it open (低保线以上, 特困).

    Derived: today's deep is below the Dibao line and relative next above it (domain S15–S18). Below it were 享受低保 and
    未享受低保 of about 2008 (S04, S05) and 低保户 of about 2012, next above it 低保边缘户 (S01, S06).
    """
    return _NEWER.get(CLASS_CLAIMS.find(claim or "") or "")
