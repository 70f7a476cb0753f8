"""Which characters are taken for one another (形近字、音近字).

Shapes are a table of those that names of places are made of; sounds come from pypinyin,
without tones, and with the finals and initials that Shanxi speech runs together.
"""

import os
import re
from collections import defaultdict
from collections.abc import Collection
from functools import cache, lru_cache

_GROUPS = """
    早旱 天夭夫无 明朗 城域成诚 福辐幅 辉晖挥 景憬影 锦绵棉 苑宛 园圆团 庭廷 亭享 家冢 嘉喜 泰秦奏
    和合 华毕 源原沅 润闰 金全 玉王主 云去 阳阴陌 光先 湖糊 御卸 瑞端 荣容 盛盐 康唐 宁宇 安按
    文交 兰三 蓝篮 龙尤 凤风 桥侨娇 松忪 林杯 青清情 河何 湾弯 居据 都部 海悔梅 桐铜 未末 土士
    己已巳 日曰 干千于 人入八 大太犬 东车 西酉 南献 北比 新薪 建健 设没 工土 农衣 乐东 学字
    府付 馆倌 厂广 机杌 械戒 器嚣 营菅 坡波坂 沟构 寨塞 堡保 岭玲 关美 滩摊 渠集 墙墒 塔搭
    美关羊 丽俪 佳住往 雅稚 名各 豪毫 半平 岛鸟 首道 地池 印卬 象像 绿录 洲州 邸底 座坐 里甲 台治
    轩斩 山出 水永 木本 石右 白自 柳抑 杨扬 槐愧 桃挑 杏否 枣束 梨犁 柏拍 红江 黄寅 黑墨 虎虚 马鸟
    牛午 银很 铁佚 沙抄 寺等 庙庚 古占 老考 高亮 低底 长张 圆园 义叉 仁仨 礼札 信倍 孝考 玖玺玫
    辐福 院阮 宿缩 舍含 旺汪 恒桓 晋普 汾纷 迎迥 泽择 尖尘 草革 坪评 万方 柏伯 徐涂 曲由 古右 交支
"""


@cache
def _shapes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in _GROUPS.split():
        for char in group:
            found.setdefault(char, set()).update(group)
    return {char: frozenset(group) for char, group in found.items()}


def same_shape(one: str, other: str) -> bool:
    """Whether one character is misread for the other."""
    return other in _shapes().get(one, ())


def same_sound(one: str, other: str) -> bool:
    """Whether the two characters sound alike in any of their readings."""
    return not sounds(one).isdisjoint(sounds(other))


class Alike:
    """Of some characters, those for which another is taken: by its shape or by its sound."""

    def __init__(self, chars: Collection[str]) -> None:
        self._chars = frozenset(chars)
        self._by_sound: dict[str, set[str]] = defaultdict(set)
        for char in self._chars:
            for sound in sounds(char):
                self._by_sound[sound].add(char)

    def to(self, char: str) -> frozenset[str]:
        """Those that ``char`` is taken for, without itself."""
        heard = (self._by_sound.get(sound, set()) for sound in sounds(char))
        seen = _shapes().get(char, frozenset()) & self._chars
        return seen.union(*heard) - {char}


_RUN_TOGETHER = (
    (re.compile("^([zcs])h"), r"\1"),
    (re.compile("ng$"), "n"),
    (re.compile("^n"), "l"),
)


@lru_cache(maxsize=8192)
def sounds(char: str) -> frozenset[str]:
    """The readings of a character; of what is none, itself."""
    # Few questions need the tables; those of phrases (40 MB) none does.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    if not "\u3400" <= char <= "\u9fff":
        return frozenset(char)
    readings = pinyin(char, style=Style.NORMAL, heteronym=True)[0]
    found = set()
    for reading in readings:
        for pattern, instead in _RUN_TOGETHER:
            reading = pattern.sub(instead, reading)
        found.add(reading)
    return frozenset(found)
