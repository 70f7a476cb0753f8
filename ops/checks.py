"""`make check`: everything that can be found wrong without running a test."""

from __future__ import annotations

from pathlib import Path

from ops.checkout import PYTHON, ROOT, say, show

PRODUCTION = ROOT / "ops" / "production.env.example"


def production() -> dict[str, str]:
    """The environment that docs/deployment.md asks for."""
    return read_environment(PRODUCTION)


def read_environment(path: Path) -> dict[str, str]:
    """An environment file as systemd reads it: one assignment a line, no quotes here."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


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
            production(),
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
