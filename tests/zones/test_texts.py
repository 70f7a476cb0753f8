"""Whatever a machine may say has a sentence for people."""

from zones.gazetteer.known import Likeness
from zones.gazetteer.outcome import Reason
from zones.risk.assess import Doubt, Risk
from zones.texts import LIKENESS, REASON, RISK


def test_every_reason_has_a_sentence() -> None:
    assert set(REASON) == {*Reason, *Doubt}
    assert set(LIKENESS) == set(Likeness)
    assert set(RISK) == set(Risk)
