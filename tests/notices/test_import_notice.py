"""The desk's path from the shell: it rehearses, and records only what is settled."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from notices.models import Draft, Entry, Notice
from tests.ground import T0, entry, people, publish, small_city
from tests.notices.desk.test_desk import TEXT
from zones.models import City, Place

AT = ("--effective-from", T0.isoformat())
BY = ("--user", "clerk", "--publisher", "publisher", "--commit")


@pytest.fixture
def city(db: None) -> City:
    people()
    return small_city()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "194.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_rehearsal_tells_and_writes_nothing(
    city: City, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(188, entry(city.districts.get(name="小店区"), "晋阳紫城小区", at=T0.replace(day=20)))
    before = (Notice.objects.count(), Draft.objects.count(), Place.objects.count())
    call_command("import_notice", str(file), *AT)
    assert "2022年第194号 新增2 解除1 新地点2 未对应0" in capsys.readouterr().out
    assert before == (Notice.objects.count(), Draft.objects.count(), Place.objects.count())


def test_with_commit_it_is_recorded_as_the_named_people(city: City, file: Path) -> None:
    publish(188, entry(city.districts.get(name="小店区"), "晋阳紫城小区", at=T0.replace(day=20)))
    call_command("import_notice", str(file), *AT, *BY)
    notice = Notice.objects.get(number=194)
    assert (notice.entered_by_name, notice.published_by_name) == ("clerk", "publisher")
    assert notice.origin == "194.txt"
    assert Entry.objects.filter(notice=notice).count() == 3


def test_a_doubt_keeps_it_out_until_it_is_accepted_by_name(
    city: City, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="not everything"):
        call_command("import_notice", str(file), *AT, *BY)
    assert not Notice.objects.exists()
    (name,) = [
        line.split()[1].rstrip(":")
        for line in capsys.readouterr().err.splitlines()
        if "unmatched-release" in line
    ]
    call_command("import_notice", str(file), *AT, *BY, "--accept", name)
    assert Notice.objects.get().accepted[0]["finding"] == name


def test_what_at_once_means_is_asked_for(
    city: City, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError):
        call_command("import_notice", str(file))
    assert "give --effective-from" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "returncode"),
    [
        (("--commit",), 2),
        (("--effective-from", "2022-11-30"), 2),
        ((*AT, "--user", "clerk", "--publisher", "nobody", "--commit"), 1),
        ((*AT, "--user", "clerk", "--publisher", "clerk", "--commit"), 1),
    ],
)
def test_wrong_usage_is_refused(
    city: City, file: Path, arguments: tuple[str, ...], returncode: int
) -> None:
    publish(188, entry(city.districts.get(name="小店区"), "晋阳紫城小区", at=T0.replace(day=20)))
    with pytest.raises(CommandError) as caught:
        call_command("import_notice", str(file), *arguments)
    assert caught.value.returncode == returncode
    assert Notice.objects.count() == 1


def test_a_file_that_is_not_there_or_not_text_is_refused(city: City, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"absent\.txt"):
        call_command("import_notice", str(tmp_path / "absent.txt"))
    binary = tmp_path / "binary.txt"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="codec"):
        call_command("import_notice", str(binary))
