"""Wordings of counts, remarks, tables and rests, each as offices of several cities write it."""

import pytest

from notices.language import Action, Notice, RiskLevel, parse

HEAD = "迎泽区新冠肺炎疫情防控指挥部通告\n(2022年第9号)\n"


def texts(notice: Notice) -> list[str]:
    return [e.text for e in notice.entries]


def codes(notice: Notice) -> set[str]:
    return {f.code for f in notice.findings if f.severity != "info"}


def test_a_count_right_before_the_verb_is_no_part_of_the_last_place() -> None:
    notice = parse(HEAD + "将云路街8号院、甲小区2号楼、乙小区5号楼共计3个区域划定为高风险区。")
    assert texts(notice) == ["云路街8号院", "甲小区2号楼", "乙小区5号楼"]
    assert not codes(notice)


def test_a_count_right_before_the_verb_decides_what_is_one_place() -> None:
    notice = parse(HEAD + "将云路街8号院、甲小区2号楼、3号楼2个区域划定为高风险区。")
    assert texts(notice) == ["云路街8号院", "甲小区2号楼、3号楼"]
    assert not codes(notice)


def test_a_count_right_before_the_verb_that_does_not_fit_is_flagged() -> None:
    notice = parse(HEAD + "将云路街8号院、甲小区2号楼共计5个区域划定为高风险区。")
    assert "sample" in codes(notice)


def test_the_level_left_may_be_told_with_its_moment() -> None:
    notice = parse(HEAD + "云路街8号院、甲小区2个中风险区自10月27日10时起降为低风险区。")
    assert texts(notice) == ["云路街8号院", "甲小区"]
    assert {(e.action, e.level) for e in notice.entries} == {(Action.RELEASE, RiskLevel.MEDIUM)}


def test_zones_that_meet_the_rule_are_announced_not_ruled() -> None:
    words = "以下2个中风险区符合调整标准，自7月3日0时起降为低风险区：云路街8号院、甲小区1号楼。"
    notice = parse(HEAD + "同时，" + words)
    assert texts(notice) == ["云路街8号院", "甲小区1号楼"]
    assert not codes(notice)


def test_a_heading_may_say_that_its_list_comes() -> None:
    notice = parse(
        HEAD + "新增高风险区3个\n庙前街道2个，分别为：云路街8号院，甲小区。\n柳巷街道1个：乙小区。"
    )
    assert [(e.district, e.text) for e in notice.entries] == [
        ("庙前街道", "云路街8号院"),
        ("庙前街道", "甲小区"),
        ("柳巷街道", "乙小区"),
    ]


def test_a_bracket_with_the_moment_stands_before_the_list() -> None:
    notice = parse(
        HEAD + "二、调整为低风险区2个（均自12月3日20时起）\n1.云路街8号院\n2.甲小区1号楼\n"
    )
    assert texts(notice) == ["云路街8号院", "甲小区1号楼"]


def test_the_rest_behind_a_measure_leaves_the_list_before_it() -> None:
    notice = parse(
        HEAD + "划定2个中风险区。\n中风险区：甲小区（1号楼除外；不含学校）；乙小区（除5幢外），"
        "实行“人不出区、错峰取物”，其他区域为低风险区。"
    )
    assert texts(notice) == ["甲小区（1号楼除外；不含学校）", "乙小区（除5幢外）"]
    assert [r.text for r in notice.residuals] == ["其他区域"]


def test_a_table_that_names_levels_fits_the_count_of_all() -> None:
    notice = parse(
        HEAD + "划定高、中风险区共计3个，详见下表。\n序号\t风险等级\t区域名称\t备注\n"
        "1\t高风险\t云路街8号院\t5户\n2\t中风险\t甲小区\t\n3\t高风险\t乙小区1号楼\n"
    )
    assert [(e.level, e.text) for e in notice.entries] == [
        (RiskLevel.HIGH, "云路街8号院"),
        (RiskLevel.HIGH, "乙小区1号楼"),
        (RiskLevel.MEDIUM, "甲小区"),
    ]
    assert not codes(notice)


def test_tables_under_their_own_titles_are_two() -> None:
    notice = parse(
        HEAD + "新增高风险区2个，1个高风险区调整为低风险区，名单如下：\n"
        "表1 新增高风险区\n序号 | 街道 | 范围 | 备注\n1 | 庙前街道 | 云路街8号院 | 含二楼\n"
        "2 | 柳巷街道 | 甲小区 |\n表2 调整为低风险区\n序号 | 街道 | 范围 | 备注\n"
        "1 | 文庙街道 | 乙小区1号楼 | 无\n"
    )
    assert [(e.action, e.district, e.text) for e in notice.entries] == [
        (Action.DESIGNATE, "庙前街道", "云路街8号院"),
        (Action.DESIGNATE, "柳巷街道", "甲小区"),
        (Action.RELEASE, "文庙街道", "乙小区1号楼"),
    ]


def test_a_row_that_lost_its_place_is_doubted() -> None:
    notice = parse(
        HEAD + "划定高风险区2个，详见下表。\n序号\t街道\t范围\n"
        "1\t庙前街道\t云路街8号院\n2\t柳巷街道\n"
    )
    assert codes(notice)


def test_a_count_in_words_is_no_part_of_the_district() -> None:
    notice = parse(HEAD + "新增高风险区二个：\n尖草坪区（二个）：云路街8号院、甲小区2号楼\n")
    assert {e.district for e in notice.entries} == {"尖草坪区"}
    assert not codes(notice)


def test_a_district_with_a_character_that_is_also_traditional_is_read() -> None:
    notice = parse("咸阳市通告\n将武功县普集街道甲小区、乾县城关街道乙小区划定为高风险区。")
    assert [e.district for e in notice.entries] == ["武功县", "乾县"]


def test_a_county_that_no_list_knows_is_not_passed_over() -> None:
    notice = parse("咸阳市通告\n将武功县普集街道甲小区、某某县城关街道乙小区划定为高风险区。")
    assert [e.district for e in notice.entries] == ["武功县", "某某县"] or codes(notice)


def test_an_announced_release_with_its_reason_is_read() -> None:
    notice = parse(
        HEAD + "三、以下2处因连续5天未新增感染者，恢复为低风险区\n"
        "云路街8号院（中风险区），甲小区2号楼（中风险区）。\n"
    )
    assert texts(notice) == ["云路街8号院", "甲小区2号楼"]
    assert {(e.level, e.to_level) for e in notice.entries} == {(RiskLevel.MEDIUM, RiskLevel.LOW)}


def test_a_note_that_contradicts_the_level_left_is_flagged() -> None:
    notice = parse(HEAD + "将云路街8号院（中风险区）、甲小区由高风险区调整为低风险区。")
    assert "level-unknown" in codes(notice)


def test_a_day_or_a_transfer_in_brackets_is_no_part_of_the_place() -> None:
    notice = parse(
        HEAD + "1个高风险区调整为低风险区：\n1、云路街8号院（11月20日划定）\n"
        "2、甲小区平房（已转运完毕）\n"
    )
    assert texts(notice) == ["云路街8号院", "甲小区平房"]


def test_a_place_with_its_own_moment_is_shown() -> None:
    notice = parse(HEAD + "将云路街8号院、甲小区2号楼（自12月4日零时起）划定为高风险区。")
    assert "odd-entry" in codes(notice)


def test_an_exclusion_outside_brackets_stays_whole() -> None:
    notice = parse(HEAD + "将云路街8号院、永久村除三组、四组外的各组划定为中风险区。")
    assert texts(notice) == ["云路街8号院", "永久村除三组、四组外的各组"]


def test_a_remark_belongs_to_the_place_before_it() -> None:
    notice = parse(HEAD + "将云路街8号院、甲小区1-4号楼，含职工餐厅2个区域划定为中风险区。")
    assert texts(notice) == ["云路街8号院", "甲小区1-4号楼，含职工餐厅"]


@pytest.mark.parametrize(
    "words",
    [
        "路西街道经纬厂北小区9排安宁街道迎宾西街4号楼、云路街8号院",
        "秣陵街道殷巷新寓东山街道岔路社区万安北路1号、云路街8号院",
        "扎德社区年木乡(除胡达村外)、云路街8号院",
        "董家湾北街15号院(含底商)董家湾北街17号院(含底商)、云路街8号院",
        "小黑河镇金河社区B区土默特左旗万枫小区3号楼、云路街8号院",
        "永安镇鼓楼西街3.僧念镇段村、云路街8号院",
        "信昌大楼11门陈塘庄街昆仑里3号楼2门、云路街8号院",
        "沈福村四组肥西县、云路街8号院",
    ],
)
def test_two_places_in_one_item_are_shown(words: str) -> None:
    assert "run-together" in codes(parse(HEAD + f"将{words}划定为高风险区。"))


@pytest.mark.parametrize(
    "words",
    [
        "砬子山村由家沟平房区",
        "回民街道瓦窑沟平房区(除5排至9排外)",
        "云路街8号院与柳巷12号院之间平房",
        "庙前街道云路街街道办事处家属院",
    ],
)
def test_one_place_with_many_words_is_not_doubted(words: str) -> None:
    assert "run-together" not in codes(parse(HEAD + f"将{words}划定为高风险区。"))


def test_a_number_that_lost_its_mark_is_shown() -> None:
    lines = "1、云路街8号院\n2甲村社区东一巷\n3、乙小区1号楼\n"
    assert codes(parse(HEAD + "新增高风险区：\n" + lines))


@pytest.mark.parametrize("words", ["解除封控转为管控的小区", "封控调整为管控的小区："])
def test_a_control_without_a_zone_is_a_level(words: str) -> None:
    notice = parse(HEAD + f"一、{words}\n庙前街道：云路街8号院、甲小区2号楼。\n")
    assert texts(notice) == ["云路街8号院", "甲小区2号楼"]
    assert {(e.level, e.to_level) for e in notice.entries} == {(RiskLevel.HIGH, RiskLevel.MEDIUM)}
    assert "level-mapped" in codes(notice)


def test_numbers_before_items_of_a_sentence_and_marks_of_footnotes_are_no_part_of_a_place() -> None:
    text = (
        "镜湖区疫情防控指挥部通告(2022年第5号)\n自2022年8月7日12时起,将(1)方村街道福盛名筑7号楼2单元①,"
        "(2)赭山街道赭山东路3号楼等2个区域划定为高风险区。\n注:①福盛名筑位于黄山东路。\n2022年8月7日"
    )
    found = parse(text)
    assert [e.text for e in found.entries] == [
        "方村街道福盛名筑7号楼2单元",
        "赭山街道赭山东路3号楼",
    ]
