"""Who may be at the desk, and which drafts they may see."""

from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from notices import drafts
from notices.models import Draft


def staff(request: HttpRequest) -> User:
    """The signed-in user, who must have some business at the desk."""
    user = request.user
    if not (user.has_perm(drafts.ENTER) or user.has_perm(drafts.PUBLISH)):
        raise PermissionDenied("no business at the desk")
    assert isinstance(user, User)
    return user


def visible_draft(request: HttpRequest, draft_id: UUID) -> Draft:
    """A draft that the user may see: their own, or any for a publisher."""
    user = staff(request)
    visible = Draft.objects.select_related("author", "notice")
    if not user.has_perm(drafts.PUBLISH):
        visible = visible.filter(author=user)
    return get_object_or_404(visible, id=draft_id)
