"""Phones and recovery codes that were kept as they are come under seal; their tables go."""

from binascii import unhexlify
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import migrations

from people.sealing import seal

PHONES = """
    SELECT DISTINCT ON (user_id, confirmed) user_id, name, confirmed, key, drift, last_t
    FROM otp_totp_totpdevice ORDER BY user_id, confirmed, id DESC
"""
CODES = """
    SELECT device.user_id, token.token FROM otp_static_statictoken token
    JOIN otp_static_staticdevice device ON device.id = token.device_id
"""
GONE = ("otp_totp_totpdevice", "otp_static_statictoken", "otp_static_staticdevice")


def take_over(apps: Any, schema_editor: Any) -> None:
    phone, held, code = (
        apps.get_model("people", name) for name in ("Phone", "RecoveryCodes", "RecoveryCode")
    )
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [GONE[0]])
        if cursor.fetchone()[0] is None:
            return
        cursor.execute(PHONES)
        for user_id, name, confirmed, key, drift, last in cursor.fetchall():
            phone.objects.create(
                user_id=user_id,
                name=name,
                confirmed=confirmed,
                sealed_key=seal(unhexlify(key)),
                drift=drift,
                last_step=last,
            )
        cursor.execute(CODES)
        for user_id, token in cursor.fetchall():
            of, _ = held.objects.get_or_create(user_id=user_id, defaults={"name": "recovery"})
            code.objects.create(of=of, digest=make_password(token))
        for table in GONE:
            cursor.execute(f"DROP TABLE {table}")
        cursor.execute("DELETE FROM django_migrations WHERE app IN ('otp_totp', 'otp_static')")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_sealed_second_steps")]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
