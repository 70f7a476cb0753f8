"""The demonstration: three real notices of 2022 on an otherwise empty ledger.

What notices 194 and 195 release was designated in notices that are not held, so it is
opened first, in the words of the releases, as in force on 29 November 2022. Coverage is
declared for demonstration only, and leaves out what the notices themselves leave open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from notices import language
from notices.drafts import finding_key, planted_marks, publish_draft, start_draft, submit_draft
from notices.ledger.values import Action
from notices.models import Notice
from notices.reading import ReadEntry, read
from notices.services import Mark, NewCoverage, NewEntry, declare_coverage, open_ledger
from people.duties import Role
from people.selectors import duties_of
from people.services import appoint
from zones.gazetteer.cities import load_city
from zones.gazetteer.illustrate import illustrate
from zones.models import City, District, Place
from zones.risk.regimes import SHANGHAI

NUMBERS = ("2022-072", "2022-194", "2022-195")
OPENED_AT = datetime(2022, 11, 29, tzinfo=SHANGHAI)
CITY_CENTRE = (112.55, 37.87)
OPENING_TITLE = "演示期初登记：2022年11月29日已在册、其划定通告未收录的高风险区"
COVERAGE_TITLE = "演示覆盖声明：仅为演示而声明，不代表真实收录完整"
COVERAGE_NOTE = "仅为演示而声明"
SOURCE = "演示期初登记"
LEFT_OPEN = "第194号通告解除该小区时将此处除外，而划定此处的通告未收录"


@dataclass(frozen=True, slots=True)
class Account:
    """A demonstration account with what it may do."""

    username: str
    password: str
    does: str
    role: Role
    district: str | None = None


ACCOUNTS = (
    Account("luru", "yanshi-luru", "录入通告（全市）", Role.CLERK),
    Account("shenhe", "yanshi-shenhe", "审核发布", Role.PUBLISHER),
    Account("xiaodian", "yanshi-xiaodian", "录入通告（小店区）", Role.CLERK, "140105"),
    Account("yingze", "yanshi-yingze", "录入通告（迎泽区）", Role.CLERK, "140106"),
    Account("shenji", "yanshi-shenji", "审计，只读", Role.AUDITOR),
    Account("guanli", "yanshi-guanli", "管理人员与地点", Role.ADMINISTRATOR),
)


@transaction.atomic
def load_demo(seeds: Path, slug: str) -> City:
    """Load the demonstration into an empty database, wholly or not at all."""
    city = load_city(seeds, slug)
    clerk, publisher, *_others = [_account(a) for a in ACCOUNTS]
    texts = {n: (seeds / slug / "notices" / f"{n}.txt").read_text("utf-8") for n in NUMBERS}
    releases = [(r, planted_marks(r, SOURCE)) for r in _releases(texts.values(), city)]
    open_ledger(
        title=OPENING_TITLE,
        entries=[_opening(r, marks) for r, marks in releases],
        entered_by=clerk,
        published_by=publisher,
    )
    unvouched = {m.place.id: m.place for _, marks in releases for m in marks if not m.covered}
    declare_coverage(
        title=COVERAGE_TITLE,
        coverages=[_coverage(d, unvouched.values()) for d in city.districts.all()],
        entered_by=clerk,
        published_by=publisher,
    )
    for number, text in texts.items():
        _publish(number, text, city, clerk, publisher)
    illustrate(city, toward=CITY_CENTRE)
    return city


def is_loaded() -> bool:
    """Whether the ledger holds anything."""
    return Notice.objects.exists()


def _account(account: Account) -> User:
    user, _ = User.objects.get_or_create(username=account.username)
    user.set_password(account.password)
    user.save()
    if account.role not in duties_of(user):
        districts = District.objects.filter(code=account.district)
        appoint(user=user, role=account.role, districts=districts, at=timezone.now())
    return user


def _releases(texts: Iterable[str], city: City) -> Iterable[ReadEntry]:
    for text in texts:
        for entry in read(text, city, effective_from=None).entries:
            if entry.entry.action == Action.RELEASE:
                yield entry


def _opening(release: ReadEntry, marks: tuple[Mark, ...]) -> NewEntry:
    assert release.district is not None
    assert release.entry.level is not None
    return NewEntry(
        action=Action.OPENING,
        level=release.entry.level.value,
        district=release.district,
        text=release.entry.text,
        effective_from=OPENED_AT,
        marks=marks,
    )


def _coverage(district: District, unvouched: Iterable[Place]) -> NewCoverage:
    return NewCoverage(
        district=district,
        effective_from=OPENED_AT,
        note=COVERAGE_NOTE,
        unvouched=tuple((p, LEFT_OPEN) for p in unvouched if p.district == district),
    )


def _publish(number: str, text: str, city: City, clerk: User, publisher: User) -> None:
    draft = start_draft(author=clerk, text=text, origin=f"seed/{city.slug}/notices/{number}.txt")
    notice = language.parse(text)
    assert notice.issued_on is not None
    effective_from = datetime.combine(notice.issued_on, datetime.min.time(), SHANGHAI)
    reading = read(text, city, effective_from=effective_from)
    submit_draft(
        draft_id=draft.id,
        by=clerk,
        city=city,
        effective_from=effective_from,
        effective_decision="演示：“即日起”按发布当日零时计",
        accepted=[finding_key(f) for f in reading.doubts],
    )
    publish_draft(draft_id=draft.id, by=publisher, city=city)
