"""The map of a printed notice: districts and the places named, as plain SVG (附图).

Drawn from the outlines that are known; a place without one is counted, never left out silently.
"""

from collections.abc import Iterable, Sequence

from django.template.loader import render_to_string

from notices.sheet import Sheet, around
from zones.models import District, Place

WIDTH = 640.0
MARGIN = 12.0
SMALL = 9.0
SIMPLER = 0.0008


def draw(districts: Sequence[District], named: Iterable[tuple[Place, str]]) -> str:
    """The map as SVG: each place in the manner of what is done to it (its kind)."""
    box = around(d.outline.extent for d in districts)
    sheet = Sheet.over(box, width=WIDTH, margin=MARGIN, small=SMALL)
    ground = [
        sheet.shape(d.name, "district", d.outline.simplify(SIMPLER, preserve_topology=True))
        for d in districts
    ]
    places = list(named)
    shapes = [sheet.shape(p.name, kind, p.outline) for p, kind in places if p.outline]
    context = {
        "width": WIDTH,
        "height": sheet.height,
        "ground": ground,
        "shapes": shapes,
        "undrawn": sum(p.outline is None for p, _ in places),
    }
    return render_to_string("desk/printed_map.html", context)
