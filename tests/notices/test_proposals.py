"""Putting things right: every fault, what it changes, and two people for each."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from notices.corrections import AmbiguousPlace, Correction, Fault, from_json
from notices.ledger.orders import DistrictState
from notices.ledger.values import Action
from notices.models import Entry, Notice, Proposal
from notices.proposals import (
    Order,
    propose_correction,
    propose_order,
    record_proposal,
    rehearse_an_order,
    rehearse_correction,
    return_proposal,
    withdraw_proposal,
)
from notices.rehearsal import Rehearsal
from notices.services import Refused
from notices.verification import differences
from people.duties import Role
from tests.ground import DAY, HOUR, T0, entry, people, person, place, publish, small_city, vouch
from zones.models import District, Place
from zones.standings import in_force


@pytest.fixture
def district(db: None) -> District:
    return small_city().districts.get(name="小店区")


@pytest.fixture
def clerk(district: District) -> User:
    return people()[0]


@pytest.fixture
def wrong(district: District) -> Entry:
    vouch(district, at=T0 - DAY)
    return publish(188, entry(district, "晋阳紫城小区")).entries.get()


def held(at: object = T0 + HOUR) -> set[str]:
    return {r.standing.text for r in in_force(at, timezone.now())}  # type: ignore[arg-type]


def told(rehearsal: Rehearsal) -> dict[str, tuple[list[str], list[str]]]:
    return {
        e.name: ([s.risk.value for s in e.before], [s.risk.value for s in e.after])
        for e in rehearsal.effects
    }


def carry_out(clerk: User, correction: Correction) -> Notice:
    proposal = propose_correction(by=clerk, correction=correction)
    notice = record_proposal(proposal_id=proposal.id, by=people()[1])
    assert list(differences()) == []
    return notice


def test_what_should_not_have_been_listed_is_taken_back(clerk: User, wrong: Entry) -> None:
    correction = Correction(Fault.LISTED, "未在通告中", wrong.id)
    shown = rehearse_correction(correction, clerk)
    assert told(shown) == {
        "晋阳紫城小区": (["high"], ["routine"]),
        "": (["low"], ["routine"]),
    }
    assert held() == {"晋阳紫城小区"}
    carry_out(clerk, correction)
    assert held() == set()


def test_a_rehearsal_leaves_nothing_behind(clerk: User, wrong: Entry) -> None:
    before = (Notice.objects.count(), Place.objects.count())
    correction = Correction(Fault.NAME, "印错", wrong.id, text="从未见过小区5号楼")
    shown = rehearse_correction(correction, clerk)
    assert told(shown)["从未见过小区5号楼"] == (["low"], ["high"])
    assert (Notice.objects.count(), Place.objects.count()) == before


def test_a_wrong_name_is_replaced_and_keeps_its_time(clerk: User, wrong: Entry) -> None:
    act = carry_out(clerk, Correction(Fault.NAME, "印错", wrong.id, text="水木云天小区"))
    right = act.entries.get(action=Action.DESIGNATE)
    assert (right.replaces, right.text, right.effective_from) == (wrong, "水木云天小区", T0)
    assert held() == {"水木云天小区"}


def test_words_taken_for_another_place_keep_their_words(
    district: District, clerk: User, wrong: Entry
) -> None:
    act = carry_out(clerk, Correction(Fault.PLACE, "认错", wrong.id, place="水木云天小区2号楼"))
    right = act.entries.get(action=Action.DESIGNATE)
    assert right.text == "晋阳紫城小区"
    assert right.marks.get().place.name == "水木云天小区2号楼"


def test_a_wrong_time_is_put_right(clerk: User, wrong: Entry) -> None:
    later = T0 + DAY
    correction = Correction(Fault.TIME, "次日生效", wrong.id, effective_from=later)
    (effect, _rest) = rehearse_correction(correction, clerk).effects
    assert [(s.start, s.risk) for s in effect.before][-1] == (T0, "high")
    assert [(s.start, s.risk) for s in effect.after][-1] == (later, "high")
    carry_out(clerk, correction)
    assert held(T0 + HOUR) == set()
    assert held(later) == {"晋阳紫城小区"}


def test_a_forgotten_designation_meets_the_release_typed_before_it(
    district: District, clerk: User
) -> None:
    notice = publish(188, entry(district, "晋阳紫城小区"))
    publish(189, entry(district, "水木云天小区", action=Action.RELEASE, at=T0 + DAY))
    correction = Correction(
        Fault.FORGOTTEN, "漏录", notice=notice.id, text="水木云天小区",
        district=district.code, effective_from=T0,
    )  # fmt: skip
    carry_out(clerk, correction)
    assert held() == {"晋阳紫城小区", "水木云天小区"}
    assert held(T0 + DAY) == {"晋阳紫城小区"}


def test_a_forgotten_release_ends_the_zone(district: District, clerk: User, wrong: Entry) -> None:
    notice = publish(189, entry(district, "水木云天小区"))
    correction = Correction(
        Fault.FORGOTTEN, "漏录", notice=notice.id, text="晋阳紫城小区", district=district.code,
        effective_from=T0 + DAY, action=Action.RELEASE,
    )  # fmt: skip
    carry_out(clerk, correction)
    assert held(T0 + DAY) == {"水木云天小区"}


def test_a_release_of_the_wrong_place_ends_the_right_one_instead(
    district: District, clerk: User, wrong: Entry
) -> None:
    publish(189, entry(district, "水木云天小区"))
    bound = entry(district, "晋阳紫城小区", action=Action.RELEASE, at=T0 + DAY, binds=(wrong,))
    release = publish(190, bound).entries.get()
    assert held(T0 + DAY) == {"水木云天小区"}
    carry_out(clerk, Correction(Fault.NAME, "录错", release.id, text="水木云天小区"))
    assert held(T0 + DAY) == {"晋阳紫城小区"}


def test_a_correction_can_be_corrected(clerk: User, wrong: Entry) -> None:
    act = carry_out(clerk, Correction(Fault.LISTED, "误", wrong.id))
    void = act.entries.get()
    with pytest.raises(Refused, match="不应列入"):
        propose_correction(by=clerk, correction=Correction(Fault.NAME, "误", void.id, text="x"))
    carry_out(clerk, Correction(Fault.LISTED, "撤销有误", void.id))
    assert held() == {"晋阳紫城小区"}


def test_several_places_of_one_name_are_offered(
    district: District, clerk: User, wrong: Entry
) -> None:
    first, second = (
        place(district, "平阳路1号水木云天小区"),
        place(district, "并州路2号水木云天小区"),
    )
    correction = Correction(Fault.PLACE, "认错", wrong.id, place="水木云天小区")
    with pytest.raises(AmbiguousPlace) as asked:
        rehearse_correction(correction, clerk)
    assert set(asked.value.candidates) == {first, second}
    act = carry_out(clerk, replace(correction, chosen=second.id))
    assert act.entries.get(action=Action.DESIGNATE).marks.get().place == second


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"reason": " "}, "写明理由"),
        ({"fault": Fault.TIME, "effective_from": T0}, "另一个生效时点"),
        ({"fault": Fault.NAME, "text": "晋阳紫城小区"}, "与原来相同"),
        ({"fault": Fault.NAME, "text": "，，"}, "没有读到地点|请填写|没有读到小区"),
        ({"fault": Fault.PLACE, "place": ""}, "请填写"),
    ],
)
def test_what_is_no_correction_is_refused(
    clerk: User, wrong: Entry, change: dict[str, object], sentence: str
) -> None:
    correction = replace(Correction(Fault.LISTED, "理由", wrong.id), **change)  # type: ignore[arg-type]
    with pytest.raises(Refused, match=sentence):
        propose_correction(by=clerk, correction=correction)
    assert not Proposal.objects.exists()


def test_a_correction_survives_being_kept(wrong: Entry) -> None:
    for correction in (
        Correction(Fault.LISTED, "理由", wrong.id),
        Correction(Fault.TIME, "理由", wrong.id, effective_from=T0 + timedelta(minutes=1)),
        Correction(Fault.FORGOTTEN, "理由", notice=wrong.notice_id, action=Action.RELEASE),
    ):
        assert from_json(correction.as_json()) == correction


def test_two_people_and_their_districts(district: District, wrong: Entry) -> None:
    own = person("own", Role.CLERK, Role.PUBLISHER, districts=(district,))
    other = person("far", Role.CLERK, districts=(District.objects.get(name="晋源区"),))
    correction = Correction(Fault.LISTED, "误", wrong.id)
    with pytest.raises(Refused, match="您只负责晋源区"):
        propose_correction(by=other, correction=correction)
    proposal = propose_correction(by=own, correction=correction)
    with pytest.raises(Refused, match="提出人不能审核"):
        record_proposal(proposal_id=proposal.id, by=own)
    for nobody in (other, person("a", Role.AUDITOR), person("b", Role.ADMINISTRATOR)):
        with pytest.raises(Refused, match="没有审核"):
            record_proposal(proposal_id=proposal.id, by=nobody)
    publisher = people()[1]
    return_proposal(proposal_id=proposal.id, by=publisher, remarks="请附依据")
    with pytest.raises(Refused, match="不能再审核"):
        record_proposal(proposal_id=proposal.id, by=publisher)
    withdraw_proposal(proposal_id=proposal.id, by=own)
    assert held() == {"晋阳紫城小区"}


def test_what_changed_meanwhile_is_worked_out_anew(clerk: User, wrong: Entry) -> None:
    first = propose_correction(by=clerk, correction=Correction(Fault.LISTED, "误", wrong.id))
    second = propose_correction(by=clerk, correction=Correction(Fault.LISTED, "误", wrong.id))
    publisher = people()[1]
    record_proposal(proposal_id=first.id, by=publisher)
    with pytest.raises(Refused, match="已经撤销"):
        record_proposal(proposal_id=second.id, by=publisher)
    second.refresh_from_db()
    assert second.status == Proposal.Status.SUBMITTED


def test_an_order_shows_what_holds_before_and_after_and_leaves_nothing(
    district: District, clerk: User
) -> None:
    publish(188, entry(district, "晋阳紫城小区"))
    order = Order("静态管理", DistrictState.STATIC, (district.code,), T0 + DAY, "全域静态管理")
    told = rehearse_an_order(order, clerk)
    assert [(t.district, t.before, t.after, t.zones) for t in told.turns] == [
        (district, None, DistrictState.STATIC, 1)
    ]
    kinds = {shape.name: shape.kind for shape in told.after}
    assert kinds.pop("小店区") == "static"
    assert {shape.kind for shape in told.before} == set(kinds.values()) == {"none"}
    assert Notice.objects.filter(kind=Notice.Kind.ORDER).count() == 0
    record_proposal(proposal_id=propose_order(by=clerk, order=order).id, by=people()[1])
    back = replace(order, state=DistrictState.LIFTED, effective_from=T0 + 3 * DAY)
    assert [(t.before, t.after) for t in rehearse_an_order(back, clerk).turns] == [
        (DistrictState.STATIC, None)
    ]


def test_an_order_about_a_district_is_recorded_by_another(district: District) -> None:
    own = person("own", Role.CLERK, districts=(district,))
    order = Order("静态管理", DistrictState.STATIC, (district.code,), T0, "全域静态管理三天")
    with pytest.raises(Refused, match="您只负责小店区"):
        propose_order(by=own, order=replace(order, districts=("140110",)))
    proposal = propose_order(by=own, order=order)
    notice = record_proposal(proposal_id=proposal.id, by=people()[1])
    assert notice.orders.get().text == "全域静态管理三天"
    assert notice.entered_by_name == "own"
    assert list(differences()) == []
