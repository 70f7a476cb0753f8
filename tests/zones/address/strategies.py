"""Texts for property tests: anything at all, and things that look like addresses."""

from hypothesis import strategies as st

ANYTHING = st.text(st.characters(codec=None, categories=None), max_size=60)
"""Every code point, lone surrogates included."""

_WORDS = st.sampled_from(
    [
        "太原市", "小店区", "北京市", "朝阳区", "小店", "太原", "平阳路", "街道", "镇", "社区",
        "村", "王村南街", "平阳路398号", "云路街", "8号院", "21号", "弄", "晋阳紫城", "小区",
        "下元二", "富力城八号园", "当代MOMA沿湖城", "二期", "2期", "Ⅱ期", "A区", "北区",
        "东园", "3组团", "平房区", "4号楼", "A1栋", "B座", "D04号楼", "3#", "甲",
        "丙栋", "1-5号楼", "1.2号楼", "63至76号楼", "B-D栋", "南楼", "10单元", "东单元",
        "三单元", "2梯", "3门", "1203室", "2404", "7-312", "4-10-1203",
        "半边户", "七层以上", "33层及以下两层", "底商", "1-1013商铺", "五组", "东四排",
        "第三网格", "双号22-30门", "（双号）", "附3号", "之一", "全域", "周边50米", "四至",
        "除", "除外", "以外", "外", "不含", "含底商", "及底商", "东至", "以东", "合围区域",
        "高风险区", "其他区域", "、", "，", "；", "。", "：", "/", "(", ")", "（",
        "）", "和", "与", "及", "以及", "至", "-", "—", "~", "的", "内", "號樓",
        "２号楼", "①", "\u3000", "\t", "\n", "\u200b", "《", "》", "“", "”",
        "+", "·",
    ]
)  # fmt: skip
ADDRESS_LIKE = st.lists(_WORDS, max_size=14).map("".join)
TEXTS = st.one_of(ADDRESS_LIKE, ADDRESS_LIKE, ANYTHING)
OFFSETS = st.integers(0, 10_000)
