"""The case files of the demo: invented people, households and incomes, the same for the same seed."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from casework.households import Household, Member, check_digit

LAST_DAY = date(2026, 10, 31)
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗"
_MEN, _WOMEN = "伟强军勇杰涛明超平刚建国志文波", "芳娜敏静丽娟秀霞红艳玲桂英兰洁"
_DIVISIONS = ("110105", "310117", "320583", "321302", "340104", "370203", "420106")
_EMPLOYERS = ("示例纺织厂", "示例机械公司", "示例公交集团", "示例物流公司", "示例环卫所")
_CAUSES = {"患重特大疾病": 40, "子女上学": 20, "下岗失业": 14, "无劳动能力": 16, "遭受意外事故": 6, "其他": 4}
_SIZES = {1: 8, 2: 22, 3: 42, 4: 18, 5: 7, 6: 3}
_HEADS = {"deep": (150, 990, 27), "relative": (1010, 1990, 56), "accident": (2010, 2990, 12), "beyond": (3010, 4500, 5)}
"""Net yuan per person and month that a household is made for, and its share."""
_STUDY = ((3, 5, "kindergarten", 3), (6, 11, "primary", 6), (12, 14, "middle_school", 3), (15, 17, "high_school", 3),
          (18, 21, "university", 4))  # fmt: skip
_RIGID = {"患重特大疾病": (4_000, 60_000), "遭受意外事故": (3_000, 30_000), "子女上学": (0, 3_000)}


def files(random: Random, n: int) -> Iterator[Household]:
    seen: set[str] = set()
    for i in range(n):
        yield _household(random, f"2025{i + 1:0{max(4, len(str(n)))}d}", seen, "王芳" if i == 6 else None)


def _id_number(random: Random, born: date, man: bool, seen: set[str]) -> str:
    while True:
        first = f"{random.choice(_DIVISIONS)}{born:%Y%m%d}{random.choice((997, 999) if man else (996, 998))}"
        if first not in seen:
            seen.add(first)
            return first + check_digit(first)
        born += timedelta(days=random.randint(-40, 40))


def _person(random: Random, age: int, man: bool, seen: set[str], surname: str | None = None) -> dict[str, Any]:
    born = date(LAST_DAY.year - age, random.randint(1, 10), random.randint(1, 28))
    number = _id_number(random, born, man, seen)
    given = "".join(random.choices(_MEN if man else _WOMEN, k=random.choice((1, 1, 2))))
    birth = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    return {
        "name": (surname or random.choice(_SURNAMES)) + given,
        "sex": "男" if man else "女",
        "id_number": number,
        "birth_date": birth,
    }


def _household(random: Random, number: str, seen: set[str], name: str | None) -> Household:
    cause = _drawn(random, _CAUSES)
    made_for = random.choices(list(_HEADS), [share for _, _, share in _HEADS.values()])[0]
    if made_for == "accident":
        cause = random.choice(("患重特大疾病", "遭受意外事故"))
    size, man = _drawn(random, _SIZES), name is None and random.random() < 0.55
    head = _person(random, random.randint(30, 56), man, seen) | ({"name": name} if name else {})
    single = size > 1 and random.random() < 0.2
    members = tuple(_members(random, head, size, single, seen))
    medical, other = (
        random.randint(*_RIGID.get(cause, (0, 3_000))) // 10 * 10,
        0 if cause != "遭受意外事故" else random.randint(0, 20_000),
    )
    schooling = sum(
        9_000 if m.study_level == "university" else 4_200 if m.study_level == "high_school" else 0 for m in members
    )
    low, high, _ = _HEADS[made_for]
    income = max(0, random.randint(low, high) * size * 12 + medical + other + schooling)
    member_income = sum(m.income_month_fen or 0 for m in members) // 100
    own = min(random.randint(0, 3_000), max(0, income // 12 - member_income))
    filed = date(2024, 1, 1) + timedelta(days=random.randint(0, 1000))
    return Household(
        file_number=number, **head, ethnic_group="汉族", political_affiliation=random.choice(("群众", "中共党员")),
        phone=f"199{random.randint(10_000_000, 99_999_999)}",
        marital_status="离异" if single else "未婚" if size == 1 else "已婚",
        hukou_type=random.choice(("非农业", "非农业", "农业")),
        health_status="癌症" if cause == "患重特大疾病" else random.choice(("良好", "一般疾病", "高血压病")),
        work_status=random.choice(("在岗", "下(待)岗", "失(无)业", "农民工")), model_worker="其他",
        employer=random.choice(_EMPLOYERS), employer_ownership="国有企业", employer_condition=random.choice(("正常", "停产", "半停产")),
        industry=random.choice(("纺织", "机电", "社会服务业")), housing_type=random.choice(("自购房", "政府廉租房", "租房")),
        floor_area=str(random.randint(30, 95)), address=f"示例市示例县幸福路{random.randint(1, 300)}号", single_parent=single,
        zero_employment=False, medical_insurance="城镇职工医保",
        claimed_class={"deep": "深度困难", "relative": "相对困难"}.get(made_for, "意外致困"), main_cause=cause,
        own_income_month_fen=own * 100, other_income_fen=max(0, income - 12 * (own + member_income)) * 100,
        annual_income_fen=None if random.random() < 0.03 else income * 100, size=size,
        medical_out_of_pocket_fen=None if random.random() < 0.02 else medical * 100, schooling_cost_fen=schooling * 100,
        other_rigid_expenditure_fen=other * 100, bank="示例银行", bank_card=f"62{random.randint(10**13, 10**14 - 1)}{random.randint(0, 9)}",
        filed_on=None if random.random() < 0.04 else filed.isoformat(),
        exited_on="2026-06-30" if made_for == "beyond" and random.random() < 0.5 else None, members=members,
    )  # fmt: skip


def _members(random: Random, head: dict[str, Any], size: int, single: bool, seen: set[str]) -> Iterator[Member]:
    man, age = head["sex"] == "男", LAST_DAY.year - int(head["birth_date"][:4])
    rest = size - 1
    if rest and not single:
        rest -= 1
        earns = random.choice((0, 0, random.randint(800, 2_400))) * 100
        yield Member(**_person(random, max(24, age + random.randint(-4, 3)), not man, seen), relation="配偶", health_status="良好",
                     medical_insurance="城乡居民医保", person_status="其他", income_month_fen=earns)  # fmt: skip
    for _ in range(rest):
        boy, years = random.random() < 0.5, random.randint(1, min(23, age - 21))
        child = _person(random, years, boy, seen, head["name"][0])
        yield Member(**child, relation="子" if boy else "女", health_status="良好", medical_insurance="城乡居民医保",
                     income_month_fen=0, **_study(years))  # fmt: skip


def _study(age: int) -> dict[str, Any]:
    for low, high, level, years in _STUDY:
        if low <= age <= high:
            begun = (
                {} if level == "kindergarten" else {"entry_year": LAST_DAY.year - (age - low), "programme_years": years}
            )
            return {"study_level": level, "person_status": "学生", "employer_or_school": "示例学校", **begun}
    return {"person_status": "其他"}


def _drawn(random: Random, weights: dict[Any, int]) -> Any:
    return random.choices(list(weights), list(weights.values()))[0]
