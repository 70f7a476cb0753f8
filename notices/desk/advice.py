"""What to do about each kind of finding (处理办法), in one short sentence."""

DEFAULT = "对照原文核对；无误请确认，有误请改读、删去或补录。"
ADVICE = {
    "head-incomplete": "在页首补填（h）。",
    "number-taken": "这份通告已在账册中，无须再录；有错请用更正。",
    "unknown-district": "改读（e），选择本市区县。",
    "no-place-named": "改读（e），写明小区、街路或社区；不是条目的请删去（x）。",
    "several-places": "按数字键选择所指的一处。",
    "cannot-be-recorded": "改读（e），写明风险等级。",
    "amendment-lost": "重新选择对应的风险区。",
    "siting-moot": "核对所属；无误请确认（空格）。",
    "siting-contradicted": "重新选择层级与上级（w）。",
    "near-name": "是误写就按数字键采用已知地点；确是新地点请确认（空格）。",
    "unmatched-release": "勾选它所解除的风险区；确无对应请确认（空格），条目照样入账并计数。",
    "tied-by-hand": "人工对应须确认（空格）。",
    "exclusion-taken-whole": "除外的读法须确认（空格）。",
    "count-mismatch": "对照原文：漏读的请补录（a），误读的请删去（x）；通告本身数错的请确认。",
    "count-amended": "改动后数目不符，请再核对；无误请确认。",
    "sample": "通告只列出一部分，请确认。",
    "orphan-text": "是条目请补录（a），不是请确认。",
    "unread-act": "是条目请补录（a），不是请确认。",
    "district-carried": "核对所属区县，有误请改读（e）。",
    "district-unknown": "改读（e），选择区县。",
    "run-together": "改读第一处（e），其余补录（a）。",
    "odd-entry": "不是地点请删去（x），是地点请确认。",
    "headless": "改读（e），补全地名。",
    "direction-doubt": "核对是新增还是解除，有误请改读（e）。",
    "level-unknown": "核对风险等级，有误请改读（e）。",
    "second-notice": "只录一份通告：另一份请另行粘贴。",
}


def advice(code: str) -> str:
    """What a person can do about a finding."""
    return ADVICE.get(code, DEFAULT)
