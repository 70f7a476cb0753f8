"""Two tables more: towns that are called streets, lanes in lists, numbers of numbers (see ``test_rules``)."""

# ruff: noqa: E501 (one row of a table, one line)

import pytest

from tests.zones.address.reading import cases, one_line
from zones.address import expand, parse

READS = {
    "a town that is called a street, before a lane of another road": [
        ("棠下街怡乐园二巷3、4号", "subdistrict=棠下街 street=怡乐园二巷 complex=3号; subdistrict=棠下街 street=怡乐园二巷 complex=4号"),
        ("新市街黄沙岗六巷12号，七巷12号", "subdistrict=新市街 street=黄沙岗六巷 complex=12号; subdistrict=新市街 street=黄沙岗七巷 complex=12号"),
        ("芦台街建新村3排5号", "subdistrict=芦台街 community=建新村 section=3排 building=5"),
        ("太平大街43委6组", "subdistrict=太平大街 community=43委 section=6组"),
        ("市桥街东至北郊新村，南至禺山大道，西至环城路", "subdistrict=市桥街 area=东至北郊新村,南至禺山大道,西至环城路"),
        ("站前街（除站西路2号外）", "subdistrict=站前街 - street=站西路 complex=2号"),
    ],
    "a lane that is counted along a street": [
        ("龙吟大街12号，一巷1号", "street=龙吟大街 complex=12号; street=龙吟大街一巷 complex=1号"),
    ],
    "a zone before its town or its road": [
        ("蜀冈-瘦西湖风景名胜区梅岭街道广储社区", "subdistrict=蜀冈-瘦西湖风景名胜区 subdistrict=梅岭街道 community=广储社区"),
        ("苏州工业园区星湖街328号", "subdistrict=苏州工业园区 street=星湖街 complex=328号"),
        ("综改示范区阳曲产业园区云龙三街5号", "subdistrict=综改示范区 subdistrict=阳曲产业园区 street=云龙三街 complex=5号"),
        ("泰安高新区奥林匹克花园", "subdistrict=泰安高新区 complex=奥林匹克花园"),
    ],
    "a farm before its street": [
        ("锦河农场振兴街5号", "subdistrict=锦河农场 street=振兴街 complex=5号"),
    ],
    "a village within another": [
        ("袁庄行政村的西贾庄自然村", "community=袁庄行政村 community=西贾庄自然村"),
        ("月塘村委会月塘北村42号", "community=月塘村委会 community=月塘北村 complex=42号"),
    ],
    "a residents' committee": [
        ("东大委12组", "community=东大委 section=12组"),
        ("卧里屯二委2-26号楼1单元", "community=卧里屯二委 building=2-26 unit=1"),
    ],
    "a company of a regiment or a farm": [
        ("河东农场三连", "complex=河东农场 section=三连"),
    ],
    "what is said twice": [
        ("清泉社区清泉社区3号楼", "community=清泉社区 building=3 ? 清泉社区"),
        ("安乐村安乐村7组300号", "community=安乐村 section=7组 building=300 ? 安乐村"),
    ],
    "a number that the list gave": [
        ("15感城镇感城村", "subdistrict=感城镇 community=感城村 ? 15"),
    ],
    "the side of a crossing, and what stands there": [
        ("惠源路与兴安街交叉口东北侧公园壹号院10号楼", "street=惠源路与兴安街交叉口 section=东北侧 complex=公园壹号院 building=10"),
    ],
    "words behind a name that change nothing": [
        ("东北烤羊腿餐厅整栋楼", "complex=东北烤羊腿餐厅"),
        ("“日中天工艺品”区域", "complex=日中天工艺品"),
        ("罗山县域内除高风险区以外的其他区域", "district=罗山县 area=除高风险区以外的其他区域"),
        ("洛基槟榔村委会区域", "community=洛基槟榔村委会"),
    ],
    "the rest of a place": [
        ("甘州区其余地区", "district=甘州区 area=其余地区"),
        ("上抱坡居委会150米范围内", "community=上抱坡居委会 area=150米范围内"),
        ("大葛庄村13号所在网格区域", "community=大葛庄村 complex=13号 area=所在网格区域"),
    ],
    "sections nest, whichever is first": [
        ("阳光尚城西区三期25号楼", "complex=阳光尚城 section=西区 section=三期 building=25"),
        ("惠南科技园二期B片区SM-09地块", "complex=惠南科技园 section=二期 section=B片区 section=SM-09地块"),
        ("草寺村407号东院", "community=草寺村 complex=407号 section=东院"),
    ],
    "及 begins no name": [
        ("白新街及牟家农贸市场", "street=白新街; complex=牟家农贸市场"),
        ("南兴北路91号及南兴东一街27号", "street=南兴北路 complex=91号; street=南兴东一街 complex=27号"),
        ("新市场迪客体育及二楼和三楼", "complex=新市场迪客体育; complex=新市场迪客体育 part=floor:二楼; complex=新市场迪客体育 part=floor:三楼"),
    ],
    "how many were named": [
        ("马家村83号及北邻117号共2户", "community=马家村 complex=83号; community=马家村 complex=117号 ? 北邻 ? 共2户"),
        ("顺盛雅苑共2栋", "complex=顺盛雅苑 ? 共2栋"),
        ("东湖天屿2单元29、30、31共三层", "complex=东湖天屿 unit=2 part=floor:29、30、31共三层"),
    ],
    "neighbours whose number is not said": [
        ("遥墙村222号及前后左右共5户", "community=遥墙村 complex=222号 + 及前后左右共5户"),
        ("有兰峪村43号及北邻1户", "community=有兰峪村 complex=43号 + 及北邻1户"),
    ],
    "a range of annexes, and of doors that name their street again": [
        ("上海路78号附1号至附16号", "street=上海路 complex=78号附1-16号~"),
        ("大坪正街91附3号-11号", "street=大坪正街 complex=91附3-11号~"),
        ("全兴路1号附100号到全兴路1号附132号", "street=全兴路 complex=1号附100-132号~"),
        ("人民路1号至人民路9号", "street=人民路 complex=1-9号~"),
    ],
    "a number of a number without its word": [
        ("西津西路16附2", "street=西津西路 complex=16附2"),
        ("南一巷10之一号", "street=南一巷 complex=10之一号"),
        ("康公街35号之一至二", "street=康公街 complex=35号之一至二"),
    ],
    "unit and room behind a building": [
        ("富力城11#-2-1604", "complex=富力城 building=11 unit=2 part=room:1604"),
        ("富力城11号楼2-1604", "complex=富力城 building=11 unit=2 part=room:1604"),
    ],
    "a letter and a short number is a building": [
        ("育龙居B4、C4", "complex=育龙居 building=B4; complex=育龙居 building=C4"),
    ],
    "towers by their side": [
        ("航苑大厦东座和西座", "complex=航苑大厦 building=东座; complex=航苑大厦 building=西座"),
        ("岐黄街2-1号东楼、西楼", "street=岐黄街 complex=2-1号 building=东楼; street=岐黄街 complex=2-1号 building=西楼"),
    ],
    "floors of what has floors": [
        ("美特好超市一楼生鲜区", "complex=美特好超市 part=floor:一楼生鲜区"),
        ("第一附属医院门诊楼5楼", "complex=第一附属医院门诊楼 part=floor:5楼"),
        ("万象城L1层", "complex=万象城 part=floor:L1层"),
    ],
    "a plus": [
        ("南庭新苑7号楼1层+221", "complex=南庭新苑 building=7 part=floor:1层; complex=南庭新苑 building=7 part=room:221 ? +"),
        ("天宝路10号6栋+药房", "street=天宝路 complex=10号 building=6 + +药房"),
    ],
    "an exception that names its host, or is not closed": [
        ("兴苑别墅（除兴苑别墅一区22号楼）", "complex=兴苑别墅 - complex=兴苑别墅 section=一区 building=22"),
        ("宁新花园5地块除79号楼", "complex=宁新花园 section=5地块 - building=79"),
        ("徐家庄村（除负20号、31号）", "community=徐家庄村 - complex=负20号 - complex=31号"),
    ],
    "a list that goes on behind an area": [
        ("果盛路、顺兴路合围区域，以及金楠尚府小区", "area=果盛路、顺兴路合围区域; complex=金楠尚府小区"),
        ("松牌路以东，松桥路以南的围合区域金龙路75号1单元", "area=松牌路以东,松桥路以南的围合区域; street=金龙路 complex=75号 unit=1"),
        ("三街坊社区117栋、经华招待所（双桥二巷、经华北路合围区域）", "community=三街坊社区 building=117; community=三街坊社区 complex=经华招待所 area=双桥二巷、经华北路合围区域"),
    ],
    "bounds by front and back": [
        ("四道沟村前至村口，后至胡同，左至河沟", "community=四道沟村 area=前至村口,后至胡同,左至河沟"),
    ],
    "an estate that holds a street of its own": [
        ("金丰花园赤岗路257号", "community=金丰花园 street=赤岗路 complex=257号"),
        ("凤阳小区凤阳街10、30号", "community=凤阳小区 street=凤阳街 complex=10号; community=凤阳小区 street=凤阳街 complex=30号"),
        ("猎德社区晟府小区海文路41号新生楼，临江大道59号天銮小区", "community=猎德社区 community=晟府小区 street=海文路41号 complex=新生楼; community=猎德社区 street=临江大道59号 complex=天銮小区"),
    ],
    "a part behind the yard that it is in": [
        ("双塔寺街124号院内3号楼", "street=双塔寺街 complex=124号院 building=3"),
    ],
    "an estate that is called a village": [
        ("谊景村7门402", "complex=谊景村 unit=7 part=room:402"),
        ("四更新村、四北村", "community=四更新村; community=四北村"),
    ],
    "a slash within a name": [
        ("F7/8小区1号楼", "complex=F7/8小区 building=1"),
    ],
    "what a person says before an address": [
        ("我住在万柏林区西宫南苑3号楼", "district=万柏林区 complex=西宫南苑 building=3 ? 我住在"),
    ],
}  # fmt: skip

LEAVES_ALONE = {
    "a name that begins with a side, behind a door number": [
        ("教场西路399号南苑华庭10栋", "street=教场西路399号 complex=南苑华庭 building=10"),
        ("龙城大街88号北苑小区3号楼", "street=龙城大街88号 complex=北苑小区 building=3"),
        ("平阳路65号西苑公寓2单元", "street=平阳路65号 complex=西苑公寓 unit=2"),
    ],
    "lanes that are of their street": [
        ("府西街东三巷5号", "street=府西街东三巷 complex=5号"),
        ("解放街二巷3号", "street=解放街二巷 complex=3号"),
        ("玉河街康乐巷5号", "street=玉河街康乐巷 complex=5号"),
        ("东大街东至解放路，西至新建路", "street=东大街 area=东至解放路,西至新建路"),
    ],
    "lanes that are of an estate or a village": [
        ("桃园小区4巷8号、3巷6号", "complex=桃园小区 section=4巷 building=8; complex=桃园小区 section=3巷 building=6"),
        ("塘朗村东二巷5号", "community=塘朗村 section=东二巷 building=5"),
    ],
    "lanes that are only counted within an estate": [
        ("红缨小区7街16号", "complex=红缨小区 section=7街 building=16"),
        ("豪德市场6区8街99号", "complex=豪德市场 section=6区 section=8街 building=99"),
    ],
    "areas that a list does not follow": [
        ("天星桥正街围合区域14栋", "area=天星桥正街围合区域14栋"),
        ("新店镇东至磐石路，西至原厝尾巷的合围区域（爱警园小区除外）", "subdistrict=新店镇 area=东至磐石路,西至原厝尾巷的合围区域(爱警园小区除外)"),
    ],
    "gardens that are names": [
        ("翠庭花园3号楼", "complex=翠庭花园 building=3"),
        ("春怡园解放路小区", "complex=春怡园解放路小区"),
    ],
    "parks that are names": [
        ("平东工业园3号楼", "complex=平东工业园 building=3"),
        ("金立工业园5栋", "complex=金立工业园 building=5"),
    ],
    "a farm in a town": [
        ("那大镇国营西联农场十五队", "subdistrict=那大镇 complex=国营西联农场 section=十五队"),
    ],
    "an estate in a community that is called a village": [
        ("冶金村社区冶金四村7栋", "community=冶金村社区 complex=冶金四村 building=7"),
        ("清河村清河村清河苑二栋", "community=清河村 complex=清河村清河苑 building=2"),
        ("周哇行政村一村与二村自然村联片", "community=周哇行政村 complex=一村与二村自然村联片"),
    ],
    "committees that are no residents'": [
        ("政法委家属院3号楼", "complex=政法委家属院 building=3"),
        ("市委宿舍12号楼", "complex=市委宿舍 building=12"),
    ],
    "连 in a name": [
        ("大连小区3号楼", "complex=大连小区 building=3"),
        ("一连锁店", "complex=一连锁店"),
    ],
    "a name that begins with a number": [
        ("3302小区3号楼", "complex=3302小区 building=3"),
        ("7090小区2号楼1单元", "complex=7090小区 building=2 unit=1"),
    ],
    "names that end in an area's word": [
        ("奇开公寓北侧平房区", "complex=奇开公寓 section=北侧平房区"),
        ("下沙村围合区域", "community=下沙村 area=围合区域"),
    ],
    "phases and quarters side by side": [
        ("翡翠园一期二期", "complex=翡翠园 section=一期; complex=翡翠园 section=二期"),
        ("西华苑三期、南区", "complex=西华苑 section=三期; complex=西华苑 section=三期 section=南区"),
    ],
    "names that hold 及": [
        ("及第花园3号楼", "complex=及第花园 building=3"),
        ("金盾小区及附属门市", "complex=金盾小区 + 及附属门市"),
    ],
    "共 in a name": [
        ("共康五村3号楼", "complex=共康五村 building=3"),
        ("公共新村3号楼", "complex=公共新村 building=3"),
    ],
    "ranges between two streets, and that fall": [
        ("人民路1号至解放路9号", "street=人民路 complex=1号; street=解放路 complex=9号"),
        ("人民路9号至人民路1号", "street=人民路 complex=9号; street=人民路 complex=1号"),
        ("上海路78号附1号、附3号", "street=上海路 complex=78号附1号; street=上海路 complex=78号附3号"),
    ],
    "rooms that Chongqing writes with their floor": [
        ("江南大道18号1幢14-3", "street=江南大道 complex=18号 building=1 part=room:14-3"),
    ],
    "houses by digits": [
        ("白云小区3楼", "complex=白云小区 building=3"),
        ("百栋楼5排3", "complex=百栋楼 section=5排 building=3"),
    ],
    "a plus within a name": [
        ("森鸿D+公寓6号楼", "complex=森鸿D+公寓 building=6"),
        ("荣河1+1生鲜超市", "complex=荣河1+1生鲜超市"),
    ],
    "a slash between two": [
        ("幸福小区/光明小区3号楼", "complex=幸福小区; complex=光明小区 building=3"),
    ],
    "one that lives, and a bureau": [
        ("住建局宿舍3号楼", "complex=住建局宿舍 building=3"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("text", "reading"), cases(READS))
def test_a_rule_reads_what_it_is_for(text: str, reading: str) -> None:
    assert one_line(parse(text)) == reading


@pytest.mark.parametrize(("text", "reading"), cases(LEAVES_ALONE))
def test_a_rule_leaves_the_rest_alone(text: str, reading: str) -> None:
    assert one_line(parse(text)) == reading


def test_a_range_of_annexes_is_spelled_out_with_its_number() -> None:
    targets = expand(parse("上海路78号附9号至附11号"))
    assert [t.path[-1].value for t in targets] == ["78号附9号", "78号附10号", "78号附11号"]


def test_two_places_that_a_word_spans_raise_a_doubt() -> None:
    assert "span-of-places" in {f.code for f in parse("人民路1号至解放路9号").findings}
