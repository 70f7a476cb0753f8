"""Keys of phones and recovery codes as they are kept."""

from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django_otp.oath import totp

from people.models import Phone, RecoveryCode
from people.models.second_step import DIGITS, STEP
from people.sealing import Unreadable, reseal, seal, unseal
from people.second_step import confirm_device, new_device, new_recovery_codes, verify

SECRET = b"12345678901234567890"


@pytest.fixture
def clerk(db: None) -> User:
    return User.objects.create_user("clerk")


def code_of(phone: Phone) -> str:
    return f"{totp(phone.key, STEP, 0, DIGITS):06d}"


def rows(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
        return str(cursor.fetchone()[0])


def test_neither_a_key_nor_a_recovery_code_is_in_the_database(clerk: User) -> None:
    phone = new_device(clerk)
    codes = confirm_device(user=clerk, code=code_of(phone))
    kept = rows(Phone._meta.db_table) + rows(RecoveryCode._meta.db_table)
    assert phone.key_in_letters not in kept
    assert phone.key.hex() not in kept
    assert not any(code in kept for code in codes)


def test_a_recovery_code_is_good_once_and_new_ones_end_the_old(clerk: User) -> None:
    first, second, *_ = new_recovery_codes(clerk)
    assert verify(clerk, first)
    assert not verify(clerk, first)
    clerk.recoverycodes_set.get().throttle_reset()  # type: ignore[attr-defined]
    assert verify(clerk, second)
    old = new_recovery_codes(clerk)[0]
    new_recovery_codes(clerk)
    assert not verify(clerk, old)


def test_a_wrong_code_has_the_next_one_wait_even_where_that_is_right(clerk: User) -> None:
    phone = new_device(clerk)
    assert not phone.verify_token("000000" if code_of(phone) != "000000" else "000001")
    assert not phone.verify_token(code_of(phone))
    phone.throttle_reset()
    assert phone.verify_token(code_of(phone))


def test_another_key_in_front_takes_over_and_the_old_one_may_then_go(
    clerk: User, settings: Any
) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.SECOND_STEP_KEYS = [old]
    key = new_device(clerk).key
    settings.SECOND_STEP_KEYS = [new, old]
    call_command("reseal_second_steps", stdout=StringIO())
    settings.SECOND_STEP_KEYS = [new]
    with pytest.raises(CommandError, match="clerk"):
        call_command("reseal_second_steps", "--commit", stdout=StringIO())
    settings.SECOND_STEP_KEYS = [new, old]
    call_command("reseal_second_steps", "--commit", stdout=StringIO())
    settings.SECOND_STEP_KEYS = [new]
    assert Phone.objects.get().key == key


def test_a_phone_that_no_key_opens_lets_nobody_in(
    clerk: User, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    phone = new_device(clerk)
    code = code_of(phone)
    confirm_device(user=clerk, code=code)
    Phone.objects.update(last_step=-1)
    settings.SECOND_STEP_KEYS = [Fernet.generate_key().decode()]
    assert verify(clerk, code) is None
    assert "SECOND_STEP_KEYS" in caplog.text
    assert new_device(clerk).is_readable


def test_a_key_that_is_none_is_refused(settings: Any) -> None:
    settings.SECOND_STEP_KEYS = ["secret"]
    with pytest.raises(ImproperlyConfigured, match="SECOND_STEP_KEYS"):
        seal(SECRET)


def test_what_is_sealed_opens_with_the_same_key_alone(settings: Any) -> None:
    kept = seal(SECRET)
    assert unseal(kept) == SECRET
    assert unseal(reseal(kept)) == SECRET
    settings.SECRET_KEY = "another"
    for act in (unseal, reseal):
        with pytest.raises(Unreadable):
            act(kept)


LEGACY = f"""
    CREATE TABLE otp_totp_totpdevice (id int, user_id int, name text, confirmed bool, key text,
        drift int, last_t bigint);
    CREATE TABLE otp_static_staticdevice (id int, user_id int);
    CREATE TABLE otp_static_statictoken (device_id int, token text);
    INSERT INTO otp_totp_totpdevice VALUES (1, %(user)s, 'phone', true, '{SECRET.hex()}', 2, 77);
    INSERT INTO otp_static_staticdevice VALUES (5, %(user)s);
    INSERT INTO otp_static_statictoken VALUES (5, 'abcdefgh');
"""


def test_what_was_kept_unsealed_is_taken_over_and_its_tables_go(clerk: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LEGACY, {"user": clerk.pk})
    with connection.schema_editor() as editor:
        import_module("people.migrations.0003_seal_phones").take_over(apps, editor)
    phone = Phone.objects.get(user=clerk, confirmed=True)
    assert (phone.key, phone.drift, phone.last_step) == (SECRET, 2, 77)
    assert verify(clerk, "abcdefgh")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'otp%%'")
        assert cursor.fetchone()[0] == 0
