"""How long a notice takes to read, in milliseconds of one core (best of several).

Notice 195, and made-up ones of 300 and 3,000 entries; the growth between the last two is
10 when it is linear. Needs no database.
"""

import argparse
import time
from pathlib import Path

from notices.language import parse

SEEDS = Path(__file__).resolve().parent.parent / "seed" / "taiyuan" / "notices"

DISTRICTS = ("小店区", "迎泽区", "杏花岭区", "尖草坪区", "万柏林区", "晋源区")
NAMES = ("晋阳紫城", "富力城东园", "浦东雅典小区", "太钢20小区", "红沟西小区", "鑫美天地")
HEAD = """太原市新型冠状病毒肺炎疫情防控工作领导小组办公室通告

（2022年第500号）

根据国务院联防联控机制优化疫情防控工作二十条措施，经专家组研判，即日起我市新增高风险区{count}个。具体为：

一、新增高风险区

"""
FOOT = "\n\n太原市新型冠状病毒肺炎疫情防控工作领导小组办公室\n2022年12月1日\n"


def notice(count: int) -> str:
    """A notice of ``count`` entries in six districts."""
    per, groups = count // len(DISTRICTS), []
    for district in DISTRICTS:
        items = (f"{NAMES[i % 6]}{i + 1}号楼{i % 5 + 1}单元" for i in range(per))
        groups.append(f"{district}（{per}个）：{'，'.join(items)}。")
    return HEAD.format(count=per * len(DISTRICTS)) + "\n\n".join(groups) + FOOT


def best(text: str, repeats: int) -> float:
    """The shortest of ``repeats`` readings, in milliseconds of one core."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        parse(text)
        times.append(time.process_time() - start)
    return min(times) * 1000


def run(options: argparse.Namespace) -> None:
    """Print one line for each text."""
    texts = [("notice 195", (SEEDS / "2022-195.txt").read_text(encoding="utf-8"))]
    texts += [(f"{n} entries", notice(n)) for n in (300, 3000)]
    took = {}
    for name, text in texts:
        parse(text)
        took[name] = best(text, 3 if len(text) > 10_000 else 20)
        print(f"{name:28}{len(text):8,} characters{took[name]:10.2f} ms")
    growth = took["3000 entries"] / took["300 entries"]
    print(f"growth from 300 to 3,000 entries: {growth:.1f} times (10 is linear)")
