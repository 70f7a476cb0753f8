"""The documented answers have the members of real ones, and one is there of each outcome."""

from zones.api.batch_schema import ItemAnswerSerializer
from zones.api.schema import AnswerSerializer
from zones.api.schema_examples import LOOKUP
from zones.gazetteer.outcome import Outcome
from zones.risk.assess import Risk


def test_there_is_an_example_of_each_outcome() -> None:
    assert {example.value["outcome"] for example in LOOKUP} == {o.value for o in Outcome}


def test_examples_have_every_member_of_an_answer_and_never_guess() -> None:
    for example in LOOKUP:
        assert set(example.value) == set(AnswerSerializer().fields)
        assert example.value["outcome"] == "found" or example.value["risk"] == Risk.UNKNOWN
    assert set(ItemAnswerSerializer().fields) == {"id", *AnswerSerializer().fields}
