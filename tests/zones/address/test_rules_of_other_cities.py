"""Two tables more for the rules that other cities' notices asked for (see ``test_rules``)."""

# ruff: noqa: E501 (one row of a table, one line)

import pytest

from tests.zones.address.reading import cases, one_line
from zones.address import expand, parse

READS = {
    "a town that is called a street, before another street": [
        ("石井街石安路261号", "subdistrict=石井街 street=石安路 complex=261号"),
        ("新华街龙珠路以南区域", "subdistrict=新华街 area=龙珠路以南区域"),
    ],
    "a number of a number": [
        ("同兴村佘家河组1号附2号", "community=同兴村 section=佘家河组 building=1附2"),
        ("都市花园西路254号附1号、附2号", "street=都市花园西路 complex=254号附1号; street=都市花园西路 complex=254号附2号"),
        ("控江路1455弄20号甲", "street=控江路 complex=1455弄 building=20甲"),
        ("东川路94号大院2栋之三", "street=东川路 complex=94号大院 building=2之三"),
        ("二巷3、4、5号之一", "street=二巷 complex=3号; street=二巷 complex=4号; street=二巷 complex=5号之一"),
    ],
    "what a building is used for": [
        ("太原理工大学虎峪校区3号学生公寓", "complex=太原理工大学虎峪校区 building=3"),
        ("世茂D座公寓", "complex=世茂 building=D"),
        ("长隆大道2233号16栋宿舍", "street=长隆大道 complex=2233号 building=16"),
    ],
    "a floor that has a name": [
        ("恒大华府7号楼西单元跃层", "complex=恒大华府 building=7 unit=西 part=floor:跃层"),
        ("茂业天地B1层", "complex=茂业天地 part=floor:B1层"),
        ("春晖小区1栋底层商铺", "complex=春晖小区 building=1 part=shop:底层商铺"),
    ],
    "a side of a building": [
        ("禺东西路38号院61栋东侧、62栋", "street=禺东西路 complex=38号院 building=61 part=other:东侧; street=禺东西路 complex=38号院 building=62"),
        ("春熙嘉园小区19号楼西侧二单元", "complex=春熙嘉园小区 building=19 unit=2 part=other:西侧"),
    ],
    "a side of a street": [
        ("羊市街西侧11号楼2单元", "street=羊市街 section=西侧 building=11 unit=2"),
    ],
    "a unit by its side": [
        ("山水家园A3栋西1单元", "complex=山水家园 building=A3 unit=西1"),
        ("宫后园第三街33栋东梯", "street=宫后园第三街 building=33 unit=东"),
    ],
    "one between digits is a dash": [
        ("金茂悦11号楼3一5梯", "complex=金茂悦 building=11 unit=3-5~"),
    ],
    "a number before a unit in numerals is a building": [
        ("华渝六小区609二单元、610一单元", "complex=华渝六小区 building=609 unit=2; complex=华渝六小区 building=610 unit=1"),
    ],
    "shops by number": [
        ("汤坑路730至756号商铺", "street=汤坑路 part=shop:730至756号商铺"),
        ("河西农贸市场A区12号摊位", "complex=河西农贸市场 section=A区 part=shop:12号摊位"),
    ],
    "what goes with a place never narrows it": [
        ("金盾小区及附属门市", "complex=金盾小区 + 及附属门市"),
        ("常乐村312号及周边", "community=常乐村 complex=312号 + 及周边"),
        ("东商村192号及周围3户、96号及周围3户", "community=东商村 complex=192号 + 及周围3户; community=东商村 complex=96号 + 及周围3户"),
    ],
    "how far from it something lies": [
        ("平安路与广东路交叉口西南40米处阿牛茶馆", "street=平安路与广东路交叉口 area=西南40米处 complex=阿牛茶馆"),
    ],
    "a part that is excepted leaves its building": [
        ("晋阳紫城1号楼（501室除外）", "complex=晋阳紫城 building=1 ? 501室"),
        ("华和小区（除2号楼底商外）", "complex=华和小区 ? 2号楼底商"),
    ],
    "all but these": [
        ("宏运佳园小区2号楼之外区域", "complex=宏运佳园小区 - building=2"),
        ("东泽园2号楼、4号楼之外其他楼宇及底商", "complex=东泽园 - building=2 - building=4 + 及底商"),
        ("金水湾除（4号楼2单元）以外的其他区域", "complex=金水湾 - building=4 unit=2"),
        ("康居西城四组团（1栋、14栋外）", "complex=康居西城 section=四组团 - building=1 - building=14"),
        ("塘巴村内除148、151号之外所有范围", "community=塘巴村 - complex=148号 - complex=151号"),
    ],
    "a villagers' group that has a name": [
        ("李畋村老屋组28号", "community=李畋村 section=老屋组 building=28"),
        ("古城村古东组村南后三排", "community=古城村 section=古东组 section=村南后三排"),
    ],
    "numbers behind a row": [
        ("建新村3排30至40、4排31至40", "community=建新村 section=3排 building=30-40~; community=建新村 section=4排 building=31-40~"),
    ],
    "a sides' range": [
        ("沙埔头村东第12栋-东第19栋", "community=沙埔头村 building=东12-东19~"),
    ],
    "a word of a kind alone is no name": [
        ("机投桥街道半边街新居A区", "subdistrict=机投桥街道 complex=半边街新居 section=A区"),
        ("解放路公寓3号楼", "complex=解放路公寓 building=3"),
    ],
    "an institution named after its town": [
        ("牡丹街道社区卫生服务中心", "complex=牡丹街道社区卫生服务中心"),
        ("新城镇派出所", "complex=新城镇派出所"),
    ],
    "a road that is counted": [
        ("花雀县道马栏村段", "street=花雀县道马栏村段"),
        ("镇北村338国道北面沿街商铺", "community=镇北村 street=338国道 section=北面 part=shop:沿街商铺"),
    ],
    "like is joined with like": [
        ("华光街街道和谐园社区5号楼", "subdistrict=华光街街道 community=和谐园社区 building=5"),
        ("幸福社区和谐园小区", "community=幸福社区 complex=和谐园小区"),
    ],
    "two places without anything between them": [
        ("石牌西直街26号楼东海社区石牌西路35号", "street=石牌西直街 building=26; community=东海社区 street=石牌西路 complex=35号"),
    ],
    "when it was named": [
        ("维利家园A栋 11月15日 0时", "complex=维利家园 building=A ? 11月15日 0时"),
        ("万科锦城1-17栋，划定时间：11月19日", "complex=万科锦城 building=1-17~ ? 划定时间 ? 11月19日"),
    ],
    "who lives there is no place": [
        ("和平小区3号楼2单元1203室，张三", "complex=和平小区 building=3 unit=2 part=room:1203室 ? 张三"),
    ],
    "slashes that are certain": [
        ("阳光小区4/10/1203", "complex=阳光小区 building=4 unit=10 part=room:1203"),
        ("阳光小区A/4/12/1203", "complex=阳光小区 building=A unit=4 part=room:12/1203"),
    ],
    "a door number holds its units": [
        ("平阳路65号2单元", "street=平阳路 complex=65号 unit=2"),
        ("大成街126-4号3单元、128号1单元", "street=大成街 complex=126-4号 unit=3; street=大成街 complex=128号 unit=1"),
    ],
    "an estate's name in a list of villages": [
        ("黄兴镇金凤村、黄兴新村、高塘村", "subdistrict=黄兴镇 community=金凤村; subdistrict=黄兴镇 community=黄兴新村; subdistrict=黄兴镇 community=高塘村"),
    ],
    "rising pairs without a suffix are ranges": [
        ("下六村18-22、13-17、32-37", "complex=下六村 building=18-22~; complex=下六村 building=13-17~; complex=下六村 building=32-37~"),
    ],
    "a sign in quotes": [
        ("龙润园“果缤纷”", "complex=龙润园 section=果缤纷"),
    ],
    "each pair of dashed numbers is a place": [
        ("铭悦园35-2-1001，13-2-2001", "complex=铭悦园 building=35 unit=2 part=room:1001; complex=铭悦园 building=13 unit=2 part=room:2001"),
    ],
    "a hall by number": [
        ("江铃重汽厂区3号厂房", "complex=江铃重汽厂区 building=3号厂房"),
    ],
}  # fmt: skip

LEAVES_ALONE = {
    "a lane that branches off a street": [
        ("玉河街康乐巷5号院", "street=玉河街康乐巷 complex=5号院"),
        ("小店街5号", "street=小店街 complex=5号"),
        ("云路街与平阳路交叉口东北角", "street=云路街与平阳路交叉口 section=东北角"),
        ("东大街平安路12号", "street=东大街平安路 complex=12号"),
    ],
    "what only looks like one": [
        ("晋阳紫城8号楼甲单元", "complex=晋阳紫城 building=8 unit=甲"),
        ("附小宿舍3号楼", "complex=附小宿舍 building=3"),
        ("中山路6号之一一楼", "street=中山路 complex=6号之一 part=floor:一楼"),
    ],
    "a place behind a door number": [
        ("大丰路9号员工宿舍", "street=大丰路9号 complex=员工宿舍"),
        ("中南二路6号宿舍区2栋", "street=中南二路6号 complex=宿舍区 building=2"),
    ],
    "a letter before a floor": [
        ("茂业天地B座1层", "complex=茂业天地 building=B part=floor:1层"),
    ],
    "a name that begins with a side": [
        ("西侧门小区3号楼", "complex=西侧门小区 building=3"),
    ],
    "a name that ends in stairs": [
        ("十八梯片区", "complex=十八梯片区"),
    ],
    "one that is a numeral": [
        ("晋阳紫城一号楼一单元", "complex=晋阳紫城 building=1 unit=1"),
    ],
    "a number that is another thing's": [
        ("晋阳紫城2单元二层", "complex=晋阳紫城 unit=2 part=floor:二层"),
    ],
    "shops of a building": [
        ("晋阳紫城3、5号楼商铺", "complex=晋阳紫城 building=3 part=shop:商铺; complex=晋阳紫城 building=5 part=shop:商铺"),
    ],
    "ground around a place": [
        ("常乐村312号周边50米", "community=常乐村 complex=312号 area=周边50米"),
    ],
    "metres that are no distance": [
        ("北十九米路5号", "street=北十九米路 complex=5号"),
    ],
    "a building that is excepted": [
        ("晋阳紫城（除1号楼外）", "complex=晋阳紫城 - building=1"),
    ],
    "a name that holds 外": [
        ("外滩小区3号楼", "complex=外滩小区 building=3"),
    ],
    "a group that is no villagers'": [
        ("市政项目组宿舍3号楼", "complex=市政项目组宿舍 building=3"),
        ("新华组团小区9号楼", "complex=新华组团小区 building=9"),
    ],
    "rows in a list": [
        ("造纸厂家属院西9、11排", "complex=造纸厂家属院 section=西9排; complex=造纸厂家属院 section=西11排"),
    ],
    "a name of its own behind a street": [
        ("解放路铁路公寓3号楼", "street=解放路 complex=铁路公寓 building=3"),
    ],
    "an estate in a town": [
        ("牡丹街道赵楼社区3号楼", "subdistrict=牡丹街道 community=赵楼社区 building=3"),
    ],
    "a way": [
        ("幸福里道口小区3号楼", "complex=幸福里道口小区 building=3"),
    ],
    "what is joined": [
        ("平安社区和康乐社区", "community=平安社区; community=康乐社区"),
    ],
    "a place inside a building": [
        ("晋阳紫城3号楼物业中心", "complex=晋阳紫城 building=3 ? 物业中心"),
    ],
    "a date in a name": [
        ("五一路12号", "street=五一路 complex=12号"),
        ("2022年10月11日发布的通告所划区域", "complex=2022年10月11日发布的通告所划区域"),
    ],
    "a place behind a household": [
        ("和平小区3号楼1203室、白云小区", "complex=和平小区 building=3 part=room:1203室; complex=白云小区"),
        ("和平小区3号楼、张村", "complex=和平小区 building=3; community=张村"),
    ],
    "slashes that are not": [
        ("阳光小区A/4/10/1203", "complex=阳光小区 ? A/4/10/1203"),
        ("春四路9/10", "street=春四路 complex=9号; street=春四路 complex=10号"),
        ("晋阳紫城1/2/3号楼", "complex=晋阳紫城 building=1; complex=晋阳紫城 building=2; complex=晋阳紫城 building=3"),
    ],
    "a building without its word": [
        ("瑞生佳园4号1单元", "complex=瑞生佳园 building=4 unit=1"),
    ],
    "an estate behind a village": [
        ("金凤村、黄兴新村3号楼", "community=金凤村; complex=黄兴新村 building=3"),
    ],
    "pairs that are units or rooms": [
        ("晋阳紫城1-2、3-4", "complex=晋阳紫城 building=1 unit=2; complex=晋阳紫城 building=3 unit=4"),
        ("晋阳紫城1-101、2-202", "complex=晋阳紫城 building=1 part=room:101; complex=晋阳紫城 building=2 part=room:202"),
    ],
    "a name in quotes": [
        ("“田园”小区3号楼", "complex=田园小区 building=3"),
    ],
    "a hall with a door number": [
        ("新瑞街39号仓库", "street=新瑞街 complex=39号仓库"),
    ],
    "what lies beside a building": [
        ("晋阳紫城4号楼以外的区域", "complex=晋阳紫城 building=4 ? 以外的区域"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("text", "reading"), cases(READS))
def test_a_rule_reads_what_it_is_for(text: str, reading: str) -> None:
    assert one_line(parse(text)) == reading


@pytest.mark.parametrize(("text", "reading"), cases(LEAVES_ALONE))
def test_a_rule_leaves_the_rest_alone(text: str, reading: str) -> None:
    assert one_line(parse(text)) == reading


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("晋阳紫城1号楼（501室除外）", "part-excepted"),
        ("和平小区3号楼2单元1203室，张三", "person"),
        ("阳光小区A/4/10/1203", "slashed-number"),
        ("石牌西直街26号楼东海社区石牌西路35号", "run-together"),
    ],
)
def test_a_doubt_has_a_name(text: str, code: str) -> None:
    assert code in {finding.code for finding in parse(text).findings}


def test_a_household_that_is_excepted_takes_no_building_out_of_a_list() -> None:
    targets = expand(parse("晋阳紫城1-2号楼（1号楼501室除外）"))
    assert [target.path[-1].value for target in targets] == ["1", "2"]
