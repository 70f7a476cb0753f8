"""The pages of the public channels. They translate, nothing else, and they alone read the clock."""

import hashlib
from pathlib import Path
from uuid import UUID

import segno
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from notices.checkpoints import KeyRefused
from outlets.certificates import public_keys
from outlets.verifying import issue, verify
from zones.faces import face_of
from zones.models import Place
from zones.moments import Moment


@require_safe
def certificate_page(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """What a place is or was, to be printed, with a code by which anyone can check it."""
    place = get_object_or_404(Place.objects.select_related("district"), id=place_id)
    moment = Moment.read(request.GET, timezone.now())
    try:
        answer, code = issue(place, moment.as_of, moment.known_at)
    except KeyRefused as error:
        raise Http404(_("本站没有设置签名密钥，不出具证明。")) from error
    address = request.build_absolute_uri(reverse("outlets:verify", args=[code]))
    context = {
        "place": place,
        "face": face_of(answer),
        "moment": moment,
        "code": code,
        "address": address,
        "qr": _qr(address),
        "fingerprint": _fingerprint(),
    }
    return _unkept(render(request, "outlets/certificate.html", context))


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root because what it may serve lies below its address."""
    source = finders.find("js/worker.js")
    if source is None:
        raise Http404("worker.js")
    body = Path(str(source)).read_bytes()
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    # A worker that is replaced must be noticed at once.
    patch_cache_control(response, no_cache=True)
    return response


@require_safe
def verify_form(request: HttpRequest) -> HttpResponseBase:
    """A box for a code."""
    code = "".join(request.GET.get("code", "").split()).rpartition("/verify/")[2].strip("/")
    if code:
        return redirect("outlets:verify", code)
    return _unkept(render(request, "outlets/verify.html", {"fingerprint": _fingerprint()}))


@require_safe
def verify_page(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate is ours, and what the ledger says of it today."""
    try:
        found = verify(code, timezone.now())
    except KeyRefused as error:
        raise Http404(_("本站没有设置签名密钥，不出具证明。")) from error
    context = {
        "found": found,
        "then": face_of(found.then) if found.then else None,
        "present": face_of(found.present) if found.present else None,
        "fingerprint": _fingerprint(),
    }
    return _unkept(render(request, "outlets/verify.html", context))


@require_safe
def verify_key(request: HttpRequest) -> HttpResponse:
    """The public keys, of today and former, by which certificates and checkpoints verify."""
    try:
        keys = _keys()
    except KeyRefused as error:
        raise Http404(_("本站没有设置签名密钥，不出具证明。")) from error
    return HttpResponse(b"".join(keys), content_type="application/x-pem-file")


def _keys() -> list[bytes]:
    former = [Path(file) for file in settings.LEDGER_FORMER_KEYS]
    return public_keys(Path(settings.LEDGER_SIGNING_KEY), former)


def _fingerprint() -> str:
    try:
        return hashlib.sha256(_keys()[0]).hexdigest()
    except KeyRefused:
        return ""


def _qr(address: str) -> SafeString:
    drawn = segno.make(address, error="m", micro=False)
    # Paths and numbers of our own making; the address itself is not in it.
    return mark_safe(drawn.svg_inline(scale=3, border=2, svgclass="qr", lineclass="qr__dots"))


def _unkept(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response
