"""A synthetic city (合成城市): names, numbers and outlines made up, in the style of real ones.

For benchmarks, the demonstration and tests only. Nothing in it is a fact about Taiyuan but
the ten districts, whose outlines are given to it. The same seed and scale make the same
city on every machine.

``make_city`` writes two files. ``places.parquet`` (GeoParquet, EPSG:4326) has everything
down to buildings, coarse rows before the finer ones that lie in them;
``units.csv`` (UTF-8) has the stairwells, which have no outline of their own.

=========  ==================================================================================
column     what it holds
=========  ==================================================================================
id         the external id of the place, unique in both files: ``140105-C0012-B3-U2``
parent     the external id of the place that it lies in; empty below a district
level      subdistrict, community, street, complex, section, building or unit
value      the value at its level, free of spelling: ``4``, ``A``, ``晋阳紫城小区``, ``8号院``
name       the official words at its own level: ``4号楼``, ``A座``, ``3单元``
district   the GB/T 2260 code of its district
street     the street, and the door number if known, of a complex; else empty
geometry   (places only) a polygon, longitude and latitude in degrees
=========  ==================================================================================
"""
