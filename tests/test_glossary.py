"""The glossary and the code's closed sets say the same words."""

import re
from enum import Enum
from pathlib import Path

import pytest

from clients.keys import KeyKind, Scope
from clients.models import ClientAct, Delivery
from notices.amendments import Exclusion
from notices.desk.sheet import Resolution
from notices.ledger.orders import DistrictState
from notices.ledger.values import Action
from notices.models import Notice
from outlets.verifying import Finding
from people.duties import Role
from zones.address import Level
from zones.gazetteer.outcome import Outcome
from zones.models import OutlineQuality
from zones.risk.assess import Doubt, Risk

GLOSSARY = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
SETS: dict[str, type[Enum]] = {
    "Meaning of an exclusion": Exclusion,
    "Resolution of an entry": Resolution,
    "Finding about a certificate": Finding,
    "Action": Action,
    "Kind of act": Notice.Kind,
    "Whole-district state": DistrictState,
    "Risk": Risk,
    "Outcome of a look-up": Outcome,
    "Doubt": Doubt,
    "Level of a place": Level,
    "Quality of an outline": OutlineQuality,
    "Role at the desk": Role,
    "Status of a delivery": Delivery.Status,
    "Kind of key": KeyKind,
    "Scope of a key": Scope,
    "Administrative act": ClientAct.Kind,
}


@pytest.mark.parametrize("heading", SETS)
def test_the_glossary_lists_each_closed_set_in_order(heading: str) -> None:
    text = GLOSSARY.read_text("utf-8")
    (section,) = re.findall(rf"^## {heading}\b.*?\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    listed = re.findall(r"^\| (\w+) \|", section, re.M)[1:]
    assert listed == [member.value for member in SETS[heading]]
