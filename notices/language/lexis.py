"""The words that the grammar knows, as patterns over the page's normal form.

Only words stand here; what they mean in order is said by the productions that use them.
"""

import re

from notices.language.values import RiskLevel

NUM = r"(?:\d{1,4}|[一二两三四五六七八九十百零]{1,5})"
UNIT = r"(?:个|处|地|片|户|家|栋|条|项|例)"
COUNT = rf"(?:共有?|共计|合计|总计|计)?{NUM}{UNIT}"

_LEVEL_LETTERS = r"(?:[高中低](?:(?:、|,|和|及|与|或)?[高中低]){0,2})"
ZONE = (
    rf"(?:{_LEVEL_LETTERS}(?:等)?(?:疫情)?风险(?:等级)?(?:地区|区域|点位|区|地|点)?"
    r"|(?:临时)?(?:封控|管控|防范)区(?:域)?"
    r"|(?<=为)(?:封控|管控|防范)(?=的(?:小区|区域|楼栋|村)))"
)
"""A level named as a zone: 高风险区, 中高风险地区, 封控区."""

ZONE_RE = re.compile(ZONE)

BECOME = (
    r"(?:重新|新|分别|统一|全部|依次|均|再次|又|一并|相应|正式|继续)*(?:调整|划定|划分|划归|划入|划|列入|列|确定|核定|界定|认定|判定|设定|设立|设|定|升级|提升|"
    r"上调|调升|调高|升|降级|降低|下调|调降|调低|降|转|变更|改|更新|恢复|纳入)(?:成为|为|成|至|到|入)?"
)
"""A verb whose object is the level that a place gets."""

OPENING = (
    r"(?:新增加?|新划定|新增划定|新划|新设|新列|增设|增加|划定|设定|划分|设立|确定|公布|解除|取消|撤销|"
    r"终止|调整|降级|降低|下调|调降)"
)
"""A verb that announces a list of zones of a level."""

RELEASING = re.compile(r"解除|取消|撤销|终止|降|下调|调低")
RAISING = re.compile(r"升|上调|调高|新|增|设|划|列|核定|界定|认定|判定|纳入")

HEADING_SUFFIX = re.compile(
    r"(?:区|县|市|旗|镇|乡|街|团|场|街道|街道办事处|街道办|办事处|地区|管委会|新城|苏木|农场|林场|州|盟|园|港)"
)

SUBJECT_WORDS = (
    r"同时|另外|此外|其中|另|并|现|决定|研究|经|自|从|于|起|将|把|对|有|以下|下列|如下|原有?|部分|"
    r"我[省市县区州旗盟镇]|全[省市县区州旗盟]|本[市县区]|即日|今日|昨日|当日|已|拟|再|又|的|内|辖区内?|辖区|"
    r"新一轮|第[一二三四五六七八九十\d]+批|现有|各|区域|点位|地区|地点|小区|场所|[一二三四五六]是|风险区?|公布|划定|新增|确定"
)
"""What may stand between the start of a clause and its act without being a place."""

NUMBERING = (
    r"(?:(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.:]|"
    r"\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)[、.]?|[①-⑳]|附?表(?:[一二三四五]|\d)[、.:]?|第[一二三四五六七八九十]{1,3}[,、:])"
)
NUMBERING_RE = re.compile(NUMBERING)

DATE = (
    r"(?:(?:20\d\d|二[〇零]二[〇零一二三])年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]"
)
CLOCK = (
    r"(?:[上下]午|凌晨|中午|晚)?(?:(?:\d{1,2}|[零一二三四五六七八九十]{1,3})(?:时(?:\d{1,2}分|整|许)?"
    r"|点(?:\d{1,2}分|整|半)?)|\d{1,2}:\d{2}(?:分)?)"
)
MOMENT = rf"(?:{DATE}(?:\([^()]{{1,6}}\))?(?:{CLOCK})?|(?:20\d\d年)?\d{{1,2}}[日号](?:{CLOCK})?)"

STANDING = re.compile(
    r"截至|截止|截\d|目前|现有|共有|现共|累计|尚有|仍有|剩余|保留|全[省市县区州](?:现|共)|共设定|调整后|仍为|维持|"
    r"一览|汇总|更新后|最新名单|风险区名单"
)
"""Words of a state (what holds), where an act says what changes."""

STANDING_SENTENCE = re.compile(r"截至|截止|截\d|现有|共有|现共|累计|尚有|仍有|共设定")
"""Words of a state that hold for their whole sentence."""

RULE = re.compile(
    r"例如|比如|譬如|所有|解除后|不再|不得|原则上|病例|感染者|仍$|仍为|连续\d+天|无新增|符合|达到|期满|满\d+[天日]|标准的|条件的|经评估后|后方可|可(?:降|调整|解除)|"
    r"的(?:判定|划定|解除)标准"
)
"""Words of a rule about levels, not of an act."""

HISTORY = re.compile(r"此前|先后|曾(?!某)|已于|已将|原于")

REST = re.compile(r"其[他它余]|(?<!解)除[^()]{0,60}?外|剩余|之外|以外的?区域")

PROSE = re.compile(
    r"实行|执行|采取|落实|严格|严禁|按照|依照|根据|依据|特此|以上|上述|措施|疫情|核酸|防控|"
    r"即日起|起执行|起实施|施行|责任编辑|[编责校]辑?[::]|编辑[::]|责编|来源|记者|至此|清零|PART|本报讯|返回|首页|上一[篇条页]|"
    r"下一[篇条页]|版权|微信|公众号|扫码|电话[::]|附件[::\d]|监督电话|举报|广大(?:市民|居民|群众|人民|旅客)|"
    r"市民朋友|居民朋友|旅居史|出行|调整后|风险等级|通告|公告|通报|指挥部|领导小组|连续\d|无新增|由于|"
    r"如有|及时|自觉|予以|有关|规定|分类管理|管控要求|管理要求|外出|倡导|本文标签|标签:|相关阅读|为您推荐|"
    r"猜你喜欢|THEEND|不变|请[^示愿家]|需[^求]|应当|必须|不得|实施[^路街]|主办单位|承办单位|备案号|ICP|http|www|"
    r"阅读[量:次]|点击量|浏览|分享|字体|打印|关闭|收藏|发布|20\d\d[-/年]\d|常态化|恢复|感染者|病例|流调|专家|"
    r"落实|人员|足不出|错峰|个人防护|避免聚集|上门服务|封控|管控|非必要|跨市|区域范围|截至|截止|共有|"
    r"另行|适时|动态调整|时间:|日期:|作者:|转载|解释|特别提醒|温馨提示|注:|备注"
)
"""Words of sentences, not of places. A place that has one is never dropped unseen."""

ONLY_DATE = re.compile(rf"\(?(?:{DATE}|20\d\d[-/]\d{{1,2}}[-/]\d{{1,2}})")

PLACE_TAIL = re.compile(
    r"(?:号|楼|栋|幢|座|单元|室|户|层|区|院|村|庄|屯|寨|里|弄|巷|路|街|道|苑|园|城|府|湾|小区|社区|宿舍|"
    r"广场|大厦|公寓|酒店|宾馆|旅馆|超市|市场|公司|厂|店|学校|中学|小学|大学|医院|组|队|社|坊|居|庭|墅|"
    r"门|梯|段|期|轩|阁|馆|站|所|局|站点|中心|平房|工地|镇|乡|\d|\))$"
)
"""How places end. A doubt about a line that ends so must be shown, not settled."""

STRONG_TAIL = re.compile(
    r"(?:单元|号楼|\d[栋幢座]|\d号院?|[小家]区|宿舍|[一-鿿]村(?<!本村)|\d[排组期]|[院苑])[。;,)]*$"
)
"""How only places end: words that end so are never left out unseen."""

PLACE_WORD = re.compile(
    r"[一-鿿A-Za-z0-9]{0,14}?(?:街道|镇|乡|村|社区|小区|路|街|巷|号|楼|栋|幢|座|单元|区|县|院|苑|园|城|府|庄|湾|组|厂|店|宿舍|"
    r"大厦|广场|公寓|酒店|宾馆|市场|公司|学校|医院|中心|馆|堡|堂|轩|阁|居|庭|墅|坊|里|弄|屯|寨|基地|站|所|局|银行|支行|园|餐厅|"
    r"饭店|工地|仓库|商城|商场|超市|新村|山庄|营|桥|口|区域|片区|楼宇|平房|排|队|社|段|岛|嘎查|村委|网格)"
)
"""A word that makes a place of what stands before it."""

VAGUE = re.compile(
    r"[^,、。;等]{0,40}(?:多|\d{1,3})[地处]$|"
    r"[^,。;]{0,60}?(?:部分|这些|多个|多地|相关|有关|以下|下列|上述|以上|涉及的?)"
    r"(?:区域|地区|地点|地方|小区|点位|场所|高?中?低?风险区)?(?:的)?$"
)
"""Not a place: 部分区域, 以下地区."""

VAGUE_TAIL = re.compile(
    r"(?:部分|这些|多个|多地|相关|有关|以下|下列|上述|以上|涉及的?|\d{1,3}[地处]|多[地处])"
    r"(?:区域|地区|地点|地方|小区|点位|场所)?(?:的)?[,、;:]?$"
)

_ZONE_LEVELS = {"封": RiskLevel.HIGH, "管": RiskLevel.MEDIUM, "防": RiskLevel.LOW}
_LETTERS = {"高": RiskLevel.HIGH, "中": RiskLevel.MEDIUM, "低": RiskLevel.LOW}


def levels(zone: str) -> tuple[RiskLevel, ...]:
    """The levels that the words of a zone name, in order: 中高风险区 is two."""
    if "风险" in zone:
        return tuple(_LETTERS[c] for c in zone[: zone.index("风险")] if c in _LETTERS)
    return tuple(_ZONE_LEVELS[c] for c in zone if c in _ZONE_LEVELS)[:1]
