"""The database guards the ledger, whoever asks and however."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from notices.ledger.values import Action
from notices.models import Binding, Entry, EntryPlace, Issuer, Notice
from notices.services import Refused, publish_notice
from tests.ground import DAY, T0, entry, people, publish, small_city, vouch
from zones.models import District

LEDGER = (
    "notice",
    "entry",
    "entryplace",
    "binding",
    "coveragedeclaration",
    "unvouchedplace",
    "issuer",
)


@pytest.fixture
def district(db: None) -> District:
    return small_city().districts.get(name="小店区")


def refused(statement: str) -> str:
    with (
        pytest.raises(DatabaseError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    return str(caught.value)


@pytest.mark.parametrize("table", LEDGER)
def test_truncate_is_refused_even_to_the_owner(table: str, db: None) -> None:
    assert "Cannot truncate" in refused(f"TRUNCATE notices_{table} CASCADE")


def test_update_and_delete_are_refused_even_to_the_owner(district: District) -> None:
    first = publish(194, entry(district, "水木云天小区"))
    release = entry(
        district, "水木云天小区", action=Action.RELEASE, at=T0 + DAY, binds=(first.entries.get(),)
    )
    publish(195, release)
    vouch(district)
    for table in ("notice", "entry", "entryplace", "binding", "coveragedeclaration", "issuer"):
        assert "Cannot update" in refused(f"UPDATE notices_{table} SET id = id")
        assert "Cannot" in refused(f"DELETE FROM notices_{table}")


def test_the_servers_role_may_not_update_delete_or_truncate(
    district: District, as_application_role: Callable[[], AbstractContextManager[None]]
) -> None:
    publish(194, entry(district, "水木云天小区"))
    for statement in (
        "UPDATE notices_entry SET text = '甲'",
        "DELETE FROM notices_entry",
        "TRUNCATE notices_entry CASCADE",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            as_application_role(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_servers_role_can_publish(
    district: District, as_application_role: Callable[[], AbstractContextManager[None]]
) -> None:
    with as_application_role():
        notice = publish(194, entry(district, "水木云天小区"))
    assert notice.sequence == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_added_to_a_published_act() -> None:
    district = small_city().districts.get(name="小店区")
    notice = publish(194, entry(district, "水木云天小区"))
    later = entry(district, "书林苑小区")
    fields = {
        "notice": notice,
        "ordinal": 2,
        "action": "designate",
        "level": "high",
        "district": district,
        "text": "书林苑小区",
        "effective_from": T0,
    }
    with pytest.raises(DatabaseError, match="published act"):
        Entry.objects.create(**fields)
    with pytest.raises(DatabaseError, match="published act"):
        EntryPlace.objects.create(
            entry=notice.entries.get(), place=later.marks[0].place, covered=True
        )
    with pytest.raises(DatabaseError, match="published act"):
        Binding.objects.create(release=notice.entries.get(), designation=notice.entries.get())


@pytest.mark.django_db(transaction=True)
def test_publishers_racing_get_sequences_without_gap_or_repeat() -> None:
    district = small_city().districts.get(name="小店区")
    entries = [entry(district, f"测试花园{n}号楼") for n in range(1, 9)]
    people()
    start = threading.Barrier(4)
    failures: list[BaseException] = []

    def work(worker: int) -> None:
        try:
            start.wait(timeout=30)
            for number in (worker * 2, worker * 2 + 1):
                publish(100 + number, entries[number])
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    recorded = list(Notice.objects.order_by("sequence").values_list("sequence", "recorded_at"))
    assert [s for s, _ in recorded] == list(range(1, 9))
    times = [t for _, t in recorded]
    assert times == sorted(set(times))


def test_the_same_number_is_published_once(district: District) -> None:
    publish(194, entry(district, "水木云天小区"))
    with pytest.raises(Refused, match="2022年第194号通告已经入账"):
        publish(194, entry(district, "书林苑小区"))
    publish(194, entry(district, "书林苑小区"), issuer="另一机关")
    assert Issuer.objects.count() == 2


def test_a_refused_notice_leaves_nothing_behind(district: District) -> None:
    publish(194, entry(district, "水木云天小区"))
    before = (Notice.objects.count(), Entry.objects.count(), EntryPlace.objects.count())
    with pytest.raises(Refused):
        publish(194, entry(district, "书林苑小区"))
    assert before == (Notice.objects.count(), Entry.objects.count(), EntryPlace.objects.count())


def test_who_enters_does_not_publish(district: District) -> None:
    clerk, _ = people()
    head_of = publish(194, entry(district, "水木云天小区"))
    with pytest.raises(Refused, match="另一人"):
        publish_notice(
            head=_head(),
            entries=[entry(district, "书林苑小区")],
            entered_by=clerk,
            published_by=clerk,
        )
    with pytest.raises(IntegrityError, match="notice_seen_by_four_eyes"), transaction.atomic():
        Notice.objects.create(
            kind="notice",
            issuer=head_of.issuer,
            year=2022,
            number=1,
            issued_on=T0.date(),
            title="x",
            entered_by=clerk,
            published_by=clerk,
        )


def test_a_release_binds_to_an_earlier_notice_only(district: District) -> None:
    earlier = publish(193, entry(district, "水木云天小区")).entries.get()
    release = entry(district, "水木云天小区", action=Action.RELEASE, at=T0 + DAY, binds=(earlier,))
    released = publish(194, release).entries.get()
    with pytest.raises(Refused, match="只能对应划定条目"):
        publish(
            195,
            entry(district, "水木云天小区", action=Action.RELEASE, at=T0 + DAY, binds=(released,)),
        )


def test_an_entry_without_a_place_is_refused(district: District) -> None:
    from dataclasses import replace

    nowhere = replace(entry(district, "水木云天小区"), marks=())
    with pytest.raises(Refused, match="没有对应的地点"):
        publish(194, nowhere)


def _head() -> object:
    from notices.services import NoticeHead

    return NoticeHead("机关", 2022, 196, T0.date(), "通告", "文本")
