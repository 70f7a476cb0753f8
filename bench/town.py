"""A synthetic city with ten years of notices, in memory."""

import pickle
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from zones.gazetteer.index import Index
from zones.gazetteer.indexing import make
from zones.risk.regimes import SHANGHAI
from zones.serving.heads import Heads
from zones.serving.history import Declared, Held, Rows
from zones.serving.records import BEGINNING, END, Fetched, Mark, Pool, micros, table
from zones.serving.snapshot import Ground, Snapshot
from zones.synthetic.citizens import Citizens
from zones.synthetic.files import read_counties
from zones.synthetic.rows import source
from zones.synthetic.town import build

SEED = Path(__file__).resolve().parent.parent / "seed" / "taiyuan" / "districts.geojson"
BEGAN = datetime(2016, 1, 1, tzinfo=SHANGHAI)
DAYS = 3650
AT = BEGAN + timedelta(days=DAYS - 1)
IN_FORCE = 400
STRETCHES = 40_000


@dataclass(frozen=True, slots=True)
class Town:
    """A snapshot, and what people write."""

    snapshot: Snapshot
    texts: list[str]

    def save(self, path: Path) -> None:
        """For a server that is started to be measured."""
        path.write_bytes(pickle.dumps(self, protocol=pickle.HIGHEST_PROTOCOL))


def town(*, seed: int, scale: float, questions: int) -> Town:
    """The city with ``IN_FORCE`` zones at ``AT``; every district is vouched for."""
    counted = list(build(read_counties(SEED), seed=seed, scale=scale))
    index = make(source(counted))
    texts = [q.text for q in Citizens(counted, seed + 1).questions(questions)]
    ground = Ground(index, outlines=None)  # type: ignore[arg-type]
    return Town(
        Snapshot.of(Heads(STRETCHES, AT, 0, 0), ground, _rows(index, random.Random(seed))), texts
    )


def _rows(index: Index, chance: random.Random) -> dict[str, Rows]:
    """Zones that begin one after the other, each as long as ``IN_FORCE`` of them take."""
    pool = Pool()
    step = timedelta(days=DAYS) / STRETCHES
    of: dict[str, list[Fetched]] = {d.code: [] for d in index.districts}
    for number in range(STRETCHES):
        place = chance.randrange(len(index))
        start = BEGAN + number * step
        end = micros(start + IN_FORCE * step)
        id = UUID(int=chance.getrandbits(128)).bytes
        notice = {
            "kind": "notice",
            "year": start.year,
            "number": number // 25,
            "sequence": number // 25,
            "url": f"/notices/{start.year}/{number // 25}/",
        }
        of[index.district_of(place).code].append(
            Fetched(
                number, id, id, False, "", micros(start), end, micros(start), None,
                micros(start), "high", index.name_of(place), notice, notice,
                (Mark(index.columns.id_of(place), "", True),),
            )
        )  # fmt: skip
    vouched = (Held(BEGINNING, END, BEGINNING, END, Declared(())),)
    return {code: Rows(table(rows, pool), pool, vouched) for code, rows in of.items()}
