"""`make check`: everything that can be found wrong without running a test."""

from __future__ import annotations

import secrets

from ops.checkout import PYTHON, ROOT, say, show

# What docs/deployment.md asks for, with values that mean nothing.
PRODUCTION = {
    "DEBUG": "0",
    "DEMO": "0",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "zones.example.org",
    "CSRF_TRUSTED_ORIGINS": "https://zones.example.org",
    "SECURE_HTTPS": "1",
    "SECURE_PROXY_HEADER": "1",
    "DATABASE_POOL_SIZE": "8",
}


def all_of_them() -> int:
    """Runs every check, also after one has failed, and names those that did."""
    python = [str(PYTHON)]
    module = [*python, "-m"]
    manage = [*python, "manage.py"]
    unmigrated = ["makemigrations", "--check", "--dry-run"]
    checks: dict[str, tuple[list[str], dict[str, str]]] = {
        "lint": ([*module, "ruff", "check", "."], {}),
        "format": ([*module, "ruff", "format", "--check", "."], {}),
        "types": ([*module, "mypy"], {}),
        "import contracts": ([str(PYTHON.parent / "lint-imports"), "--no-cache"], {}),
        "django": ([*manage, "check"], {}),
        "django, in production": (
            [*manage, "check", "--deploy", "--fail-level", "WARNING"],
            PRODUCTION,
        ),
        # It also asks the database whether its history fits; there may be none here.
        "migrations": (
            [*python, "-Wignore::RuntimeWarning", "manage.py", *unmigrated],
            {},
        ),
    }
    if any((ROOT / "templates").rglob("*.html")):
        checks["templates"] = ([*module, "djlint", "--lint", "--quiet", "templates"], {})
        checks["template format"] = ([*module, "djlint", "--check", "--quiet", "templates"], {})
    failed = [name for name, check in checks.items() if not _passes(name, *check)]
    for name in failed:
        say(f"Failed: {name}")
    print(f"{len(checks) - len(failed)} checks passed, {len(failed)} failed", flush=True)
    return 1 if failed else 0


def _passes(name: str, command: list[str], env: dict[str, str]) -> bool:
    say(f"Checking {name}")
    return show(command, env=env or None) == 0
