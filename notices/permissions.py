"""Who may do what to the ledger and its drafts: one table, asked by services and views alike.

    verdict = may(user, Deed.EDIT, draft=draft, district="140105")
    require(user, Deed.PUBLISH, draft=draft)      # raises Refused with the sentence

A clerk acts within their districts; who enters does not publish; an auditor reads; an
administrator has no business with the ledger.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet

from notices.models import Draft, DraftPart
from notices.proposed import Refused
from people import refusals
from people.duties import Duties, Role
from people.selectors import Somebody, duties_of
from zones.models import District

EDITABLE = (Draft.Status.OPEN, Draft.Status.RETURNED)


class Deed(StrEnum):
    """What may be done at the desk."""

    START = "start"
    """Lay a new draft on the desk."""
    READ = "read"
    """Look at a draft."""
    EDIT = "edit"
    """Change a draft, or the entries of one district in it."""
    LEAD = "lead"
    """Decide what concerns a draft as a whole: its head, its instant, whether it is dropped."""
    SUBMIT = "submit"
    """Hand a draft over to a publisher."""
    CONFIRM = "confirm"
    """Answer for one district's part of another's draft."""
    TAKE = "take"
    """Take a draft over that others were asked about, to answer for all of it."""
    PUBLISH = "publish"
    """Record a submitted draft in the ledger."""
    RETURN = "return"
    """Send a submitted draft back."""
    PROPOSE = "propose"
    """Propose a correction or an order about a district."""
    DECIDE = "decide"
    """Record or return what another has proposed."""
    OVERSEE = "oversee"
    """Read everything that is on the desk."""
    NAME = "name"
    """Decide on a proposed alias."""
    GROUND = "ground"
    """Draw, name, retire, split, merge, unite or replant places."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something may be done and, where not, why not in one sentence."""

    why_not: str = ""

    def __bool__(self) -> bool:
        return not self.why_not


YES = Verdict()


def may(
    user: Somebody, deed: Deed, *, draft: Draft | None = None, district: str | None = None
) -> Verdict:
    """Whether somebody may do a deed to a draft, or to one district's part of it."""
    duties = duties_of(user)
    match deed:
        case Deed.START:
            return _clerk(duties, "录入通告")
        case Deed.PROPOSE:
            return _clerk(duties, "提出更正") and _within(duties, district)
        case Deed.OVERSEE:
            allowed = Role.PUBLISHER in duties or Role.AUDITOR in duties
            return YES if allowed else Verdict("您没有查看全部草稿的权限。")
        case Deed.DECIDE:
            return _publisher(duties)
        case Deed.NAME:
            allowed = bool(duties.roles & {Role.PUBLISHER, Role.ADMINISTRATOR})
            return YES if allowed else Verdict("别名由审核发布员或管理员决定。")
        case Deed.GROUND:
            return YES if Role.ADMINISTRATOR in duties else Verdict("地点由管理员管理。")
    if draft is None:
        raise ValueError(f"{deed} is done to a draft")
    match deed:
        case Deed.READ:
            return _reads(user, duties, draft)
        case Deed.EDIT:
            return _edits(user, duties, draft) and _within(duties, district)
        case Deed.LEAD | Deed.SUBMIT:
            return _leads(user, duties, draft)
        case Deed.TAKE:
            return _takes(user, duties, draft)
        case Deed.CONFIRM:
            return _confirms(user, duties, draft, district)
        case Deed.PUBLISH | Deed.RETURN:
            return _decides(user, duties, draft)
    raise AssertionError(deed)


def require(
    user: Somebody, deed: Deed, *, draft: Draft | None = None, district: str | None = None
) -> None:
    """Raises ``Refused``, with the sentence, where ``may`` says no; the auditor is told."""
    verdict = may(user, deed, draft=draft, district=district)
    if not verdict:
        refusals.note(verdict.why_not)
        raise Refused(verdict.why_not)


def visible_drafts(user: Somebody) -> QuerySet[Draft]:
    """The drafts that somebody may read."""
    if may(user, Deed.OVERSEE):
        return Draft.objects.all()
    duties = duties_of(user)
    if Role.CLERK not in duties:
        return Draft.objects.none()
    asked = Q() if duties.whole_city else Q(district__in=duties.districts)
    parts = DraftPart.objects.filter(asked).values("draft")
    return Draft.objects.filter(Q(author=user.pk) | Q(id__in=parts))


def own_districts(user: Somebody) -> str:
    """The districts that a clerk answers for, in words."""
    return _named(duties_of(user))


def _clerk(duties: Duties, what: str) -> Verdict:
    return YES if Role.CLERK in duties else Verdict(f"您没有{what}的权限。")


def _publisher(duties: Duties) -> Verdict:
    return YES if Role.PUBLISHER in duties else Verdict("您没有审核通告的权限。")


def _within(duties: Duties, district: str | None) -> Verdict:
    if district is None or duties.enters(district):
        return YES
    name = District.objects.filter(code=district).values_list("name", flat=True).first()
    return Verdict(f"您只负责{_named(duties)}，{name or district}的条目须由该区录入员处理。")


def _named(duties: Duties) -> str:
    if duties.whole_city:
        return "全市"
    names: Collection[str] = District.objects.filter(code__in=duties.districts).values_list(
        "name", flat=True
    )
    return "、".join(names)


def _reads(user: Somebody, duties: Duties, draft: Draft) -> Verdict:
    if Role.PUBLISHER in duties or Role.AUDITOR in duties:
        return YES
    if Role.CLERK in duties and (draft.author_id == user.pk or _is_asked(duties, draft)):
        return YES
    return Verdict("这份草稿不归您查看。")


def _edits(user: Somebody, duties: Duties, draft: Draft) -> Verdict:
    clerk = _clerk(duties, "录入通告")
    if not clerk:
        return clerk
    if draft.author_id != user.pk and not _is_asked(duties, draft):
        return Verdict("这份草稿由别人录入，也没有请您核对。")
    return _still_editable(draft)


def _leads(user: Somebody, duties: Duties, draft: Draft) -> Verdict:
    clerk = _clerk(duties, "录入通告")
    if not clerk:
        return clerk
    if draft.author_id != user.pk:
        return Verdict("页首、生效时点和提交由这份草稿的录入人决定。")
    return _still_editable(draft)


def _takes(user: Somebody, duties: Duties, draft: Draft) -> Verdict:
    if not duties.whole_city:
        return Verdict("只有全市录入员可以接手整份通告。")
    if draft.author_id == user.pk:
        return Verdict("这份草稿已经由您录入。")
    if not _is_asked(duties, draft):
        return Verdict("录入人没有请各区核对，不能接手。")
    return _still_editable(draft)


def _is_asked(duties: Duties, draft: Draft) -> bool:
    return any(duties.enters(p.district_id) for p in draft.parts.all())


def _still_editable(draft: Draft) -> Verdict:
    if draft.status not in EDITABLE:
        return Verdict(f"这份草稿{draft.get_status_display()}，不能修改或再次提交。")
    return YES


def _confirms(user: Somebody, duties: Duties, draft: Draft, district: str | None) -> Verdict:
    if district is None:
        raise ValueError("a part is confirmed for a district")
    clerk = _clerk(duties, "确认分区内容") and _within(duties, district)
    if not clerk:
        return clerk
    if draft.status not in EDITABLE:
        return Verdict(f"这份草稿{draft.get_status_display()}，不能再确认。")
    asked = any(p.district_id == district for p in draft.parts.all())
    return YES if asked else Verdict("录入人没有请该区确认。")


def _decides(user: Somebody, duties: Duties, draft: Draft) -> Verdict:
    publisher = _publisher(duties)
    if not publisher:
        return publisher
    if draft.status != Draft.Status.SUBMITTED:
        return Verdict(f"这份草稿{draft.get_status_display()}，不能发布或退回。")
    if draft.author_id == user.pk:
        return Verdict("录入人不能审核发布自己的通告，请由另一人发布。")
    if any(p.confirmed_by_id == user.pk for p in draft.parts.all()):
        return Verdict("您确认过其中一区的内容，请由另一人发布。")
    if draft.hands.filter(pk=user.pk).exists():
        return Verdict("您参与录入过这份通告，请由另一人发布。")
    return YES
