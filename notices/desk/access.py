"""Who may be at the desk, and which drafts they may see."""

from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from notices.models import Draft
from notices.permissions import visible_drafts
from people.duties import Role
from people.selectors import duties_of


def staff(request: HttpRequest) -> User:
    """The signed-in user, who must have some business with the ledger's desk."""
    user = request.user
    duties = duties_of(user)
    if not duties.roles & {Role.CLERK, Role.PUBLISHER, Role.AUDITOR}:
        raise PermissionDenied("no business at the desk")
    assert isinstance(user, User)
    return user


def visible_draft(request: HttpRequest, draft_id: UUID) -> Draft:
    """A draft that the user may see, as ``notices.permissions`` says; else there is none."""
    visible = visible_drafts(staff(request)).select_related("author", "notice")
    return get_object_or_404(visible, id=draft_id)
