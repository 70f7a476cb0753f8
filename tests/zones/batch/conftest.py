"""A small synthetic town, made once."""

from pathlib import Path

import pytest

from zones.gazetteer.index import Index
from zones.gazetteer.indexing import make
from zones.synthetic.citizens import Citizens
from zones.synthetic.files import read_counties
from zones.synthetic.rows import source
from zones.synthetic.town import build

DISTRICTS = Path(__file__).resolve().parents[3] / "seed" / "taiyuan" / "districts.geojson"


@pytest.fixture(scope="package")
def town() -> tuple[Index, list[str]]:
    """The gazetteer of the town, and what its people write."""
    counted = list(build(read_counties(DISTRICTS), seed=7, scale=0.004))
    texts = [question.text for question in Citizens(counted, 8).questions(1_000)]
    return make(source(counted)), texts
