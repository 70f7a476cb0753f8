"""How the site is served: its secret, its names, its processes and their memory."""

from config.variables.setting import Kind, Setting

SETTINGS = (
    Setting(
        "SECRET_KEY",
        Kind.TEXT,
        "",
        "Signs sessions and form tokens. The server refuses to start without it unless `DEBUG` is "
        "on. `make run` generates one into `var/secret-key` for the demo, which commands on the "
        "demo's database take too; make your own for production, at least 50 random characters.",
    ),
    Setting(
        "DEBUG", Kind.FLAG, "0", "Django's debug pages, for development only. Never in production."
    ),
    Setting(
        "DEMO",
        Kind.FLAG,
        "0",
        "The site shows demonstration data and says so on every page. `make run` turns it on. "
        "Demo accounts exist only where it is on.",
    ),
    Setting(
        "ALLOWED_HOSTS",
        Kind.LIST,
        "localhost,127.0.0.1,[::1]",
        "The host names that the site answers to.",
    ),
    Setting(
        "CSRF_TRUSTED_ORIGINS",
        Kind.LIST,
        "",
        "Origins, with scheme, that may post forms besides the site's own host: needed where the "
        "public name differs from the host that the proxy passes on.",
    ),
    Setting("PORT", Kind.NUMBER, "8000", "The port that `make run` serves on, on 127.0.0.1."),
    Setting("WEB_WORKERS", Kind.NUMBER, "2", "The server processes that `make run` starts."),
    Setting(
        "LOG_LEVEL", Kind.TEXT, "INFO", "DEBUG, INFO, WARNING or ERROR. The log goes to stderr."
    ),
    Setting(
        "SNAPSHOT_TRUST_SECONDS",
        Kind.NUMBER,
        "3",
        "For how many seconds a server process trusts its snapshot after it has last found it to "
        "be what the database has (it looks twice a second, and at once when it is told of a "
        "change). After that the database answers, and /readyz says so.",
    ),
    Setting(
        "FOLLOW_LEDGER",
        Kind.FLAG,
        "1",
        "A server process answers look-ups from a snapshot in memory. 0 leaves them all to the "
        "database, for where memory is short.",
    ),
    Setting(
        "GDAL_LIBRARY_PATH",
        Kind.TEXT,
        "",
        "Another GDAL than the one inside the pyogrio wheel.",
    ),
    Setting(
        "GEOS_LIBRARY_PATH",
        Kind.TEXT,
        "",
        "Another GEOS than the one inside the shapely wheel.",
    ),
    Setting(
        "CHROMIUM",
        Kind.TEXT,
        "",
        "The Chromium that the browser tests drive. Unset, the first one found on `PATH`.",
    ),
)
