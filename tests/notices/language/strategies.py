"""Notices that an office could write: values of every shape that ``render`` promises to write."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from notices.language import Action, Declared, Effective, Entry, Notice, Residual, RiskLevel
from notices.language.effective import CHINA

DISTRICTS = ("小店区", "迎泽区", "杏花岭区", "尖草坪区", "万柏林区", "晋源区", "清徐县", "古交市")
HIGH, MEDIUM, LOW = RiskLevel.HIGH, RiskLevel.MEDIUM, RiskLevel.LOW

roads = st.sampled_from(["新建路", "和平南路", "解放路通顺巷", "玉河街康乐巷", "平阳路", "云路街"])
names = st.sampled_from(
    [
        "晋阳紫城",
        "富力城",
        "浦东雅典小区",
        "太钢20小区",
        "都市e线",
        "红沟西小区",
        "148小区",
        "鑫美天地",
        "中国银行宿舍",
        "恒大名都小区",
        "大昌生态园",
        "明德宾馆",
        "矿机宿舍五居委",
        "百万庄园西区",
    ]
)
villages = st.sampled_from(["西殿村", "牛家口村", "袁家庄村委会三层楼", "古城营村", "孟封镇西堡村"])
numbers = st.integers(1, 199)
sections = st.sampled_from(["", "B区", "南区", "一期", "东园", "2期"])
letters = st.sampled_from("ABCD")


@st.composite
def buildings(draw: st.DrawFn) -> str:
    """晋阳紫城B区4号楼10单元"""
    head = draw(names) + draw(sections)
    unit = f"{draw(st.integers(1, 12))}单元" if draw(st.booleans()) else ""
    kind = draw(st.sampled_from(["号楼", "栋", "座"]))
    number = draw(letters) if kind == "座" else str(draw(numbers))
    return f"{head}{number}{kind}{unit}"


@st.composite
def enumerations(draw: st.DrawFn) -> str:
    """公园美地小区1号楼、9号楼: one zone that its commas join."""
    several = draw(st.lists(numbers, min_size=2, max_size=4, unique=True))
    return draw(names) + "、".join(f"{n}号楼" for n in several)


@st.composite
def bracketed(draw: st.DrawFn) -> str:
    """翠竹小院（C座1单元除外）, 新建路151号早西门小区（7号楼、8号楼）"""
    inside = "、".join(f"{n}号楼" for n in draw(st.lists(numbers, min_size=1, max_size=3)))
    form = draw(st.sampled_from(["（{}除外）", "（{}）", "（除{}外）", "（不含{}）", "（含底商）"]))
    return draw(roads) + f"{draw(numbers)}号" + draw(names) + form.format(inside)


addresses = st.builds(lambda road, n, name: f"{road}{n}号{name}", roads, numbers, names)
courts = st.builds(lambda road, n: f"{road}{n}号院", roads, numbers)
items = st.one_of(buildings(), bracketed(), enumerations(), addresses, courts, names, villages)
rescopings = st.builds(
    lambda name, n, m: f"将{name}调整为{name}{n}号楼{m}单元", names, numbers, st.integers(1, 9)
)


@st.composite
def groups(
    draw: st.DrawFn, kind: tuple[Action, RiskLevel, RiskLevel | None], *, counted: bool
) -> list[Entry]:
    """The entries of one act: districts with their items, or numbered lines without."""
    texts = st.lists(rescopings if kind[0] is Action.RESCOPE else items, min_size=1, max_size=6)
    free = kind[0] is not Action.RESCOPE and draw(st.booleans())
    several = (
        [None]
        if free
        else draw(st.lists(st.sampled_from(DISTRICTS), min_size=1, max_size=4, unique=True))
    )
    out: list[Entry] = []
    for district in several:
        found = draw(texts)
        count = len(found) if counted else None
        out += [Entry(kind[0], kind[1], t, kind[2], district, count) for t in found]
    return out


KINDS: tuple[tuple[Action, RiskLevel, RiskLevel | None], ...] = (
    (Action.DESIGNATE, HIGH, None),
    (Action.DESIGNATE, MEDIUM, None),
    (Action.RELEASE, HIGH, MEDIUM),
    (Action.RELEASE, MEDIUM, LOW),
    (Action.RELEASE, HIGH, LOW),
    (Action.RESCOPE, HIGH, None),
)

days = st.dates(date(2022, 7, 1), date(2022, 12, 31))


@st.composite
def effectives(draw: st.DrawFn) -> Effective:
    """即日起, or an hour of a day; 24时 is the start of the next."""
    if draw(st.booleans()):
        return Effective("即日起")
    day, hour = draw(days), draw(st.integers(0, 24))
    at = datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(hours=hour)
    return Effective(f"自{day.year}年{day.month}月{day.day}日{hour}时起", at)


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    """A notice of Taiyuan with all that one can have."""
    counted = draw(st.booleans())
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4, unique=True))
    entries = [e for kind in kinds for e in draw(groups(kind, counted=counted))]
    issued = draw(st.one_of(st.none(), days))
    number = draw(st.one_of(st.none(), st.integers(1, 300)))
    effective = draw(st.one_of(st.none(), effectives()))
    year = 2022 if number or issued or (effective and effective.at) else None
    totals = {a: sum(e.action is a for e in entries) or None for a in Action}
    return Notice(
        issuer=draw(
            st.sampled_from(
                ["太原市新型冠状病毒肺炎疫情防控工作领导小组办公室", "太原市新冠肺炎疫情防控指挥部"]
            )
        ),
        title=draw(
            st.sampled_from([None, "关于我市调整高风险区的通告", "关于调整部分区域风险等级的通告"])
        ),
        year=year,
        number=number,
        issued_on=issued,
        effective=effective,
        entries=tuple(entries),
        declared=Declared(*(totals[a] if counted else None for a in Action)),
        residuals=draw(st.sampled_from([(), (Residual(LOW, "小店区除高风险区外的其他区域"),)])),
    )
