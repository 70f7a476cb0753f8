"""Aliases are proposed by the system and approved by a person; a misprint is never merged."""

from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.ground import T0, place, small_city
from zones.gazetteer.aliases import approve_alias, end_alias, propose_alias, reject_alias
from zones.gazetteer.outcome import Outcome
from zones.gazetteer.resolve import Area, resolve
from zones.gazetteer.succession import Refused
from zones.models import City, Place, PlaceName
from zones.models.ground import AliasProposal


@pytest.fixture
def city(db: None) -> City:
    return small_city()


@pytest.fixture
def gate(city: City) -> Place:
    return place(city.districts.get(name="小店区"), "早西门小区")


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create(username="luru")


def propose(gate: Place, text: str = "旱西门小区") -> AliasProposal:
    return propose_alias(place=gate, text=text, why="字形相近")


def outcome(city: City, text: str) -> Outcome:
    return resolve(text, Area.of(city)).outcome


def test_a_proposal_leads_nowhere(city: City, gate: Place) -> None:
    propose(gate)
    assert outcome(city, "小店区旱西门") is Outcome.NOT_FOUND
    assert outcome(city, "小店区早西门") is Outcome.FOUND


def test_an_approved_alias_leads_to_its_place_in_every_harmless_spelling(
    city: City, gate: Place, person: User
) -> None:
    name = approve_alias(proposal_id=propose(gate).id, by=person, at=T0, since=date(2022, 11, 1))
    assert (name.kind, name.since, name.until) == ("alias", date(2022, 11, 1), None)
    for text in ("小店区旱西门", "旱西门小区", "旱西门小区3号楼"):
        assert resolve(text, Area.of(city)).place == gate
    proposal = AliasProposal.objects.get()
    assert (proposal.decision, proposal.decided_by, proposal.decided_at) == ("approved", person, T0)


def test_a_rejected_proposal_is_not_proposed_again(city: City, gate: Place, person: User) -> None:
    reject_alias(proposal_id=propose(gate).id, by=person, at=T0)
    assert propose(gate).decision == "rejected"
    assert AliasProposal.objects.count() == 1
    assert outcome(city, "小店区旱西门") is Outcome.NOT_FOUND


def test_a_decision_is_taken_once(gate: Place, person: User) -> None:
    number = propose(gate).id
    reject_alias(proposal_id=number, by=person, at=T0)
    with pytest.raises(Refused, match="已有决定"):
        approve_alias(proposal_id=number, by=person, at=T0)
    with pytest.raises(Refused, match="没有编号"):
        approve_alias(proposal_id=number + 1, by=person, at=T0)


def test_a_name_of_another_place_is_no_alias(gate: Place, person: User) -> None:
    place(gate.district, "旱西门小区")
    with pytest.raises(Refused, match="已用此名"):
        approve_alias(proposal_id=propose(gate).id, by=person, at=T0)
    assert PlaceName.objects.filter(kind="alias").count() == 0


@pytest.mark.parametrize("text", ["旱西门4号楼", "平阳路", "早西门", "早西门小区、旱西门小区", ""])
def test_what_no_look_up_would_read_as_another_name_is_refused(gate: Place, text: str) -> None:
    with pytest.raises(Refused):
        propose(gate, text)


def test_a_building_has_no_alias(gate: Place) -> None:
    with pytest.raises(Refused, match="不按名称查找"):
        propose(place(gate.district, "早西门小区1号楼"), "2号楼")


def test_an_alias_ends_on_a_date(gate: Place, person: User) -> None:
    approve_alias(proposal_id=propose(gate).id, by=person, at=T0, since=date(2022, 11, 1))
    with pytest.raises(Refused, match="须在其后"):
        end_alias(place_id=gate.id, text="旱西门小区", on=date(2022, 11, 1))
    end_alias(place_id=gate.id, text="旱西门小区", on=date(2022, 12, 1))
    texts = PlaceName.objects.answering(date(2022, 12, 1)).values_list("text", flat=True)
    assert set(texts) == {"早西门小区"}


# --- Commands -------------------------------------------------------------------------------------


def run(*words: object) -> str:
    out = StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue()


def test_the_commands_rehearse_unless_told_to_commit(gate: Place, person: User) -> None:
    asked = ["propose_alias", gate.id, "旱西门小区", "--why", "字形相近"]
    run(*asked)
    assert not AliasProposal.objects.exists()
    run(*asked, "--commit")
    number = AliasProposal.objects.get().id
    assert f"{number} 早西门小区 ← 旱西门小区 字形相近" in run("approve_alias")
    run("approve_alias", number, "--user", "luru")
    assert AliasProposal.objects.get().decision is None
    assert "approved" in run("approve_alias", number, "--user", "luru", "--commit")
    assert AliasProposal.objects.get().decided_at <= timezone.now()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["approve_alias", "1"], 2),
        (["approve_alias", "1", "--user", "luru"], 1),
        (["approve_alias", "1", "--user", "nobody"], 1),
        (["approve_alias", "1", "--user", "luru", "--reject", "--since", "2022-11-01"], 2),
    ],
)
def test_the_commands_say_how_they_failed(person: User, words: list[str], code: int) -> None:
    with pytest.raises(CommandError) as caught:
        run(*words)
    assert caught.value.returncode == code
