"""The words that give a text its structure and name no place themselves.

Separators, conjunctions, scopes (全域), inclusions (含底商), parity (双号) and the marks of
an exception. Each is a closed list: a word that is missing here stays part of a name, where
it does less harm than a name that is cut.
"""

import re

from zones.address import areas
from zones.address.lexicon import STOP

_NOT_IN_NAME = "(?!(?<=/)\\d{1,3}小区)"
"""The slash of F7/8小区 is part of the name."""
SEPARATOR = re.compile(r"[、,/| \n\-~·.+]+(?:以及(?!平))?")
COUNT = re.compile(
    "(?:共计?|总计?|合计)[\\d一二三四五六七八九十两]{1,4}个?"
    f"(?:户|栋|幢|单元|层|人|家|楼|处|排|间|院)(?:居民|住户)?(?=[{STOP}]|$)"
)
"""How many places were named, which names none."""
NEIGHBOUR = re.compile("[东南西北][侧面]?邻(?:居|家)?(?=\\d)")
"""Whose number it is: 83号及北邻117号."""
CONJUNCTION = re.compile("以及|及其|和|与|及|至|到")
SPAN_OF_PLACES = ("至", "到")
"""Between two places: 1排1号至2排17号. Both ends are read, and a person is told."""

BESIDE_NUMBERS = ("与", "至", "到")
"""Behind a door number these part two places: 1号附100号到全兴路1号附132号."""

LINK = re.compile("-|[中内]?的|内(?=[\\dA-Z])")
"""Between a place and its part: 5号院的1号楼."""

TELEPHONE = re.compile(
    r"(?:(?:联系)?(?:电话|手机)号?码?|[Tt][Ee][Ll])?[: ]*"
    r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?[2-9]\d{6,7})(?!\d)"
)
"""Not of the place: it is left out of the reading, and is unused."""

LEAD = re.compile(
    "^(?:请问|您好|你好)?,?(?:我们?家?|本人|他|她)?(?:现|居|家)?(?:住在|住址(?:是|为|:)|位于|家在|地址(?:是|为|:)|在)"
    f"(?=[^{STOP}]{{2,4}}[省市区县])"
)
"""What a person says before an address."""

MOMENT = re.compile(
    "(?:(?<=^)|(?<=[,;。: ]))"
    r"(?:(?:划定|管控|封控|解除|新增|发布)?时间:?)?(?:\d{4}年)?\d{1,2}月\d{1,2}日"
    r"(?: ?\d{1,2}[时:点](?:\d{1,2}分?)?)?"
    "(?:起|止|新增|划定|解除)*(?=[,;。: ]|$)"
)
"""When a place was named, which says nothing about where it is."""

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严魏陶姜谢邹窦章苏潘范彭鲁韦马苗凤方俞任"
    "袁柳史唐费薛雷贺倪汤罗毕郝安常于傅齐康伍余顾孟黄穆萧尹姚邵汪毛狄贝戴宋庞熊纪舒屈项祝董梁"
    "杜阮蓝闵季贾江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房解丁邓洪包左石崔吉龚程"
    "陆翁荀甄曲封段侯宓全班秋宁仇甘厉武符刘景詹龙叶白温庄晏柴阎连习容向古廖耿满匡国文寇东欧沃"
    "利蔚越隆师巩聂晁冷辛那简饶曾沙关岳帅冉桑牛"
)
PERSON = re.compile(
    "[,;、 ]+(?P<name>(?:欧阳|上官|司马|诸葛|皇甫|尉迟|慕容|令狐"
    f"|[{_SURNAMES}])[一-鿿]{{1,2}}(?:先生|女士|同志|家|收)?)(?=[,;。、)]|$)"
)
"""Behind a household a surname and one or two characters are who lives there, hardly a place."""

OPEN_RANGE = re.compile(
    f"\\d(?:号楼|号|栋|幢|层|单元)?(?:[-~]+|至|到)(?=号楼|号|栋|幢|层|单元|[{STOP}]|$)"
)
"""A range without its end: 1-号楼, 3号楼至."""

SCOPE = re.compile(
    "等?[0-9一二三四五六七八九十]{1,3}个(?:点位|小区|区域|楼栋|单元|村)|(?:内|所在)?(?:全域|全村|全镇|全部区域?|全区域|全范围|辖区内|辖区|所辖区域|整栋楼?|整幢|整个小区"
    r"|整体|全楼|本体|区域|域内?|境内|范围内?|小区)(?:(?!\w)|(?=内?除|[及和与共总]))|小区(?=[\dA-Za-z])"
)

_SHOPS = "底商|底层商[铺户]|沿街商铺|临街商铺|周边(?:底商|商[铺服])|商铺"
INCLUSION = re.compile(
    f",?(?:及其?|和|包括|包含|含)其?(?:底层|一层)?(?:所有)?(?:{_SHOPS}|地下室|院内|上下户|车库"
    "|(?:[前后左右上下]{2,4}|[东南西北][侧面]?邻|四邻|邻居)共?[\\d一二三四五六七八九十两]*(?:户|处商[店铺]|家)"
    f"|[东南西北]侧(?=[{STOP}]|$)"
    "|左右[两2]?户|左右[^、,;。:()]{0,6}户|附属[^、,;。:()]{0,20})|,?(?:包括|包含|含)[^;。()]{1,200}"
    f"|\\+(?!\\d)[^{STOP}+]{{2,12}}"
    "|(?:及其?|和|以及|与)(?:左右)?(?:周边|周围|附近|四周|方圆|半径|两侧|对面|旁边|[向往][东南西北]{1,2}(?=\\d))[^、,;。:()]{0,40}"
)

EXCEPTION = re.compile(
    "不(?:包括|包含|含)|除外[:]?(?=.)|内?除(?=[^;。]{1,200}外)"
    "|除(?=[A-Z]?\\d{1,4}(?:[、,]\\d{1,4})*(?:号楼|栋|幢|座|单元))"
)
OUTSIDE = re.compile(
    "(?:之外的?(?:所有)?(?:其他|其它|其余)?|以外的?(?:其他|其它|其余))(?:区域|地区|部分|楼栋|楼宇|楼|单元|住户)"
)
"""Behind buildings without 除: all of the complex but these is meant. Who says
4号楼以外的区域 may as well ask about what lies beside it."""
OUTSIDE_BEGINS = ("之", "以")
PARITY = re.compile("[单双](?:号|门牌号?|数)(?:院|门|楼)?")
PARITY_AHEAD = re.compile(r"[单双]号(?=\d)")

HARD_STOP = re.compile(f"[、,;。:|/ \\n()]{_NOT_IN_NAME}")
"""No word of a place runs over one of these."""

_INCLUDED = "附属|两侧|对面|左右|底商|底层|沿街商|商铺|临街|周边|附近|周围|其?周|上下户|左右"
_COMPLETE = "小区|市场|广场|大厦|公寓|花园|宿舍|酒店|超市|公司|医院|学校|号楼|单元|整栋"
_NOT_PEACE = "(?![睦谐顺美]|平[东南西北中]?(?:大?街|路|里|巷|苑|小区|社区))"
"""和平北路 behind a community is a street: half of Taiyuan lies on one."""
_STOP_BEGINS = "(?=[、,;。:|/ \\n()及和与以包含共总合部周附方半背向往东南西北除全四不内单双高中低])"
"""What each alternative of ``NAME_STOP`` begins with, looked at first: most characters do not."""
NAME_STOP = re.compile(
    f"{_STOP_BEGINS}(?:[、,;。:|/ \\n()]{_NOT_IN_NAME}"
    f"|(?:及其?|和|以及|包括|包含|含)(?={_INCLUDED})|周边|周围|附近|方圆|半径"
    f"|{COUNT.pattern}|及(?=[一二三四五六七八九十]{{1,2}}[楼层])|(?:包含|包括)(?=:)|部分(?=区域|片区|地区)"
    f"|背后|[向往]?[东南西北]{{1,2}}\\d{{1,4}}米|除(?=\\()"
    r"|[及和与](?=第?\d{1,4}(?:号|栋|幢|单元|#))"
    "|全域|全村|全镇|全部(?=区域|$)|四至|不(?:包括|包含|含)|内?除(?=[^;。:()]{1,80}?(?:外|风险))"
    "|[单双]号(?=\\d)|以及|内?[高中低]{1,3}(?:、[高中低]{1,2})?风险"
    f"|(?<={_COMPLETE})(?:[及与]|和{_NOT_PEACE})"
    f"|(?<=社区|街道)[及与]|(?<=社区)和{_NOT_PEACE}(?=[^、,;。:()]{{1,8}}(?:社区|村))"
    f"|(?<=街道)和{_NOT_PEACE}(?=[^、,;。:()]{{1,8}}街道))"
)
"""Where a name ends at the latest, if no fine token ends it before."""

COMPLETE_NAME = re.compile(
    "(?!调整|划为|降为|改为|变更)"
    f"[^{STOP}\\d]{{2,}}(?:小区|社区|[路街巷村苑园庭城邸院]|宿舍)(?:[^{STOP}\\d]{{2,}}(?:小区|[苑园院]|宿舍))?"
)
NAMES_PARTED = re.compile(
    f"(?<={_COMPLETE})(?:[及与]|和{_NOT_PEACE})(?!附属|左右|周边)"
    f"(?=[^{STOP}]{{2,14}}(?:{_COMPLETE}|店|[路街巷]\\d{{1,4}}号))"
)
"""Between two names that are both complete: 白云小区和康乐小区, but 金盾小区及附属门市."""

VILLAGE_NEXT = re.compile(f"、[^{STOP}\\d]{{1,6}}村(?=[{STOP}]|$)")
WORD_CHARACTER = re.compile(r"\w")
WORD = re.compile(f"[^{STOP}]{{2}}")


def _first_characters(*patterns: re.Pattern[str]) -> frozenset[str]:
    """Every character with which one of ``patterns`` could begin: each that it spells."""
    return frozenset("".join(pattern.pattern for pattern in patterns)) | frozenset("0123456789")


MAY_BEGIN = _first_characters(
    SCOPE,
    LINK,
    INCLUSION,
    EXCEPTION,
    OUTSIDE,
    PARITY,
    CONJUNCTION,
    COUNT,
    areas.NEAR,
    areas.DISTANCE,
    areas.RESIDUAL,
) | frozenset("-的()、,;。:/| \n")
"""A place in the text that holds no other character needs no look at these patterns."""
