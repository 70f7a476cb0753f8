"""A certificate can be checked by anyone, and nothing that was altered passes."""

import base64
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from notices.ledger.values import Action
from notices.models import Entry
from notices.services import NewVoid, correct
from outlets.certificates import NoCertificate, Statement, certify, checked, public_keys
from tests.conftest import ROOT
from tests.ground import entry, people, publish
from tests.pages.conftest import read
from zones.models import City, Place
from zones.risk.assess import Risk
from zones.risk.regimes import SHANGHAI

UNIT = "晋阳紫城4号楼10单元"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "key.pem"
    call_command("make_signing_key", str(path), stdout=StringIO())
    return path


@pytest.fixture
def signing(settings: Any, key: Path) -> None:
    settings.LEDGER_SIGNING_KEY = str(key)


def code_of(client: Client, name: str = UNIT, **query: str) -> str:
    place = Place.objects.get(name=name)
    html = client.get(f"/certificates/{place.id}/", query).content.decode()
    found = re.search(r'certificate__code">\s*<code>([\w-]+)</code>', html)
    assert found, html[-3000:]
    return found[1]


def finding(client: Client, code: str) -> tuple[str, str]:
    page = read(client, f"/verify/{code}/")
    return page.with_attribute("data-finding")[0], page.text


moments = st.datetimes(timezones=st.just(SHANGHAI), allow_imaginary=False)
"""Shanghai's clocks leapt over an hour in the springs of 1986 to 1991."""
statements = st.builds(
    Statement,
    place=st.uuids(),
    name=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40),
    risk=st.sampled_from(Risk),
    as_of=moments,
    known_at=moments,
    sequence=st.integers(0, 2**32 - 1),
)


@given(said=statements, at=st.integers(0), flip=st.integers(1, 255))
def test_a_code_says_what_was_signed_and_no_byte_of_it_can_be_changed(
    key: Path, said: Statement, at: int, flip: int
) -> None:
    keys = public_keys(key, [])
    code = certify(said, key)
    assert checked(code, keys) == said
    whole = bytearray(base64.urlsafe_b64decode(code + "=" * (-len(code) % 4)))
    whole[at % len(whole)] ^= flip
    with pytest.raises(NoCertificate):
        checked(base64.urlsafe_b64encode(whole).decode().rstrip("="), keys)


@given(st.text(max_size=300))
def test_no_text_passes_for_a_code(key: Path, text: str) -> None:
    with pytest.raises(NoCertificate):
        checked(text, public_keys(key, []))


@pytest.mark.usefixtures("city", "signing")
def test_a_certificate_says_what_the_page_says_and_is_valid(client: Client) -> None:
    place = Place.objects.get(name=UNIT)
    offered = read(client, f"/places/{place.id}/").with_attribute("href")
    assert f"/certificates/{place.id}/" in offered
    page = read(client, f"/certificates/{place.id}/?as_of=2022-11-30T12:00:00%2B08:00")
    assert "小店区晋阳紫城4号楼10单元" in page.text
    assert "截至 2022年11月30日 12:00" in page.text
    assert "高风险" in page.text
    assert any(tag == "svg" and "qr" in attrs.get("class", "") for tag, attrs in page.elements)
    said, text = finding(client, code_of(client, as_of="2022-11-30T12:00:00+08:00"))
    assert said == "valid"
    assert "小店区晋阳紫城4号楼10单元 · 高风险" in text
    assert "与证明所写的不同" not in text


@pytest.mark.usefixtures("signing")
def test_what_changes_later_is_told_and_the_certificate_stays_true(
    city: City, client: Client
) -> None:
    code = code_of(client, as_of="2022-11-30T12:00:00+08:00")
    district = city.districts.get(name="小店区")
    opened = Entry.objects.get(text=UNIT, action="designate")
    publish(
        196,
        entry(district, UNIT, action=Action.RELEASE, at=timezone.now(), binds=(opened,)),
    )
    said, text = finding(client, code)
    assert said == "valid"
    assert "与证明所写的不同" in text


@pytest.mark.usefixtures("city", "signing")
def test_a_correction_of_the_same_instant_is_told(client: Client) -> None:
    code = code_of(client, as_of="2022-11-30T12:00:00+08:00")
    clerk, publisher = people()
    wrong = Entry.objects.get(text=UNIT, action="designate")
    correct(
        title="更正",
        voids=[NewVoid(wrong.id, "楼号有误")],
        entered_by=clerk,
        published_by=publisher,
    )
    assert finding(client, code)[0] == "corrected"


@pytest.mark.usefixtures("city", "signing")
def test_what_the_ledger_does_not_bear_out_is_said_to_be_so(client: Client, key: Path) -> None:
    place, now = Place.objects.get(name=UNIT), timezone.now()
    lie = Statement(place.id, place.name, Risk.LOW, now, now, 1)
    assert finding(client, certify(lie, key))[0] == "contradicted"
    nowhere = Statement(UUID(int=0), "某处", Risk.LOW, now, now, 1)
    assert finding(client, certify(nowhere, key))[0] == "contradicted"


@pytest.mark.usefixtures("city", "signing")
def test_a_code_of_another_key_is_forged_unless_the_key_was_ours_before(
    client: Client, settings: Any, tmp_path: Path, key: Path
) -> None:
    code = code_of(client)
    other = tmp_path / "other.pem"
    call_command("make_signing_key", str(other), stdout=StringIO())
    settings.LEDGER_SIGNING_KEY = str(other)
    assert finding(client, code)[0] == "forged"
    former = tmp_path / "former.pem"
    former.write_bytes(public_keys(key, [])[0])
    settings.LEDGER_FORMER_KEYS = [str(former)]
    assert finding(client, code)[0] == "valid"
    with pytest.raises(CommandError):
        call_command("make_signing_key", str(other))


@pytest.mark.usefixtures("city", "signing")
def test_a_certificate_is_checked_without_the_site(client: Client, tmp_path: Path) -> None:
    code = code_of(client)
    published = tmp_path / "published.pem"
    published.write_bytes(client.get("/verify/key.pem").content)
    script = ROOT / "docs" / "verify_certificate.py"

    def check(said: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", str(script), said, str(published)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    good = check(f"https://example.org/verify/{code}/")
    assert good.returncode == 0, good.stdout + good.stderr
    assert "小店区晋阳紫城4号楼10单元" in good.stdout
    assert ": high" in good.stdout
    changed = ("B" if code[0] == "A" else "A") + code[1:]
    assert check(changed).returncode == 1


@pytest.mark.usefixtures("city")
def test_a_site_without_a_key_gives_no_certificates(client: Client, settings: Any) -> None:
    settings.LEDGER_SIGNING_KEY = ""
    place = Place.objects.get(name=UNIT)
    assert client.get(f"/certificates/{place.id}/").status_code == 404
    assert client.get("/verify/key.pem").status_code == 404
    assert client.get("/verify/").status_code == 200
    assert "certificates" not in client.get(f"/places/{place.id}/").content.decode()


@pytest.mark.usefixtures("city", "signing")
def test_nobody_keeps_a_certificate_and_a_pasted_address_is_a_code(client: Client) -> None:
    code = code_of(client)
    there = client.get("/verify/", {"code": f" https://x.example/verify/{code}/ "})
    assert there["Location"] == f"/verify/{code}/"
    assert "no-store" in client.get(f"/verify/{code}/")["Cache-Control"]
