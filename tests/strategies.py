"""Small place trees for property tests: every leaf stands for one household."""

from itertools import product

from hypothesis import strategies as st

from zones.risk.extent import Extent, Lineage

FANOUT = ("d1",), ("A", "B", "C"), ("1", "2"), ("x", "y")

LEAVES: tuple[Lineage, ...] = tuple(product(*FANOUT))
PLACES: tuple[Lineage, ...] = tuple(
    sorted({leaf[:depth] for leaf in LEAVES for depth in range(2, 5)})
)

places = st.sampled_from(PLACES)
extents = st.dictionaries(places, st.booleans(), max_size=5).map(Extent.of)
some_extents = extents.filter(bool)


def households(extent: Extent) -> frozenset[Lineage]:
    """The leaves inside an extent, by asking each leaf's ancestors, deepest first."""
    marks = dict(extent.marks)
    inside = set()
    for leaf in LEAVES:
        verdict = False
        for depth in range(1, len(leaf) + 1):
            verdict = marks.get(leaf[:depth], verdict)
        if verdict:
            inside.add(leaf)
    return frozenset(inside)
