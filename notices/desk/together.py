"""A notice of several districts, entered together: asking, confirming, objecting (共同录入)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from notices.desk.access import staff, visible_draft
from notices.drafts import matching_instant, read_kept
from notices.models import Draft
from notices.permissions import Deed, may, own_districts
from notices.proposed import Refused
from notices.reading import Reading
from notices.shares import Share, share_of
from notices.together import (
    Part,
    ask_districts,
    clerks_of,
    confirm_part,
    object_to_part,
    parts_of,
    take_over,
)
from zones.installation import city
from zones.models import District


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A district's part as the page tells it: how far it is, and who has it."""

    code: str
    name: str
    total: int
    done: int
    is_done: bool
    is_mine: bool
    answers: bool
    digest: str
    state: str


def together(request: HttpRequest, draft: Draft, reading: Reading) -> dict[str, Any]:
    """Who has what of a draft that goes beyond its author's districts; else nothing."""
    parts = parts_of(draft, reading)
    if draft.notice_id or all(p.is_own and p.asked is None for p in parts):
        return {"parts": ()}
    share = share_of(request.user, draft)
    clerks = clerks_of((p.district for p in parts if not p.is_settled), timezone.now())
    unasked = any(not p.is_own and p.asked is None for p in parts)
    edits = may(request.user, Deed.EDIT, draft=draft)
    return {
        "parts": [_shown(request, draft, p, clerks.get(p.district.code, [])) for p in parts],
        "told": _not_yours(request, share, parts) if edits else "",
        "may_ask": unasked and bool(may(request.user, Deed.LEAD, draft=draft)),
        "may_take": bool(may(request.user, Deed.TAKE, draft=draft)),
    }


@login_required
@require_POST
def ask(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Lay the draft before the clerks of every other district that it names."""
    user, draft = staff(request), visible_draft(request, draft_id)
    others = [p.district for p in _parts(draft) if not p.is_own]
    try:
        ask_districts(draft_id=draft.id, by=user, districts=others)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        names = "、".join(d.name for d in others)
        messages.success(request, _("已请%(names)s的录入员核对。") % {"names": names})
    return redirect("notices:desk:draft", draft_id=draft.id)


@login_required
@require_POST
def take(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Make a draft that others were asked about one's own, for the whole city."""
    user, draft = staff(request), visible_draft(request, draft_id)
    try:
        take_over(draft_id=draft.id, by=user, districts=[p.district for p in _parts(draft)])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("这份通告现由您录入；各区已确认的部分照旧。"))
    return redirect("notices:desk:draft", draft_id=draft.id)


@login_required
@require_POST
def answer(request: HttpRequest, draft_id: UUID, code: str) -> HttpResponse:
    """Confirm a district's part as it was shown, or object to it."""
    user, draft = staff(request), visible_draft(request, draft_id)
    district = get_object_or_404(District, code=code)
    try:
        if "objection" in request.POST:
            why = request.POST["objection"]
            object_to_part(draft_id=draft.id, by=user, district=district, why=why)
            messages.success(request, _("异议已记下，录入人会看到。"))
        else:
            part = _as_shown(draft, code, request.POST.get("digest", ""))
            confirm_part(draft_id=draft.id, by=user, part=part, at=timezone.now())
            messages.success(request, _("已确认%(name)s部分。") % {"name": district.name})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("notices:desk:draft", draft_id=draft.id)


def _parts(draft: Draft) -> tuple[Part, ...]:
    return parts_of(draft, read_kept(draft, city(), matching_instant(draft)))


def _as_shown(draft: Draft, code: str, digest: str) -> Part:
    """The part that the page showed; one that has changed meanwhile is shown again first."""
    part = next((p for p in _parts(draft) if p.district.code == code), None)
    if part is None or part.digest != digest:
        raise Refused(_("这一部分刚刚有改动，请重新核对后再确认。"))
    return part


def _shown(request: HttpRequest, draft: Draft, part: Part, clerks: list[str]) -> ShownPart:
    code, total = part.district.code, len(part.entries)
    may_confirm = may(request.user, Deed.CONFIRM, draft=draft, district=code)
    return ShownPart(
        code=code,
        name=part.district.name,
        total=total,
        done=total - part.waiting if part.is_settled else 0,
        is_done=part.is_done,
        is_mine=bool(may(request.user, Deed.EDIT, draft=draft, district=code)),
        answers=bool(may_confirm) and not part.is_confirmed,
        digest=part.digest,
        state=_state(part, clerks),
    )


def _state(part: Part, clerks: list[str]) -> str:
    """Who has the part, and what it waits for."""
    if part.is_confirmed and part.asked and part.asked.confirmed_at:
        at = f"{localtime(part.asked.confirmed_at):%m-%d %H:%M}"
        return _("%(who)s 已确认 %(at)s") % {"who": part.reviewer, "at": at}
    if part.asked and part.asked.objection:
        return _("有异议：%(why)s") % {"why": part.asked.objection}
    if part.is_own:
        return part.reviewer
    if part.was_changed:
        return _("确认后有改动，须重新确认")
    if not clerks:
        return _("该区没有录入员，须由全市录入员接手")
    names = "、".join(clerks)
    if part.asked is None:
        return _("尚未请核对（%(names)s）") % {"names": names}
    return _("等待 %(names)s") % {"names": names}


def _not_yours(request: HttpRequest, share: Share, parts: tuple[Part, ...]) -> str:
    """Which entries are not theirs, plainly, and what becomes of these; empty where none are."""
    mine = sum(len(p.entries) for p in parts if share.duties.enters(p.district.code))
    others = [p for p in parts if not share.duties.enters(p.district.code)]
    if not others:
        return ""
    return _(
        "您负责%(own)s，本通告中有 %(mine)s 条；另 %(rest)s 条不归您："
        "%(listed)s。它们由各区录入员在这份草稿中核对，全部确认后才能提交；"
        "也可由全市录入员接手。"
    ) % {
        "own": own_districts(request.user),
        "mine": mine,
        "rest": sum(len(p.entries) for p in others),
        "listed": "、".join(f"{p.district.name} {len(p.entries)}" for p in others),
    }
