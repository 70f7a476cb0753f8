"""For each rule of the grammar two tables: what it reads, and what it must leave alone."""

# ruff: noqa: E501 (one row of a table, one line)

import pytest

from tests.zones.address.reading import cases, one_line
from zones.address import parse

READS = {
    "a building by any suffix": [
        ("晋阳紫城A1栋", "complex=晋阳紫城 building=A1"),
        ("晋阳紫城D04号楼", "complex=晋阳紫城 building=D4"),
        ("晋阳紫城3#", "complex=晋阳紫城 building=3"),
        ("晋阳紫城六号楼", "complex=晋阳紫城 building=6"),
        ("晋阳紫城丙栋", "complex=晋阳紫城 building=丙"),
        ("老军营小区南区甲5号楼", "complex=老军营小区 section=南区 building=甲5"),
        ("水工宿舍北楼1单元", "complex=水工宿舍 building=北楼 unit=1"),
        ("晋源新城小区新2号楼", "complex=晋源新城小区 building=新2"),
    ],
    "a unit by any suffix": [
        ("国税宿舍东单元", "complex=国税宿舍 unit=东"),
        ("天富园8号楼2门", "complex=天富园 building=8 unit=2"),
        ("五凤小区9座2梯", "complex=五凤小区 building=9 unit=2"),
        ("诚和家园1单元", "complex=诚和家园 unit=1"),
        ("金泽苑4号楼三单元", "complex=金泽苑 building=4 unit=3"),
    ],
    "a list shares its suffix": [
        ("公园美地小区1.2号楼、9号楼", "complex=公园美地小区 building=1; complex=公园美地小区 building=2; "
         "complex=公园美地小区 building=9"),
        ("长安小区9号楼2、3单元", "complex=长安小区 building=9 unit=2; complex=长安小区 building=9 unit=3"),
        ("翠竹小院3单元4单元", "complex=翠竹小院 unit=3; complex=翠竹小院 unit=4"),
        ("中辐院宿舍东、西区", "complex=中辐院宿舍 section=东区; complex=中辐院宿舍 section=西区"),
    ],
    "a range stays a range until it is spelled out": [
        ("晋阳紫城1-5号楼", "complex=晋阳紫城 building=1-5~"),
        ("晋阳紫城63至76号楼", "complex=晋阳紫城 building=63-76~"),
        ("晋阳紫城63号至76号楼", "complex=晋阳紫城 building=63-76~"),
        ("晋阳紫城B-D栋", "complex=晋阳紫城 building=B-D~"),
        ("前八里庄村5组001-146号", "community=前八里庄村 section=5组 building=1-146~"),
        ("云山里双号22-30门", "complex=云山里 unit=22-30~2"),
        ("东风新村二区2-18到2-21号楼", "complex=东风新村 section=二区 building=2-18~2-21~"),
    ],
    "dashes without a suffix name one place": [
        ("晋阳紫城7-312", "complex=晋阳紫城 building=7 part=room:312"),
        ("晋阳紫城4-10-1203", "complex=晋阳紫城 building=4 unit=10 part=room:1203"),
        ("红西路305号-307号16号楼", "street=红西路 complex=305-307号 building=16"),
        ("卧里屯2-26号楼1单元", "complex=卧里屯 building=2-26 unit=1"),
    ],
    "a number is what it stands behind": [
        ("鱼池街21号4号楼", "street=鱼池街 complex=21号 building=4"),
        ("平阳路398号大昌生态园", "street=平阳路398号 complex=大昌生态园"),
        ("东缉虎营8号院2单元", "street=东缉虎营 complex=8号院 unit=2"),
        ("许西村29号院", "community=许西村 complex=29号院"),
        ("煤干院小区18、19号院", "complex=煤干院小区 section=18号院; complex=煤干院小区 section=19号院"),
        ("小沟坡东街瑞生佳园4号1单元", "street=小沟坡东街 complex=瑞生佳园 building=4 unit=1"),
        ("汾西路260弄15号", "street=汾西路 complex=260弄 building=15"),
        ("中山路185号附27号", "street=中山路 complex=185号附27号"),
        ("208号大院之一之二", "complex=208号大院之一之二"),
    ],
    "sections nest": [
        ("西华苑三期南区10号楼", "complex=西华苑 section=三期 section=南区 building=10"),
        ("富力城八号园东园8号楼", "complex=富力城八号园 section=东园 building=8"),
        ("幸福华庭5组团2栋", "complex=幸福华庭 section=5组团 building=2"),
        ("王村南街东四排", "street=王村南街 section=东四排"),
        ("友谊17街坊40号楼", "complex=友谊17街坊 building=40"),
        ("柳南商贸B座1幢", "complex=柳南商贸 section=B座 building=1"),
        ("朝阳社区第七网格", "community=朝阳社区 section=第七网格"),
        ("巴什村3组", "community=巴什村 section=3组"),
        ("图门嘎查二队", "community=图门嘎查 section=二队"),
    ],
    "what is finer than a unit is a part": [
        ("晋阳紫城A座七层以上楼层", "complex=晋阳紫城 building=A part=floor:七层以上楼层"),
        ("晋阳紫城B座4—30层", "complex=晋阳紫城 building=B part=floor:4—30层"),
        ("明悦小区8号楼半边户", "complex=明悦小区 building=8 part=household:半边户"),
        ("东山国际小区2404", "complex=东山国际小区 part=room:2404"),
        ("海德公园三期1-1013商铺", "complex=海德公园 section=三期 part=shop:1-1013商铺"),
        ("石路基32号4楼", "complex=石路基 building=32 part=floor:4楼"),
    ],
    "an exception is a path below its host": [
        ("翠竹小院（C座1单元除外）", "complex=翠竹小院 - building=C unit=1"),
        ("晋阳紫城（除3、10栋外）", "complex=晋阳紫城 - building=3 - building=10"),
        ("晋阳紫城除7号楼外的其他区域", "complex=晋阳紫城 - building=7"),
        ("晋阳紫城（不含5号楼）", "complex=晋阳紫城 - building=5"),
        ("西贾社区（水木云天、书林苑除外）", "community=西贾社区 - complex=水木云天 - complex=书林苑"),
    ],
    "an area is kept whole": [
        ("万柏林区除高、中风险区外的其他地区", "district=万柏林区 area=除高、中风险区外的其他地区"),
        ("新塘镇：东至江府大道、南至沿江大道", "subdistrict=新塘镇 area=东至江府大道、南至沿江大道"),
        ("三道巷以北、永定路以东区域", "area=三道巷以北、永定路以东区域"),
        ("薛营村北六条3号周边50米", "community=薛营村 street=北六条 complex=3号 area=周边50米"),
    ],
    "a number behind a numbered yard is its building": [
        ("134号院6-2-401", "complex=134号院 building=6 unit=2 part=room:401"),
        ("平阳路8号3-2-1501", "street=平阳路 complex=8号 building=3 unit=2 part=room:1501"),
        ("晋阳紫城小区4-10-1203户", "complex=晋阳紫城小区 building=4 unit=10 part=room:1203户"),
    ],
    "two complete names are two places": [
        ("白云小区和康乐小区", "complex=白云小区; complex=康乐小区"),
        ("白云小区和平阳路8号院", "complex=白云小区; street=平阳路 complex=8号院"),
        ("汽车维修中心整栋及洪鑫维修店整栋", "complex=汽车维修中心; complex=洪鑫维修店"),
    ],
    "a division that is said twice is said once": [
        ("太原市太原市小店区晋阳紫城", "city=太原市 district=小店区 complex=晋阳紫城 ? 太原市"),
        ("太原市小店区小店区晋阳紫城", "city=太原市 district=小店区 complex=晋阳紫城 ? 小店区"),
        ("太原市小店区太原市小店区紫城", "city=太原市 district=小店区 complex=紫城 ? 太原市小店区"),
    ],
    "a telephone number is not of the place": [
        ("晋阳紫城4号楼1203室，13935112345", "complex=晋阳紫城 building=4 part=room:1203室 ? 13935112345"),
        ("晋阳紫城4号楼1203电话0351-7654321", "complex=晋阳紫城 building=4 part=room:1203 ? 电话0351 ? 7654321"),
        ("手机：13935112345，晋阳紫城4号楼", "complex=晋阳紫城 building=4 ? 手机 ? 13935112345"),
    ],
    "a street named after what stands on it": [
        ("医学院路5号一单元", "street=医学院路 complex=5号 unit=1"),
        ("花园东街8号院1号楼", "street=花园东街 complex=8号院 building=1"),
        ("芳村大道中524号芳华苑9号楼", "street=芳村大道中524号 complex=芳华苑 building=9"),
    ],
    "a number with 楼 in what has floors is a floor": [
        ("东峻广场1-4楼", "complex=东峻广场 part=floor:1-4楼"),
        ("王府井百货3楼", "complex=王府井百货 part=floor:3楼"),
    ],
    "a town that is called a market": [
        ("时集镇王菜村", "subdistrict=时集镇 community=王菜村"),
    ],
    "a range that says both its ends whole": [
        ("北辰小区2-1号楼到2-8号楼（除2-6号楼外）", "complex=北辰小区 building=2-1~2-8~ - building=2-6"),
    ],
    "a lane of numerals at the beginning is a street": [
        ("五一八巷5号院1号楼", "street=五一八巷 complex=5号院 building=1"),
    ],
    "a division is read where it is certain": [
        ("太原市小店区晋阳紫城", "city=太原市 district=小店区 complex=晋阳紫城"),
        ("太原小店区晋阳紫城", "city=太原市 district=小店区 complex=晋阳紫城"),
        ("山西太原小店区晋阳紫城", "province=山西省 city=太原市 district=小店区 complex=晋阳紫城"),
        ("太原市小店晋阳紫城", "city=太原市 district=小店区 complex=晋阳紫城"),
        ("北京市朝阳区大屯路1号院2号楼", "province=北京市 district=朝阳区 street=大屯路 complex=1号院 building=2"),
        ("榆次区锦纶小区", "district=榆次区 complex=锦纶小区"),
        ("管城区东大街3号", "district=管城回族区 street=东大街 complex=3号"),
    ],
}  # fmt: skip

LEAVES_ALONE = {
    "door numbers with a dash behind a street": [
        ("春四路9-10", "street=春四路 complex=9-10号~"),
    ],
    "a conjunction that does not part two names": [
        ("白云小区和平路8号院", "community=白云小区 street=和平路 complex=8号院"),
        ("花园街道和谐社区康乐小区", "subdistrict=花园街道 community=和谐社区 complex=康乐小区"),
        ("桥头街道新和新小区3号楼", "subdistrict=桥头街道 complex=新和新小区 building=3"),
    ],
    "a name that begins with a division": [
        ("太原市太原市第一医院", "city=太原市 complex=太原市第一医院"),
        ("小店区小店区3号楼", "district=小店区 complex=小店区 building=3"),
    ],
    "long numbers that are no telephone": [
        ("晋阳紫城100101", "complex=晋阳紫城100101"),
        ("晋阳紫城1栋13935", "complex=晋阳紫城 building=1 part=room:13935"),
    ],
    "names that end as a street's name does": [
        ("康乐小区和平路8号院", "community=康乐小区 street=和平路 complex=8号院"),
        ("白云小区3楼", "complex=白云小区 building=3"),
        ("芳村3号楼", "community=芳村 building=3"),
    ],
    "a row behind a village": [
        ("西贾村三巷5号", "community=西贾村 section=三巷 building=5"),
    ],
    "names that hold a number": [
        ("下元二小区C区2号楼", "complex=下元二小区 section=C区 building=2"),
        ("太钢20小区3号楼", "complex=太钢20小区 building=3"),
        ("九院403小区9号楼", "complex=九院403小区 building=9"),
        ("学府壹号院3号楼", "complex=学府壹号院 building=3"),
        ("德祥六院小区1号楼", "complex=德祥六院小区 building=1"),
        ("新庄社区龙城2011小区4号楼", "community=新庄社区 complex=龙城2011小区 building=4"),
        ("十八梯片区工地", "complex=十八梯片区工地"),
        ("长风商务区1号桥下保洁宿舍", "complex=长风商务区1号桥下保洁宿舍"),
        ("地铁1号线工地", "complex=地铁1号线工地"),
    ],
    "names that end in a direction": [
        ("水韵江南3号楼", "complex=水韵江南 building=3"),
        ("宜家上东城7号楼", "complex=宜家上东城 building=7"),
        ("红沟西小区7号楼", "complex=红沟西小区 building=7"),
    ],
    "names that hold Latin letters": [
        ("当代MOMA沿湖城5号楼", "complex=当代MOMA沿湖城 building=5"),
        ("都市e线A座2单元", "complex=都市e线 building=A unit=2"),
        ("万达SOHO四号楼", "complex=万达SOHO building=4"),
    ],
    "names that begin or go on like a coarser rung": [
        ("太原富力熙悦居2号楼", "complex=太原富力熙悦居 building=2"),
        ("小店街5号", "street=小店街 complex=5号"),
        ("滨河镇小区1栋", "complex=滨河镇小区 building=1"),
        ("东方社区宿舍20楼5单元", "complex=东方社区宿舍 building=20 unit=5"),
        ("王村南街阳光华庭", "street=王村南街 complex=阳光华庭"),
        ("晋商银行龙山大街支行", "complex=晋商银行龙山大街支行"),
        ("春怡园解放路小区", "complex=春怡园解放路小区"),
        ("公路局北张小区", "complex=公路局北张小区"),
        ("新城区3号楼", "complex=新城区 building=3"),
        ("源香小镇小区", "complex=源香小镇小区"),
        ("享堂新村33栋", "complex=享堂新村 building=33"),
    ],
    "names that hold a conjunction": [
        ("恒山路城和家园1单元", "street=恒山路 complex=城和家园 unit=1"),
        ("和平苑小区9号楼", "complex=和平苑小区 building=9"),
        ("万柏林街道和谐家园3号楼", "subdistrict=万柏林街道 complex=和谐家园 building=3"),
        ("吉顺路650号和顺花园2期", "street=吉顺路650号 complex=和顺花园 section=二期"),
    ],
    "what an inclusion adds": [
        ("翻胎厂宿舍(含底商)", "complex=翻胎厂宿舍 + 含底商"),
        ("圣合苑3栋及底商", "complex=圣合苑 building=3 + 及底商"),
    ],
    "what a bracket only remarks": [
        ("汉庭酒店（大同路）", "complex=汉庭酒店 ? 大同路"),
        ("奶生堂10号楼（戏校宿舍）", "complex=奶生堂 building=10 ? 戏校宿舍"),
    ],
}


@pytest.mark.parametrize(("text", "reading"), cases(READS))
def test_a_rule_reads_what_it_is_for(text: str, reading: str) -> None:
    assert one_line(parse(text)) == reading


@pytest.mark.parametrize(("text", "reading"), cases(LEAVES_ALONE))
def test_a_rule_leaves_the_rest_alone(text: str, reading: str) -> None:
    assert one_line(parse(text)) == reading


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("晋阳紫城A座七层以上", 7, None),
        ("晋阳紫城A座7层以下", None, 7),
        ("晋阳紫城A座33层及以下两层", 31, 33),
        ("晋阳紫城A座4层及上下各两层共5层", 2, 6),
        ("晋阳紫城A座4—30层", 4, 30),
        ("晋阳紫城A座负1层", -1, -1),
        ("晋阳紫城1号楼2单元1203室", 1203, 1203),
    ],
)
def test_a_part_has_its_numbers_where_it_has_some(
    text: str, low: int | None, high: int | None
) -> None:
    part = parse(text).targets[0].part
    assert part is not None
    assert (part.low, part.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("晋阳紫城（1号楼", "unbalanced-bracket"),
        ("晋阳紫城1号楼）", "unbalanced-bracket"),
        ("晋阳紫城1-号楼", "open-range"),
        ("晋阳紫城1号楼至", "open-range"),
        ("解放路双号21-30号", "mixed-parity"),
        ("解放路1号楼呜呼哀哉", "unknown-tail"),
        ("卧里屯2-26号楼1单元", "range-or-label"),
        ("晋阳紫城4-10-1203", "dashed-number"),
        ("瑞生佳园4号", "bare-number"),
        ("三里巷11号15楼", "storey-or-building"),
        ("3单元", "no-complex"),
        ("魏家庄村1排1号至2排17号", "span-of-places"),
        ("？？", "nothing-read"),
        ("汉庭酒店（大同路）", "remark"),
    ],
)
def test_a_doubt_has_a_name(text: str, code: str) -> None:
    assert code in {finding.code for finding in parse(text).findings}


@pytest.mark.parametrize(
    "text",
    [
        "晋阳紫城4号楼10单元",
        "云路街8号院2号楼1单元",
        "西华苑三期南区10号楼",
        "小店区晋阳紫城1-5号楼",
    ],
)
def test_a_plain_place_raises_no_doubt(text: str) -> None:
    assert parse(text).findings == ()
    assert parse(text).unused == ()
