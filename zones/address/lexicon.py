"""The words of the address language: labels, separators, and the suffixes of each rung.

Everything here is matched against folded text (see ``fold``). All repetitions are
bounded or possessive, so that no text makes a match slower than linear in its length.

EBNF of a label list, the heart of every enumeration::

    list    = element { separator element } suffix ;
    element = label [ [suffix] dash label ] ;            (* 1-5, 63号楼至76 *)
    label   = [ "第" ] [ position ] ( letters digits | digits letter | digits | chinese | stem )
"""

SEPARATORS = "、,;。/| \n"
STOP = f"{SEPARATORS}:()"
"""No name runs over one of these."""

CN = "零〇一二三四五六七八九十百廿卅两"
STEMS = "甲乙丙丁戊己庚辛"
COMPLEX_END = "区院苑园号村里舍期楼庭坊厂巷公寓大厦街路"
"""After these characters 东/新/高… before a number is part of the label (小区新2号楼); after
any other it may be the end of a name (水韵江南3号楼)."""

POSITION = (
    f"(?:(?<![^{COMPLEX_END}栋幢座至到除含~{SEPARATORS}( -])[东南西北中前后新老旧高低塔临负主副特])"
)
LETTERED = r"(?<![A-Za-z])[A-Za-z]{1,2}(?:-?\d{1,4})?(?:-\d{1,4})?(?![A-Za-z\d])"
DIGITS = rf"(?<!\d)\d{{1,5}}(?:[A-Za-z](?![A-Za-z])\d{{0,3}}|[{STEMS}])?(?!\d)"
CHINESE = f"(?:(?<![{CN}])|(?<=之[{CN}]))(?!百(?![{CN}]))[{CN}]{{1,5}}(?![{CN}])"
LABEL = (
    f"(?:第|{POSITION}第)?"
    f"(?:{POSITION}?+(?:{DIGITS}|{CHINESE})|临?[{STEMS}]{DIGITS}|{LETTERED}|[{STEMS}])"
)
DASH = r"(?:--?|~|至|到|(?<=\d)一(?=\d))"
"""Between two digits the numeral one is a dash that was typed otherwise: 3一5梯."""
COMMA = "[、,./和与及]"
PAIR = r"(?<![\dA-Za-z])[A-Za-z]?\d{1,4}-\d{1,4}"
RANGE_WORD = "(?:号楼|号|栋|幢|座|单元|门|层|楼|排|组|期|区|室|户|巷)"


def listed(words: str = "") -> str:
    """A label list whose ranges may repeat one of ``words``: 63号至76号楼, 3-1到3-17号楼.

    Other words part the ends of a longer span (1排1号至2排17号), which is no list.
    """
    word = f"(?:{words})?" if words else ""
    element = f"(?:{PAIR}{word}(?:--|~|至|到){PAIR}|{LABEL}(?:{word}{DASH}{LABEL})?)"
    return f"{element}(?:{COMMA}{element}){{0,60}}+"


BUILDING = (
    "(?:#楼|#栋|#(?!街坊|门面|门市|商铺|底商)|(?:号|#)(?:高层|住宅|公寓|宿舍|家属|教学|学生|办公)楼|号栋楼|栋楼|号楼|号栋|号幢|号座|栋|幢|座"
    "|号(?=(?:[东南西北中甲乙丙丁]|\\d{1,2})单元)|楼(?=(?:[东南西北中甲乙丙丁]|\\d{1,2}|[一二三四五六七八九十])单元)"
    "|(?<=\\d)(?=[一二三四五六七八九十]{1,2}单元))(?:(?<=[栋幢座楼])之(?:\\d{1,2}|[一二三四五六七八九十]))?"
)
"""A number needs no suffix before a unit in numerals (609二单元)."""
UNIT = (
    f"(?:单元(?:楼|门)?|单(?=[{STOP}]|$)|门栋|号门洞?(?![市面])"
    "|门(?![市面口卫诊牌店头脸球])|梯位?|楼门(?![市面房]))"
)
NUMBER = (
    "(?:(?:之(?:\\d{1,3}|[一二三四五六七八九十]{1,3}))?号(?!线|工地|口|公馆|公园|园|地块|桥|立交"
    "|站|井|坑|矿|车间|仓库|厂房|机组|泵|渠|码头|厅|馆|店|城|府"
    "|院|大院|小院|街坊|小区|别墅|庄园|花园|温泉|会所|商铺|门面|门市|生活区)"
    "|(?<=\\d)(?=附\\d{1,4}(?!\\d|栋|幢)))"
)
"""A number with an annex needs no 号 (16附2)."""
YARD = r"(?:号(?:大院|小院|院(?!子)|街坊)|大院|(?<=\d)院(?![校士内子])|弄(?:\d{1,4}支?弄)?)"
SUBNUMBER = (
    r"(?:(?:及?之(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:至[一二三四五六七八九十]{1,3}(?!号))?"
    r"(?!路|街|巷|楼|层|室|号))|附\d{1,4}号?"
    rf"|(?<=号)[甲乙丙丁](?![{STEMS}栋幢座单楼A-Za-z\d])){{0,3}}"
)
QUARTER = "(?:[东南西北]侧?)?(?:平房(?:区|院落?)?|别墅区)"
SIDE = "(?:东南|东北|西南|西北|外[东南西北]|新[东南西北]|[东南西北中前后上下内外老旧])"
NAMED_BUILDING = (
    f"(?=[东南西北中前后主副新老塔单高综附小])(?:(?<=[{COMPLEX_END}司局所校行心场])|(?<=号楼[、和])|(?<=[东南西北]楼[、和]))"
    "(?:[东南西北][主副塔]|[东南西北中前后主副新老塔]|单身|高层|综合|附|小[二三四五])楼(?![村镇街乡庄道梯])"
    "|(?=[东南西北中前后]座)(?:(?<=[厦心场城寓号])|(?<=座[和、]))[东南西北中前后]座"
    "(?![^和与及、,;。/| \\n:()\\d第])"
    "|[二三四五六]层小?楼"
    "|(?<=[区院园厂司所校期部场])\\d{1,3}号(?:厂房|车间|仓库|库房)(?![^、,;。/| \n:()\\d])"
)
