"""The door: passwords, codes, locks, how long a login lasts, and what is kept of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp

from notices.drafts import start_draft
from notices.models import Draft
from people.accounts import reset_password
from people.doors import SEEN, SIGNED_IN
from people.duties import Role
from people.models import Happening, Phone
from people.models.second_step import DIGITS, STEP
from people.passwords import MixedValidator
from people.second_step import confirm_device, new_device
from tests.ground import person, small_city

LOGIN = "/staff/login/"
HOME = "/staff/"
RIGHT = "Zhengque-1"


@pytest.fixture
def clerk(db: None) -> User:
    small_city()
    user = person("clerk", Role.CLERK)
    user.set_password(RIGHT)
    user.save()
    return user


@pytest.fixture
def chief(clerk: User) -> User:
    return person("chief", Role.ADMINISTRATOR)


def sign_in(client: Client, password: str = RIGHT, username: str = "clerk") -> Any:
    return client.post(LOGIN, {"username": username, "password": password, "next": HOME})


def kinds(username: str = "clerk") -> list[str]:
    rows = Happening.objects.filter(username=username).exclude(kind="role_granted")
    return list(rows.order_by("id").values_list("kind", flat=True))


def code_of(device: Phone, steps: int = 0) -> str:
    return f"{totp(device.key, STEP, 0, DIGITS, steps):06d}"


def test_a_login_and_its_end_are_kept(client: Client, clerk: User) -> None:
    assert sign_in(client)["Location"] == HOME
    assert client.get(HOME).status_code == 200
    assert client.get("/staff/logout/").status_code == 405
    client.post("/staff/logout/")
    assert client.get(HOME)["Location"].startswith(LOGIN)
    assert kinds() == ["signed_in", "signed_out"]
    assert Happening.objects.filter(kind="signed_in").get().address == "127.0.0.1"


@pytest.mark.parametrize("username", ["clerk", "nobody"])
def test_five_wrong_passwords_close_the_door_whether_the_account_exists_or_not(
    client: Client, clerk: User, chief: User, username: str
) -> None:
    replies = [sign_in(client, "wrong", username) for _ in range(5)]
    assert [r.status_code for r in replies] == [200] * 4 + [429]
    assert "暂停登录30分钟" in replies[-1].content.decode()
    assert sign_in(client, RIGHT, username).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, RIGHT, username).status_code == (302 if username == "clerk" else 200)
    assert "locked_out" in kinds(username)


def test_an_administrator_opens_the_door_again(client: Client, clerk: User, chief: User) -> None:
    for _ in range(5):
        sign_in(client, "wrong")
    desk = Client()
    desk.force_login(chief)
    assert "已锁定" in desk.get(reverse("people:people")).content.decode()
    desk.post(reverse("people:unlock", args=[clerk.pk]))
    assert sign_in(client).status_code == 302
    assert kinds()[-2:] == ["unlocked", "signed_in"]


def test_a_closed_account_is_told_nothing_that_an_unknown_one_is_not(
    client: Client, clerk: User
) -> None:
    unknown = sign_in(client, "wrong", "nobody").content.decode()
    clerk.is_active = False
    clerk.save()
    closed = sign_in(client).content.decode()
    assert "alert" in closed
    sentence = closed.split('role="alert"')[1].split("</p>")[0]
    assert sentence == unknown.split('role="alert"')[1].split("</p>")[0]


def test_a_second_step_is_set_up_and_then_asked_for(client: Client, clerk: User) -> None:
    sign_in(client)
    page = client.get(reverse("people:second-step"))
    assert page.status_code == 200
    picture = client.get(reverse("people:picture"))
    assert picture["Content-Type"] == "image/svg+xml"
    device = Phone.objects.get(user=clerk)
    wrong = client.post(reverse("people:second-step"), {"code": "000000"})
    assert wrong.status_code == 422
    device.refresh_from_db()
    device.throttle_reset()
    done = client.post(reverse("people:second-step"), {"code": code_of(device)})
    codes = done.context["codes"]
    assert len(set(codes)) == 8
    assert client.get(HOME).status_code == 200
    client.post("/staff/logout/")
    assert sign_in(client)["Location"] == reverse("people:code")
    assert client.get(HOME)["Location"].startswith(LOGIN)
    assert client.post(reverse("people:code"), {"code": "000000"}).status_code == 422
    assert client.post(reverse("people:code"), {"code": codes[0]})["Location"] == HOME
    assert client.get(HOME).status_code == 200
    client.post("/staff/logout/")
    sign_in(client)
    again = client.post(reverse("people:code"), {"code": codes[0]})
    assert again.status_code == 422
    assert kinds() == [
        *("signed_in", "code_set_up", "signed_out"),
        *("code_refused", "signed_in", "signed_out", "code_refused"),
    ]


def test_a_code_is_taken_once(client: Client, clerk: User) -> None:
    device = new_device(clerk)
    confirm_device(user=clerk, code=code_of(device))
    sign_in(client)
    assert client.post(reverse("people:code"), {"code": code_of(device)}).status_code == 422


def test_a_role_may_require_the_second_step(client: Client, clerk: User, settings: Any) -> None:
    settings.REQUIRE_SECOND_STEP = frozenset({"clerk"})
    sign_in(client)
    assert client.get(HOME)["Location"] == reverse("people:second-step")
    assert client.get(reverse("people:second-step")).status_code == 200
    settings.REQUIRE_SECOND_STEP = frozenset({"publisher"})
    assert client.get(HOME).status_code == 200


def test_a_lost_phone_is_forgotten_by_an_administrator(
    client: Client, clerk: User, chief: User
) -> None:
    confirm_device(user=clerk, code=code_of(new_device(clerk)))
    desk = Client()
    desk.force_login(chief)
    desk.post(reverse("people:forget", args=[clerk.pk]))
    assert sign_in(client)["Location"] == HOME


def test_a_password_that_somebody_else_set_is_changed_first(
    client: Client, clerk: User, chief: User
) -> None:
    password = reset_password(by=chief, user=clerk)
    sign_in(client, password)
    assert client.get(HOME)["Location"] == reverse("people:password")
    form = {"old_password": password, "new_password1": "jintian", "new_password2": "jintian"}
    weak = client.post(reverse("people:password"), form).content.decode()
    assert "至少三类" in weak
    assert "10" in weak
    form |= {"new_password1": "Jintian-Xinde-9", "new_password2": "Jintian-Xinde-9"}
    assert client.post(reverse("people:password"), form)["Location"] == HOME
    assert client.get(HOME).status_code == 200
    client.post("/staff/logout/")
    sign_in(client, "Jintian-Xinde-9")
    assert client.get(HOME).status_code == 200


@pytest.mark.parametrize(
    ("password", "sound"),
    [
        ("abcDEF123", True),
        ("abc123-", True),
        ("密码abc1", True),
        ("abc123", False),
        ("abcABC", False),
    ],
)
def test_a_password_mixes_three_kinds(password: str, sound: bool) -> None:  # noqa: FBT001
    if sound:
        MixedValidator().validate(password)
    else:
        with pytest.raises(ValidationError):
            MixedValidator().validate(password)


@pytest.mark.parametrize(
    ("key", "age"), [(SEEN, timedelta(minutes=31)), (SIGNED_IN, timedelta(hours=12, minutes=1))]
)
def test_a_login_ends_when_idle_and_after_the_longest_day(
    client: Client, clerk: User, key: str, age: timedelta
) -> None:
    sign_in(client)
    session = client.session
    session[key] = (timezone.now() - age).timestamp()
    session.save()
    told = client.post(reverse("people:stay"), headers={"accept": "application/json"})
    assert told.status_code == 401
    assert client.get(HOME)["Location"].startswith(LOGIN)


def test_staying_lengthens_the_idle_time_and_not_the_day(client: Client, clerk: User) -> None:
    sign_in(client)
    session = client.session
    session[SEEN] = (timezone.now() - timedelta(minutes=20)).timestamp()
    session[SIGNED_IN] = (timezone.now() - timedelta(hours=11)).timestamp()
    session.save()
    times = client.post(reverse("people:stay")).json()
    now = timezone.now()
    left = {k: timezone.datetime.fromisoformat(v) - now for k, v in times.items()}
    assert left["idle"] > timedelta(minutes=28)
    assert left["latest"] < timedelta(hours=1, minutes=1)


def test_a_refusal_is_kept_for_the_auditor(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    assert client.get(reverse("people:people")).status_code == 403
    refused = Happening.objects.get(kind="refused")
    assert (refused.username, refused.detail) == ("clerk", "GET /staff/people/")


def test_what_a_service_refuses_is_kept_too_though_its_transaction_is_given_up(
    client: Client, clerk: User
) -> None:
    client.force_login(clerk)
    draft = start_draft(author=clerk, text="2022年第193号")
    Draft.objects.filter(id=draft.id).update(status=Draft.Status.SUBMITTED)
    client.post(reverse("notices:desk:publish", args=[draft.id]))
    refused = Happening.objects.get(kind="refused")
    assert refused.username == "clerk"
    assert refused.detail.startswith(f"POST /staff/drafts/{draft.id}/publish/ 您没有审核")


def test_a_form_of_another_site_is_refused(clerk: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403
    strict.force_login(clerk)
    assert strict.post(reverse("people:stay")).status_code == 403


def test_behind_a_proxy_the_address_that_it_added_is_the_one_that_is_locked_out(
    client: Client, clerk: User, settings: Any
) -> None:
    settings.TRUST_FORWARDED_FOR = True

    def tries(said: str) -> int:
        wrong = {"username": clerk.username, "password": "wrong"}
        return client.post("/staff/login/", wrong, HTTP_X_FORWARDED_FOR=said).status_code

    forged = [tries(f"198.51.100.{i}, 203.0.113.7") for i in range(6)]
    assert forged[-1] == 429, "what the caller put in front is believed by nobody"
    assert tries("203.0.113.8") != 429, "another caller is not locked out for it"


def test_without_a_proxy_what_the_caller_says_of_the_address_counts_for_nothing(
    client: Client, clerk: User
) -> None:
    wrong = {"username": clerk.username, "password": "wrong"}
    told = [
        client.post("/staff/login/", wrong, HTTP_X_FORWARDED_FOR=f"198.51.100.{i}").status_code
        for i in range(6)
    ]
    assert told[-1] == 429
