"""The page of a draft: its parts, as first shown and as shown again after each change."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.timezone import localtime

from notices import drafts, siting
from notices.changes import changes
from notices.desk.forms import TYPED, ReturnForm, instants
from notices.desk.new_places import LEVELS
from notices.desk.presentation import sheet
from notices.desk.together import together
from notices.desk.words import stretches
from notices.models import Draft
from notices.permissions import Deed, may
from notices.preview import preview, sentence
from notices.reading import Reading
from notices.shares import share_of
from zones.installation import city
from zones.models import City
from zones.risk.regimes import SHANGHAI

PARTS = ("bar", "together", "answers", "words", "list", "decide")


def reading_of(draft: Draft, here: City) -> tuple[Reading, datetime | None]:
    """The reading, and the instant at which it was matched.

    That is the chosen one; until one is chosen, what the text itself says, else the
    midnight of its day, for a trial.
    """
    at = drafts.matching_instant(draft)
    return drafts.read_kept(draft, here, at), at


def context_of(
    request: HttpRequest, draft: Draft, reading: Reading | None = None
) -> dict[str, Any]:
    """Everything that the page of a draft shows; ``reading`` where it was just read."""
    here = city()
    at = drafts.matching_instant(draft)
    reading = reading or drafts.read_kept(draft, here, at)
    if draft.notice_id:
        reading = replace(reading, findings=())
    told = preview(reading, at) if at and not draft.notice_id else None
    editable = bool(may(request.user, Deed.EDIT, draft=draft))
    return {
        "draft": draft,
        "reading": reading,
        "sheet": sheet(
            reading,
            accepted=draft.accepted,
            amendments=draft.amended,
            told=told,
            share=share_of(request.user, draft) if editable else None,
        ),
        "stretches": stretches(draft.text, reading),
        "told": told,
        "summary": sentence(told) if told else "",
        "is_trial": at is not None and draft.effective_from is None,
        "changes": changes(reading, draft.amended),
        "instants": instants(reading, timezone.now()),
        "typed_instant": _typed(draft.effective_from),
        "editable": editable,
        "leads": bool(may(request.user, Deed.LEAD, draft=draft)),
        "together": together(request, draft, reading),
        "may_publish": bool(may(request.user, Deed.PUBLISH, draft=draft)),
        "return_form": ReturnForm(),
        "siting_levels": [(level.value, LEVELS[level]) for level in siting.LEVELS],
        "districts": [d.name for d in here.districts.defer("outline")],
    }


def parts_of(request: HttpRequest, draft: Draft, reading: Reading | None = None) -> dict[str, str]:
    """The parts of the page that a change may change, by name."""
    context = context_of(request, draft, reading)
    return {p: render_to_string(f"desk/_draft_{p}.html", context, request) for p in PARTS}


def work_of(draft: Draft) -> dict[str, Any]:
    """What the browser starts from: everything decided so far, as plain data."""
    return {
        "version": draft.version,
        "amendments": draft.amended.as_json(),
        "chosen": draft.chosen,
        "accepted": [a["finding"] for a in draft.accepted],
        "effective_from": _typed(draft.effective_from),
        "effective_decision": draft.effective_decision,
    }


def _typed(at: datetime | None) -> str:
    return localtime(at, SHANGHAI).strftime(TYPED) if at else ""
