"""Stretches of ground that no rung of the tree names (区域): kept whole as text.

Three shapes: bounds (东至…西至…, …以东…以北, …合围区域), the rest of a place once the
zones are taken out (除高风险区外的其他地区), and surroundings (周边50米).
"""

import re

from zones.address.lexicon import STOP

_SIDE = "(?:东南|东北|西南|西北|东|西|南|北)"
_ENCLOSED = "(?<!联)合围|围合|围成|所围|围城(?![东南西北路街大])|区间(?=[两沿之内]|\\W|$)"
ENCLOSED = re.compile(_ENCLOSED)
"""Behind a list it makes one area of the whole list (A路、B路、C路合围区域)."""
ENCLOSED_ENDS = re.compile(
    f"(?:{_ENCLOSED})(?:"
    f"(?:的|的?(?:区域|范围|片区|地区|处))?(?=[、,;])|的?区域(?=[^{STOP}内的及和与除以所\\d]{{2}}))"
)
"""Where such an area ends, if the list goes on behind it."""
BOUNDS = re.compile(
    f"四至(?:范围)?|(?<![\\d年月日])[前后左右]至(?=[^、,;。]{{2}})|《[^》]*》|{_SIDE}[侧面边端部]?(?:[:]?(?:至|起|到)(?!.{{0,2}}号楼)|临)|以{_SIDE}(?!\\d)|{_ENCLOSED}|连线|"
    "之间(?:区域|片区|的)"
)
ALONG = re.compile("[沿从自向]|起点")
ALL_AROUND = re.compile("四至")
"""It announces bounds that run on to the end of the text, whatever parts them."""
MEETS = re.compile(
    f"(?:四至(?:范围)?:?)?(?<!以)(?:{_SIDE}[侧面边端部]?(?:[:]?(?:至|起|到)|临)|[前后左右]至)"
)
"""A bound that begins the area itself; the other kinds end a phrase of it (X路以东)."""

_REST = (
    "(?:的|内)?(?:所有|全部)?(?:其他|其它|其余|剩余)?(?:所有)?"
    "(?:区域|地区|片区|部分|楼栋|楼宇|楼门|楼|单元|住户|范围)?"
)
_OUT = "(?:以外|之外|除外|以区外|外)"
RESIDUAL = re.compile(
    f"(?:内)?除[^();。]{{0,30}}?风险[^();。]{{0,10}}?(?:{_OUT}{_REST}|的?(?:其他|其它|其余)(?:区域|地区|片区))"
    f"|(?:除外)?(?:内)?[高中低]{{1,3}}(?:、[高中低]{{1,2}})?风险(?:区|区域|地区|单元|楼栋|楼门|楼)?{_OUT}{_REST}"
    "|(?:除|除外)(?:原)?[高中低、]{1,4}风险(?:区域|地区|区)?"
    "|(?:其余|其他|其它)(?:区域|地区|片区|部分|楼宇|楼栋|楼门|楼|单元)"
    "|(?:部分|局部)(?:区域|片区|地区)"
)
NEAR = re.compile(
    "所在(?:网格|片|区域)[^、,;。:()]{0,10}|(?:左右)?(?:周边|周围|附近|四周|方圆|半径|两侧|斜?对面|旁边?|沿线|背后|后面|前面)[^、,;。:()]{0,40}"
    "|\\d{1,4}米(?:范围|半径)?内?"
)
DISTANCE = re.compile(f"[向往]?{_SIDE}(?:侧|面|边|方向)?\\d{{1,4}}米(?:处|范围)?内?")
"""How far from the place before it something lies: 西220米, 西南40米处."""
