"""Keeping a draft while it is worked on (自动保存), and telling the second of two who change it."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from notices import drafts
from notices.amendments import Malformed, from_json
from notices.desk.access import visible_draft
from notices.desk.forms import TYPED
from notices.desk.new_places import LEVELS
from notices.desk.page import parts_of, work_of
from notices.models import Draft
from notices.permissions import Deed, may
from notices.reading import Reading
from notices.services import Refused
from zones.installation import city
from zones.risk.regimes import SHANGHAI

LARGEST = 2_000_000
SIGN_IN = {"problem": "signed-out", "message": "登录已过期。请重新登录，您的改动都还在。"}
KINDS = {"edits": "改读", "added": "补录", "struck": "删去", "ties": "对应"}


@require_POST
def save(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Keep the work as sent; 409 tells what another window or person saved meanwhile."""
    if not request.user.is_authenticated:
        return JsonResponse(SIGN_IN, status=401)
    draft = visible_draft(request, draft_id)
    assert isinstance(request.user, User)
    try:
        sent = json.loads(request.body[:LARGEST])
        work, version = _work(sent), int(sent["version"])
        reading = drafts.save_work(
            draft_id=draft.id, by=request.user, city=city(), version=version, work=work
        )
    except drafts.Stale as stale:
        return _conflict(request, stale.draft, sent)
    except (Malformed, Refused) as refusal:
        return JsonResponse({"problem": "refused", "message": str(refusal)}, status=422)
    except (KeyError, TypeError, ValueError):
        message = "改动的格式不对，没有保存。"
        return JsonResponse({"problem": "refused", "message": message}, status=422)
    kept = Draft.objects.select_related("author", "notice").get(id=draft_id)
    # Where another has saved in this very moment, what is shown is read anew.
    return _kept(request, kept, reading if kept.version == version + 1 else None)


@never_cache
@require_GET
def state(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Where the draft stands, and a token for the session as it is now."""
    if not request.user.is_authenticated:
        return JsonResponse(SIGN_IN, status=401)
    draft = visible_draft(request, draft_id)
    return JsonResponse(
        {
            "version": draft.version,
            "by": draft.saved_by,
            "editable": bool(may(request.user, Deed.EDIT, draft=draft)),
            "token": get_token(request),
        }
    )


def _kept(request: HttpRequest, draft: Draft, reading: Reading | None) -> HttpResponse:
    return JsonResponse(
        {
            "work": work_of(draft),
            "parts": parts_of(request, draft, reading),
            "at": localtime(draft.updated_at, SHANGHAI).strftime("%H:%M:%S"),
        }
    )


def _conflict(request: HttpRequest, kept: Draft, sent: Mapping[str, Any]) -> HttpResponse:
    """What is kept, who kept it, and how it differs from what was sent."""
    differing = list(_differences(kept, dict(sent), work_of(kept)))
    return JsonResponse(
        {
            "problem": "stale",
            "by": kept.saved_by,
            "at": localtime(kept.updated_at, SHANGHAI).strftime("%H:%M:%S"),
            "differences": differing,
            "work": work_of(kept),
            "parts": parts_of(request, kept),
        },
        status=409,
    )


def _differences(
    draft: Draft, mine: Mapping[str, Any], kept: Mapping[str, Any]
) -> Iterator[dict[str, str]]:
    """Each thing decided otherwise in the two, with both decisions in words."""
    for name, label in (("effective_from", "生效时点"), ("effective_decision", "生效依据")):
        if (mine.get(name) or "") != (kept[name] or ""):
            yield {"what": label, "mine": mine.get(name) or "—", "kept": kept[name] or "—"}
    left, right = _flat(draft, mine), _flat(draft, kept)
    for what in sorted(left.keys() | right.keys()):
        if left.get(what) != right.get(what):
            yield {"what": what, "mine": left.get(what, "—"), "kept": right.get(what, "—")}


def _flat(draft: Draft, work: Mapping[str, Any]) -> dict[str, str]:
    """Every single decision of a work by what it is about."""
    amendments = work.get("amendments") or {}
    found: dict[str, str] = {}
    for kind, label in KINDS.items():
        for row in amendments.get(kind) or []:
            start = int(row["start"])
            words = draft.text[start : int(row.get("end", start + 12))]
            told = row.get("reason") or row.get("place") or "、".join(map(str, row.values()))
            found[f"{label}“{words}”"] = str(told)
    for row in amendments.get("sitings") or []:
        name = str(row["place"]).rpartition("|")[2]
        level = LEVELS.get(row["level"], row["level"])
        found[f"层级上级“{name}”"] = "，".join(filter(None, (str(level), row.get("within"))))
    for name, value in (amendments.get("head") or {}).items():
        if value:
            found[f"页首 {name}"] = str(value)
    for at, ids in (work.get("chosen") or {}).items():
        found[f"指明“{draft.text[int(at) : int(at) + 12]}…”"] = "、".join(map(str, ids))
    for key in work.get("accepted") or []:
        found[f"确认 {key}"] = "已确认"
    return found


def _work(sent: Mapping[str, Any]) -> drafts.Work:
    at = sent.get("effective_from")
    return drafts.Work(
        amendments=from_json(sent.get("amendments") or {}),
        chosen={
            int(start): [UUID(str(i)) for i in ids]
            for start, ids in (sent.get("chosen") or {}).items()
            if ids
        },
        accepted=frozenset(map(str, sent.get("accepted") or [])),
        effective_from=datetime.strptime(at, TYPED).replace(tzinfo=SHANGHAI) if at else None,
        effective_decision=str(sent.get("effective_decision") or ""),
    )
