"""The national vocabulary of divisions."""

from zones.address import divisions
from zones.address.values import Level


def test_the_districts_of_taiyuan_have_their_codes() -> None:
    codes = {d.code: d.name for d in divisions.ALL if d.code.startswith("1401")}
    assert codes["140100"] == "太原市"
    assert codes["140105"] == "小店区"
    assert codes["140181"] == "古交市"
    assert len(codes) == 11


def test_a_shared_name_gives_every_division_that_bears_it() -> None:
    assert len(divisions.find("朝阳区")) == 2
    assert divisions.find("没有区") == ()


def test_codes_are_unique_and_of_six_digits() -> None:
    codes = [division.code for division in divisions.ALL]
    assert len(set(codes)) == len(codes) > 3000
    assert all(len(code) == 6 and code.isdigit() for code in codes)


def test_short_names_are_kept_only_where_they_name_one_division() -> None:
    assert divisions.short_names(Level.CITY)["太原"] == "太原市"
