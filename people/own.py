"""What everybody does with their own account: the password, the second step."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from django_otp import login as otp_login

from people.accounts import password_changed
from people.addresses import client_address
from people.doors import MUST_CHANGE
from people.forms import CodeForm
from people.models import Phone
from people.second_step import confirm_device, has_second_step, new_device, picture
from people.services import Refused


class ChangePassword(LoginRequiredMixin, auth_views.PasswordChangeView):
    """Somebody sets a password of their own; their other logins end."""

    template_name = "people/password.html"
    success_url = reverse_lazy("notices:desk:home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        must = self.request.session.get(MUST_CHANGE)
        return super().get_context_data(**kwargs) | {"must_change": must}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        self.request.session.pop(MUST_CHANGE, None)
        password_changed(form.user, address=client_address(self.request))
        messages.success(self.request, _("密码已修改。"))
        return response


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Set up a phone: scan, type a code, keep the recovery codes."""
    user = request.user
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = confirm_device(
                user=user, code=form.cleaned_data["code"], address=client_address(request)
            )
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            otp_login(request, Phone.objects.get(user=user, confirmed=True))
            return render(request, "people/recovery.html", {"codes": codes})
    device = new_device(user)
    context = {"form": form, "key": _in_fours(device), "replaces": has_second_step(user)}
    return render(request, "people/second_step.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_GET
def qr(request: HttpRequest) -> HttpResponse:
    """The key of the phone about to be set up, as a picture to scan; nobody else's."""
    device = Phone.objects.filter(user=request.user, confirmed=False).first()
    if device is None:
        return redirect("people:second-step")
    return HttpResponse(picture(device), content_type="image/svg+xml")


def _in_fours(device: Phone) -> str:
    key = device.key_in_letters
    return " ".join(key[i : i + 4] for i in range(0, len(key), 4))
