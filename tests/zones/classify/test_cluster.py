"""The same parts on a Dask cluster: the same bytes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from zones.classify import sources
from zones.models import City


def test_a_cluster_makes_the_same_bytes(
    classify: Callable[..., dict[str, Any]],
    people: Path,
    tmp_path: Path,
    city: City,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sources, "ROWS_A_PART", 4)
    known_at = ("--known-at", "2200-01-01T00:00:00+08:00", "--window", "P7D")
    classify(people, tmp_path / "here.parquet", *known_at)
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=True, dashboard_address=None
    ) as cluster:
        classify(people, tmp_path / "far.parquet", *known_at, "--dask", cluster.scheduler_address)
    assert (tmp_path / "far.parquet").read_bytes() == (tmp_path / "here.parquet").read_bytes()
    assert not (tmp_path / "far.parquet.parts").exists()
