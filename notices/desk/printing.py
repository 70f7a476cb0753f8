"""Printable pages and PDFs, for the desk: of acts, and of drafts marked as such."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from notices import printing
from notices.desk.access import staff, visible_draft
from notices.models import Notice
from notices.printing import Sheet
from notices.proposed import Refused
from zones.installation import city


@login_required
@require_GET
def notice_page(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """An act, to print from the browser."""
    notice = _notice(request, notice_id)
    back, there = notice.get_absolute_url(), reverse("notices:desk:notice-pdf", args=[notice_id])
    return HttpResponse(printing.page(printing.of_notice(notice, city()), back=back, pdf_url=there))


@login_required
@require_GET
def notice_pdf(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """An act as a PDF."""
    notice = _notice(request, notice_id)
    name = f"{notice.year}-{notice.number}" if notice.number else f"{notice.sequence}"
    return _pdf(lambda: printing.of_notice(notice, city()), f"notice-{name}.pdf")


@login_required
@require_GET
def draft_page(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A draft, to print from the browser, marked as one."""
    draft = visible_draft(request, draft_id)
    back = reverse("notices:desk:draft", args=[draft_id])
    there = reverse("notices:desk:draft-pdf", args=[draft_id])
    return HttpResponse(printing.page(printing.of_draft(draft, city()), back=back, pdf_url=there))


@login_required
@require_GET
def draft_pdf(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A draft as a PDF, marked as one."""
    draft = visible_draft(request, draft_id)
    return _pdf(lambda: printing.of_draft(draft, city()), f"draft-{draft.id}.pdf")


def _notice(request: HttpRequest, notice_id: UUID) -> Notice:
    staff(request)
    return get_object_or_404(Notice.objects.select_related("seal", "issuer"), id=notice_id)


def _pdf(sheet: Callable[[], Sheet], name: str) -> HttpResponse:
    try:
        made = printing.pdf(sheet())
    except Refused as refusal:
        return HttpResponse(str(refusal), status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
