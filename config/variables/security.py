"""How the site is reached, and how long and by what a person at the desk is let in."""

from config.variables.setting import Kind, Setting

SETTINGS = (
    Setting(
        "SECURE_HTTPS",
        Kind.FLAG,
        "1",
        "The site is reached by HTTPS: plain requests are redirected (health checks excepted), "
        "cookies are sent over HTTPS only, and browsers are told to stay with HTTPS. `make run` "
        "turns it off, and `DEBUG` overrides it.",
    ),
    Setting(
        "SECURE_HSTS_SECONDS",
        Kind.NUMBER,
        "31536000",
        "How long browsers are told to stay with HTTPS.",
    ),
    Setting(
        "SECURE_HSTS_SUBDOMAINS",
        Kind.FLAG,
        "1",
        "The same for every subdomain. Turn it off where one of them has no HTTPS.",
    ),
    Setting(
        "SECURE_HSTS_PRELOAD",
        Kind.FLAG,
        "1",
        "Allows the host into the lists that browsers ship with. It is not entered by itself.",
    ),
    Setting(
        "SECURE_PROXY_HEADER",
        Kind.FLAG,
        "0",
        "Believe `X-Forwarded-Proto` and the last entry of `X-Forwarded-For`. Only behind a proxy "
        "that sets both on every request, else anybody can claim to have come by HTTPS, or from "
        "elsewhere.",
    ),
    Setting(
        "SESSION_HOURS",
        Kind.NUMBER,
        "12",
        "How long a staff login lasts at most. It also ends with the browser.",
    ),
    Setting(
        "SESSION_IDLE_MINUTES",
        Kind.NUMBER,
        "30",
        "How long a staff login lasts without a request. The page warns two minutes before.",
    ),
    Setting(
        "REQUIRE_SECOND_STEP",
        Kind.LIST,
        "",
        "The roles (`clerk`, `publisher`, `auditor`, `administrator`) whose holders must sign in "
        "with a code as well as a password. Who has set none up is led to it. Production should "
        "name at least `publisher,administrator`.",
    ),
    Setting(
        "SECOND_STEP_KEYS",
        Kind.LIST,
        "",
        "What the keys of phones are sealed with in the database: 32 random bytes in URL-safe "
        "base64 (`head -c 32 /dev/urandom | basenc --base64url`). The first seals, all of them "
        "open: put a new one in front, run `manage.py reseal_second_steps --commit`, then take "
        "the old one away. Unset, one is derived from `SECRET_KEY`, and whoever changes that has "
        "to set up every phone anew.",
    ),
)
