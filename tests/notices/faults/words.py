"""Notices made up for the faults, in the words of real ones."""

from tests.ground import ISSUER

DISTRICT = "小店区"


def write_text(number: int, designated: list[str], released: list[str]) -> str:
    """A notice in the words of real ones; 900 a year, since the reader takes no long numbers."""
    lists = [("新增高风险区", designated), ("调整为低风险区", released)]
    counts = "，".join(f"{title}{len(items)}个" for title, items in lists if items)
    paragraphs = [
        f"{sign}、{title}（{len(items)}个）\n\n{DISTRICT}（{len(items)}个）：{'，'.join(items)}。"
        for sign, (title, items) in zip("一二", [x for x in lists if x[1]], strict=False)
    ]
    return "\n\n".join(
        [
            f"{ISSUER}通告",
            f"（{2000 + number // 900}年第{number % 900 + 1}号）",
            "关于我市调整高风险区的通告",
            f"按照疫情防控有关规定，经专家组研判，即日起我市{counts}。具体如下：",
            *paragraphs,
            "特此通告。",
            ISSUER,
            "2022年11月28日",
        ]
    )
