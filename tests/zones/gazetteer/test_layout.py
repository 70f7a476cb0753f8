"""The laws of the illustrative town: nesting, streets, borders, and nothing left to chance."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from zones.address.values import Level
from zones.gazetteer.layout import LayoutError, Node, lay_out

DISTRICTS = Path(__file__).parents[3] / "seed" / "taiyuan" / "districts.geojson"
CITY_CENTRE = (112.55, 37.87)
DRAWN = [
    Level.SUBDISTRICT,
    Level.COMMUNITY,
    Level.STREET,
    Level.AREA,
    Level.COMPLEX,
    Level.SECTION,
    Level.BUILDING,
    Level.UNIT,
]


@st.composite
def districts(draw: st.DrawFn) -> Polygon:
    """A star-shaped district near Taiyuan, some 2 to 30 km across, with bays and capes."""
    corners = draw(st.integers(3, 14))
    reach = draw(st.floats(0.02, 0.15))
    radii = np.array([reach * draw(st.floats(0.5, 1.0)) for _ in range(corners)])
    angles = 2 * np.pi * np.arange(corners) / corners
    return Polygon(
        np.column_stack([112.5 + radii * np.cos(angles), 37.9 + 0.8 * radii * np.sin(angles)])
    )


@st.composite
def forests(draw: st.DrawFn) -> tuple[Node, ...]:
    """Places of every level, nested in any sensible or senseless way."""
    prefix = draw(st.text("阳曲晋源A1", min_size=1, max_size=3))
    return tuple(
        tree(draw, f"{prefix}/{n}", draw(st.sampled_from(DRAWN)), 2)
        for n in range(draw(st.integers(1, 6)))
    )


def tree(draw: st.DrawFn, key: str, level: Level, depth: int) -> Node:
    finer = DRAWN[DRAWN.index(level) + 1 :] if depth else []
    count = draw(st.integers(0, 4)) if finer else 0
    children = (
        tree(draw, f"{key}/{n}", draw(st.sampled_from(finer)), depth - 1) for n in range(count)
    )
    return Node(key, level, tuple(children))


def families(forest: tuple[Node, ...]) -> Iterator[tuple[Node | None, tuple[Node, ...]]]:
    """Every parent with its children; the roots have none."""
    waiting: list[tuple[Node | None, tuple[Node, ...]]] = [(None, forest)]
    while waiting:
        parent, children = waiting.pop()
        yield parent, children
        waiting.extend((child, child.children) for child in children if child.children)


def keys(forest: tuple[Node, ...]) -> set[str]:
    return {child.key for _, children in families(forest) for child in children}


def backwards(node: Node) -> Node:
    return Node(node.key, node.level, tuple(backwards(child) for child in node.children[::-1]))


def buildings(key: str, count: int, units: int) -> tuple[Node, ...]:
    return tuple(
        Node(
            f"{key}/{n}",
            Level.BUILDING,
            tuple(Node(f"{key}/{n}/{u}", Level.UNIT) for u in range(units)),
        )
        for n in range(count)
    )


def complexes(count: int) -> tuple[Node, ...]:
    return tuple(Node(f"院{n}", Level.COMPLEX, buildings(f"院{n}", n % 4, 3)) for n in range(count))


def metres(outlines: Sequence[shapely.Geometry] | Mapping[str, shapely.Geometry]) -> gpd.GeoSeries:
    return gpd.GeoSeries(outlines, crs=4326).to_crs(4508)


@pytest.fixture(scope="module")
def taiyuan() -> gpd.GeoSeries:
    return gpd.read_file(DISTRICTS).set_index("code").geometry


@settings(max_examples=20, deadline=None)
@given(districts(), forests())
def test_every_place_is_drawn_within_its_parent_and_the_roots_within_the_district(
    district: Polygon, forest: tuple[Node, ...]
) -> None:
    town = lay_out(district, forest)
    assert set(town) == keys(forest)
    for parent, children in families(forest):
        around = town[parent.key] if parent else district
        for child in children:
            assert around.contains_properly(town[child.key])


@settings(max_examples=20, deadline=None)
@given(districts(), forests())
def test_siblings_have_a_street_between_them(district: Polygon, forest: tuple[Node, ...]) -> None:
    town = lay_out(district, forest)
    for _, children in families(forest):
        outlines = [town[child.key] for child in children]
        for n, one in enumerate(outlines):
            assert all(one.distance(other) > 0 for other in outlines[n + 1 :])


@settings(max_examples=20, deadline=None)
@given(districts(), forests())
def test_outlines_are_valid_wound_as_rfc_7946_wants_and_short(
    district: Polygon, forest: tuple[Node, ...]
) -> None:
    for outline in lay_out(district, forest).values():
        assert outline.is_valid
        assert outline.exterior.is_ccw
        assert len(outline.exterior.coords) == 5
        points = shapely.get_coordinates(outline)
        assert (points == np.round(points, 7)).all()


@settings(max_examples=20, deadline=None)
@given(districts(), forests())
def test_the_order_of_the_places_changes_nothing(
    district: Polygon, forest: tuple[Node, ...]
) -> None:
    turned = tuple(backwards(node) for node in forest[::-1])
    assert lay_out(district, turned) == lay_out(district, forest)


@pytest.mark.parametrize("code", ["140105", "140106", "140107", "140108", "140109", "140110"])
def test_a_town_of_220_complexes_fits_the_core_of_each_urban_district(
    taiyuan: gpd.GeoSeries, code: str
) -> None:
    forest = complexes(220)
    town = lay_out(taiyuan[code], forest, toward=CITY_CENTRE)
    roots = metres([town[root.key] for root in forest])
    district = metres([taiyuan[code]])[0]
    centre = metres([shapely.Point(CITY_CENTRE)])[0]
    assert roots.within(district.buffer(-30)).all()
    touching, touched = roots.sindex.query(roots.buffer(14), predicate="intersects")
    assert (touching == touched).all()
    assert roots.area.between(150 * 150 * 0.8, 420 * 420).all()
    beyond = roots.centroid.distance(centre) - district.distance(centre)
    assert beyond.median() < 6_000
    assert roots.centroid.x.std() > 700
    assert roots.centroid.y.std() > 700


def test_sizes_are_plausible(taiyuan: gpd.GeoSeries) -> None:
    forest = (
        *complexes(40),
        *(Node(f"社区{n}", Level.COMMUNITY) for n in range(20)),
    )
    town = lay_out(taiyuan["140109"], forest, toward=CITY_CENTRE)
    drawn = metres(town)
    for parent, children in families(forest):
        for child in children:
            low, high = {
                Level.COMMUNITY: (420, 900),
                Level.COMPLEX: (130, 420),
                Level.BUILDING: (20, 40),
                Level.UNIT: (10, 15),
            }[child.level]
            assert low <= drawn[child.key].area ** 0.5 <= high, (parent, child.key)


def test_a_unit_is_a_slice_as_deep_as_its_building(taiyuan: gpd.GeoSeries) -> None:
    (complex_,) = (Node("院", Level.COMPLEX, buildings("院", 1, 6)),)
    town = lay_out(taiyuan["140106"], (complex_,), toward=CITY_CENTRE)
    drawn = metres(town)
    units = sum(drawn[f"院/0/{n}"].area for n in range(6))
    assert 0.8 < units / drawn["院/0"].area < 1


def test_one_more_complex_moves_few_others(taiyuan: gpd.GeoSeries) -> None:
    before = lay_out(taiyuan["140107"], complexes(60), toward=CITY_CENTRE)
    for extra in ("新院", "又一新院", "第三新院"):
        forest = (*complexes(60), Node(extra, Level.COMPLEX))
        after = lay_out(taiyuan["140107"], forest, toward=CITY_CENTRE)
        moved = [root.key for root in complexes(60) if after[root.key] != before[root.key]]
        assert len(moved) <= 6


def test_a_district_in_two_pieces_is_used_piece_by_piece() -> None:
    pieces = shapely.union_all(
        [shapely.box(112.50, 37.80, 112.53, 37.82), shapely.box(112.56, 37.80, 112.59, 37.82)]
    )
    town = lay_out(pieces, complexes(30))
    assert all(pieces.contains_properly(outline) for outline in town.values())


def test_a_hamlet_shrinks_its_town_rather_than_spill_over() -> None:
    hamlet = shapely.box(112.500, 37.800, 112.505, 37.804)
    town = lay_out(hamlet, complexes(30))
    assert all(hamlet.contains_properly(outline) for outline in town.values())


def test_no_places_make_no_town(taiyuan: gpd.GeoSeries) -> None:
    assert lay_out(taiyuan["140106"], ()) == {}


def test_what_cannot_be_drawn_is_refused(taiyuan: gpd.GeoSeries) -> None:
    twice = (Node("院", Level.COMPLEX, (Node("院", Level.BUILDING),)),)
    with pytest.raises(LayoutError, match="share the key"):
        lay_out(taiyuan["140106"], twice)
    with pytest.raises(LayoutError, match="a city is not drawn"):
        lay_out(taiyuan["140106"], (Node("太原市", Level.CITY),))
    with pytest.raises(LayoutError, match="no room"):
        lay_out(shapely.box(112.5, 37.8, 112.500001, 37.800001), complexes(3))
