"""For each production: what it reads, and what it must leave alone."""

from datetime import date, datetime

import pytest

from notices.language import Action, Notice, RiskLevel, parse
from notices.language.effective import CHINA
from notices.language.numerals import number, numeral
from notices.language.page import page
from notices.language.places import division, is_bound, is_headless

DESIGNATE, RELEASE, RESCOPE = Action.DESIGNATE, Action.RELEASE, Action.RESCOPE
HIGH, MEDIUM, LOW = RiskLevel.HIGH, RiskLevel.MEDIUM, RiskLevel.LOW


def texts(notice: Notice) -> list[str]:
    return [e.text for e in notice.entries]


def codes(notice: Notice) -> set[str]:
    return {f.code for f in notice.findings if f.severity != "info"}


@pytest.mark.parametrize(
    ("words", "action", "level", "to_level"),
    [
        ("将迎泽区云路街8号院划定为高风险区。", DESIGNATE, HIGH, None),
        ("将迎泽区云路街8号院划为中风险区。", DESIGNATE, MEDIUM, None),
        ("将迎泽区云路街8号院列为高风险区。", DESIGNATE, HIGH, None),
        ("将迎泽区云路街8号院调整为高风险区。", DESIGNATE, HIGH, None),
        ("将迎泽区云路街8号院由中风险区升级为高风险区。", DESIGNATE, HIGH, None),
        ("将迎泽区云路街8号院新划定为高风险区。", DESIGNATE, HIGH, None),
        ("将迎泽区云路街8号院风险等级调整为高风险区。", DESIGNATE, HIGH, None),
        ("将迎泽区云路街8号院由高风险区降为中风险区。", RELEASE, HIGH, MEDIUM),
        ("将迎泽区云路街8号院由高风险区降级为低风险区。", RELEASE, HIGH, LOW),
        ("将迎泽区云路街8号院由中风险区下调为低风险区。", RELEASE, MEDIUM, LOW),
        ("将迎泽区云路街8号院由中风险区调降为低风险区。", RELEASE, MEDIUM, LOW),
        ("将迎泽区云路街8号院由中风险区调整为低风险区。", RELEASE, MEDIUM, LOW),
        ("将迎泽区云路街8号院从高风险区调整为低风险区。", RELEASE, HIGH, LOW),
        ("迎泽区云路街8号院由原高风险区调整为低风险区。", RELEASE, HIGH, LOW),
        ("新增高风险区1个:\n迎泽区:云路街8号院。", DESIGNATE, HIGH, None),
        ("一、划定高风险区(1处)\n迎泽区(1处):云路街8号院。", DESIGNATE, HIGH, None),
        ("解除中风险区(1个):\n迎泽区:云路街8号院。", RELEASE, MEDIUM, LOW),
        ("一、高风险区调整为中风险区\n迎泽区:云路街8号院。", RELEASE, HIGH, MEDIUM),
        ("将以下1个高风险区降为低风险区:\n迎泽区:云路街8号院。", RELEASE, HIGH, LOW),
        ("高风险区解除1个,调整为低风险区\n迎泽区:云路街8号院", RELEASE, HIGH, LOW),
        ("解除高风险区1个,调整为低风险区。\n迎泽区:云路街8号院。", RELEASE, HIGH, LOW),
        (
            "将以下区域划定为高风险区,自11月3日12时起实施:\n迎泽区:云路街8号院",
            DESIGNATE,
            HIGH,
            None,
        ),
    ],
)
def test_an_act_is_read_in_every_wording(
    words: str, action: Action, level: RiskLevel, to_level: RiskLevel | None
) -> None:
    [entry] = parse(words).entries
    assert (entry.action, entry.level, entry.to_level) == (action, level, to_level)
    assert (entry.district, entry.text) == ("迎泽区", "云路街8号院")


@pytest.mark.parametrize(
    "words",
    [
        "高风险区连续5天无新增感染者降为低风险区。",
        "截至目前,太原市共有高风险区58个、中风险区79个。",
        "7天内有高风险区旅居史的人员应主动报备。",
        "关于尖草坪区新增高风险区的通告",
        "根据《关于将某地划定为高风险区的通知》,疫情防控不能放松。",
        "问:我家楼栋被划为高风险区,几天能解封?",
        "例如3号楼2单元11月21日划定为高风险区,期满即可调整为低风险区。",
        "其他地区风险等级不变。疫情防控措施不变。",
        "不再将整个小区划定为高风险区,疫情防控更精准。",
    ],
)
def test_rules_states_titles_and_examples_are_no_acts(words: str) -> None:
    assert parse(words).entries == ()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("小店区(2个):甲小区1号楼、9号楼,乙小区。", ["甲小区1号楼、9号楼", "乙小区"]),
        ("小店区(3个):甲小区1号楼、9号楼,乙小区。", ["甲小区1号楼", "9号楼", "乙小区"]),
        ("小店区(2个):甲小区、乙小区,丙小区。", ["甲小区、乙小区", "丙小区"]),
        ("小店区(3个):甲小区、乙小区,丙小区。", ["甲小区", "乙小区", "丙小区"]),
        ("小店区(2个):甲街6巷5、6、8号;乙村。", ["甲街6巷5、6、8号", "乙村"]),
        ("小店区(2个):甲小区(1号楼、2号楼),乙小区。", ["甲小区(1号楼、2号楼)", "乙小区"]),
        ("小店区(2个):甲小\n\n区,乙小区。", ["甲小区", "乙小区"]),
        ("小店区(2个):甲小区4\n\n号楼,乙小区。", ["甲小区4号楼", "乙小区"]),
        ("小店区(2个):\n甲小区\n乙小区", ["甲小区", "乙小区"]),
        ("小店区(2个):\n1.甲小区,乙楼;\n2.丙小区。", ["甲小区,乙楼", "丙小区"]),
        ("小店区(2个):①甲小区1栋②乙小区", ["甲小区1栋", "乙小区"]),
        ("小店区(2个):\n● 甲小区\n● 乙小区", ["甲小区", "乙小区"]),
        ("小店区(2个):甲小区 | 乙小区", ["甲小区", "乙小区"]),
        ("小店区(2个):东至甲路,南至乙街,西至丙路;丁村。", ["东至甲路,南至乙街,西至丙路", "丁村"]),
        ("小店区(1个):甲路以东、乙街以南区域。", ["甲路以东、乙街以南区域"]),
        ("**小店区(1个):**甲**小区**。", ["甲小区"]),
    ],
)
def test_counts_and_marks_part_a_list(words: str, expected: list[str]) -> None:
    notice = parse("新增高风险区:\n" + words)
    assert texts(notice) == expected
    assert {e.district for e in notice.entries} == {"小店区"}
    assert codes(notice) == set()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("新增高风险区:\n小店区(3个):甲小区,乙小区。", "count-mismatch"),
        ("新增高风险区2个。\n一、新增高风险区\n小店区(1个):甲小区。", "count-mismatch"),
        ("新增高风险区:\n小店区:甲小区1号楼、9号楼,乙小区。", "separator-doubt"),
        ("将甲小区划定为高风险区。", "district-unknown"),
        ("将小店区甲*小区划定为高风险区。", "masked"),
        ("将小店区甲小区等9个区域划定为高风险区。", "sample"),
        ("将小店区甲小区、乙小区等区域划定为高风险区。", "open-list"),
        ("新增高风险区:\n小店区(2个甲小区1单元乙小区2号楼", "malformed-heading"),
        ("新增高风险区:\n小店区(1个):甲小区3号楼乙街道丙小区。", "run-together"),
        ("下列区域列为封控区:\n小店区:甲小区。", "level-mapped"),
        ("第九版 中风险区。将小店区甲小区调整为低风险区。", "level-unknown"),
        ("将小店区甲小区(1号楼划定为高风险区。", "unbalanced-bracket"),
        ("将以下区域划定为高风险区。", "unread-act"),
        ("新增高风险区:\n小店区:\n1.甲小区\n2.乙小区\n4.丁小区", "numbering-gap"),
        ("<div>将小店区甲小区划定为高风险区</div>", "markup"),
        ("", "empty"),
        ("床前明月光,疑是地上霜。", "not-a-notice"),
        ("\x00\x01\x02", "not-text"),
    ],
)
def test_a_doubt_is_a_finding(words: str, code: str) -> None:
    notice = parse(words)
    assert code in codes(notice)
    assert notice.flagged


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "将花溪区石板镇甲小区,以及南明区乙广场2号楼,丙园T区划定为高风险区。",
            [("花溪区", "石板镇甲小区"), ("南明区", "乙广场2号楼"), ("南明区", "丙园T区")],
        ),
        (
            "将「東西湖區長青街道甲府3棟」「東西湖區徑河街道乙公寓」劃定為高風險區。",
            [(None, "東西湖區長青街道甲府3棟"), (None, "東西湖區徑河街道乙公寓")],
        ),
        (
            "划定高风险区2个:\n1、灞桥区十里铺街道甲小区\n2、未央区汉城街道乙村",
            [(None, "灞桥区十里铺街道甲小区"), (None, "未央区汉城街道乙村")],
        ),
        (
            "新增高风险区:\n跃进村街道(1个):甲村102栋。\n八桥镇(1个):乙苑4栋。",
            [("跃进村街道", "甲村102栋"), ("八桥镇", "乙苑4栋")],
        ),
        (
            "将平城区甲小区;云冈区和平街道乙小区划定为高风险区。",
            [("平城区", "甲小区"), ("云冈区", "和平街道乙小区")],
        ),
        (
            "新增高风险区2个:\n序号\t街道\t区域\n1\t东河街道\t甲小区\n2\t西山街道\t乙小区",
            [("东河街道", "甲小区"), ("西山街道", "乙小区")],
        ),
    ],
)
def test_a_district_is_a_heading_or_is_carried(
    words: str, expected: list[tuple[str | None, str]]
) -> None:
    assert [(e.district, e.text) for e in parse(words).entries] == expected


def test_an_issuer_of_one_district_lends_it_to_every_entry() -> None:
    notice = parse("成都市武侯区新冠肺炎疫情防控指挥部\n将甲小区、乙广场划定为高风险区。")
    assert [(e.district, e.text) for e in notice.entries] == [
        ("武侯区", "甲小区"),
        ("武侯区", "乙广场"),
    ]


def test_a_rescoping_is_one_entry_in_its_own_words() -> None:
    words = "二、调整高风险区范围(1个)\n大渡口区(1个):将甲华府1栋、8栋调整为甲华府8栋。"
    [entry] = parse(words).entries
    assert (entry.action, entry.level, entry.text) == (
        RESCOPE,
        HIGH,
        "将甲华府1栋、8栋调整为甲华府8栋",
    )


def test_history_before_the_decision_is_told_and_not_read() -> None:
    words = (
        "太原市小店区新冠肺炎疫情防控指挥部\n11月2日14时,将甲小区3号楼划定为高风险区。\n"
        "决定自11月11日8时起,将甲小区3号楼由高风险区调整为低风险区。"
    )
    notice = parse(words)
    assert [e.action for e in notice.entries] == [RELEASE]
    assert "history" in {f.code for f in notice.findings}
    assert not notice.flagged


def test_a_standing_list_after_the_changes_is_not_read() -> None:
    words = (
        "一、调整\n新增高风险区(1个):\n平城区(1个):甲小区。\n"
        "二、截至11月3日全市高风险区\n高风险区(2个):\n平城区(2个):甲小区、乙小区。"
    )
    assert texts(parse(words)) == ["甲小区"]


def test_the_rest_is_a_residual() -> None:
    notice = parse("将花溪区、南明区除高、中风险区外的其他区域划定为低风险区。")
    assert notice.entries == ()
    assert [r.text for r in notice.residuals] == ["花溪区、南明区除高、中风险区外的其他区域"]


def test_a_second_notice_on_the_page_has_its_own_district() -> None:
    words = (
        "盐湖区疫情防控工作领导小组办公室通告\n将甲街道乙小区划定为高风险区。\n"
        "盐湖区疫情防控工作领导小组办公室\n2022年11月23日\n"
        "河津市疫情防控工作领导小组办公室通告\n将丙镇丁村划定为高风险区。"
    )
    notice = parse(words)
    assert [(e.district, e.text) for e in notice.entries] == [
        ("盐湖区", "甲街道乙小区"),
        ("河津市", "丙镇丁村"),
    ]
    assert "second-notice" in codes(notice)


@pytest.mark.parametrize(
    ("words", "year", "value"),
    [
        ("(二〇二二年第七十二号)", 2022, 72),
        ("〔2022〕63号", 2022, 63),
        ("【2022】第74号", 2022, 74),
        ("（2022年第195号）", 2022, 195),
        ("2022年131号", 2022, 131),
        ("发布第45号公告", None, 45),
    ],
)
def test_a_number_is_read_in_every_form(words: str, year: int | None, value: int) -> None:
    notice = parse(f"太原市疫情防控指挥部通告\n{words}\n疫情防控。")
    assert (notice.year, notice.number) == (year, value)


def test_the_number_of_a_quoted_document_is_not_the_notices_own() -> None:
    assert parse("根据通知(联防联控机制综发〔2022〕101号)要求,疫情防控。").number is None


@pytest.mark.parametrize(
    ("phrase", "at"),
    [
        ("即日起", None),
        ("自2022年11月13日23时起", datetime(2022, 11, 13, 23, tzinfo=CHINA)),
        ("11月30日24时起", datetime(2022, 12, 1, tzinfo=CHINA)),
        ("自2022年9月12日9:00起", datetime(2022, 9, 12, 9, tzinfo=CHINA)),
    ],
)
def test_an_effective_phrase_names_its_instant(phrase: str, at: datetime | None) -> None:
    words = f"{phrase},将小店区甲小区划定为高风险区。\n太原市疫情防控指挥部\n2022年11月30日"
    notice = parse(words)
    assert notice.effective is not None
    assert (notice.effective.phrase, notice.effective.at) == (phrase, at)
    assert notice.issued_on == date(2022, 11, 30)


@pytest.mark.parametrize(
    ("words", "value"),
    [("20", 20), ("七十二", 72), ("二〇二二", 2022), ("一百零八", 108), ("十", 10), ("十二", 12)],
)
def test_a_numeral_is_read_in_both_scripts(words: str, value: int) -> None:
    assert number(words) == value


@pytest.mark.parametrize("words", ["", "十个", "a1", "1.5"])
def test_what_is_no_numeral_is_left_alone(words: str) -> None:
    assert number(words) is None


@pytest.mark.parametrize("value", [1, 9, 10, 11, 20, 72, 100, 108, 110, 999, 1001])
def test_a_numeral_is_written_as_it_is_read(value: int) -> None:
    assert number(numeral(value)) == value


@pytest.mark.parametrize(
    "words", ["9号楼", "2栋", "6", "8号", "B座", "三单元", "1-4号楼", "平房区"]
)
def test_a_fragment_without_a_head_is_known(words: str) -> None:
    assert is_headless(words)


@pytest.mark.parametrize("words", ["148小区", "晋阳紫城4号楼", "十字街", "五一路8号", "三联四区村"])
def test_a_place_that_begins_with_a_number_has_a_head(words: str) -> None:
    assert not is_headless(words)


@pytest.mark.parametrize("words", ["东至北苑路", "南临长兴街", "承德街以南", "丙路以西围合区域"])
def test_a_side_of_an_area_is_known(words: str) -> None:
    assert is_bound(words)


@pytest.mark.parametrize("words", ["东风小区", "南内环街", "以东村", "西殿村"])
def test_a_name_with_a_direction_is_no_side(words: str) -> None:
    assert not is_bound(words)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("花溪区石板镇", "花溪区"),
        ("哈尔滨市南岗区金典", "南岗区"),
        ("阳泉市城区新冠", "城区"),
        ("高新区丈八街道", "高新区"),
        ("国际港务区新筑街道", "国际港务区"),
        ("小区3号楼", ""),
        ("阳光小区3号楼", ""),
        ("东区1号楼", ""),
        ("新县城花园", ""),
        ("新区街道运河城", ""),
    ],
)
def test_a_division_ends_where_its_name_ends(words: str, name: str) -> None:
    start, end = division(words, 0)
    assert words[start:end] == name


def test_the_page_reads_through_blanks_marks_and_both_scripts() -> None:
    seen = page("**小店區（１６个）：**\n\n 甲 　区")
    assert seen.text == "小店区(16个):甲区"
    assert seen.verbatim(0, 3) == "小店區"
    assert seen.is_line_start(9)
