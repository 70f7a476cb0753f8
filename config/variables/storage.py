"""Where the data is, and which of them: the real ledger or the one for practice."""

from config.variables.setting import Kind, Setting

SETTINGS = (
    Setting(
        "DATABASE_URL",
        Kind.TEXT,
        "",
        "`postgresql://user:password@host:port/name`, or `postgresql:///name?host=/socket/dir`. "
        "What the server connects with; give it a role that owns nothing. Unset, the private "
        "cluster under `var/` is used, as its application role.",
    ),
    Setting(
        "DATABASE_OWNER_URL",
        Kind.TEXT,
        "",
        "What `migrate`, `grant_application_role` and the tests connect with: the role that owns "
        "the schema. Unset, it is `DATABASE_URL`, or the owner of the private cluster's database.",
    ),
    Setting(
        "DATABASE_REPLICA_URL",
        Kind.TEXT,
        "",
        "A streaming replica (读副本) of `DATABASE_URL`, written in the same way: what the public "
        "asks is read there while it has all that the primary has. Unset, everything is read "
        "from the primary.",
    ),
    Setting(
        "REPLICA_TRUST_SECONDS",
        Kind.NUMBER,
        "10",
        "For how many seconds the replica is read on after it was last found to have all that "
        "the primary has (the two are compared twice a second, and at once when an act is "
        "recorded). One that is known to be behind is not read at all. So long, and no longer, "
        "the public is answered while the primary is away.",
    ),
    Setting(
        "TRAINING",
        Kind.FLAG,
        "0",
        "The desk for practice (演练), on a database of its own, as a role of its own: the names "
        "above with `_training` after them. It does not start with a role that could connect to "
        "the real database. Only the desk answers, no public page and no interface; nothing is "
        "signed or sent, and its ledger begins from another seal, so that no export of it ever "
        "verifies as the real one. `make train` turns it on.",
    ),
    Setting(
        "DATABASE_POOL_SIZE",
        Kind.NUMBER,
        "0",
        "The most connections that one server process keeps. 0 keeps no pool but one connection "
        "a thread, which is right for commands.",
    ),
    Setting(
        "CITY",
        Kind.TEXT,
        "taiyuan",
        "The city that the site is for, by the name of its directory in `seed/`.",
    ),
    Setting(
        "LEDGER_SIGNING_KEY",
        Kind.TEXT,
        "",
        "A PEM file with an Ed25519 private key, with which `manage.py sign_checkpoint` signs "
        "where the ledger stands, and with which certificates are signed: without it there are "
        "none. `manage.py make_signing_key FILE` makes one; `make run` makes one for the demo.",
    ),
    Setting(
        "LEDGER_FORMER_KEYS",
        Kind.LIST,
        "",
        "PEM files with the public keys that were in use before: what they signed still verifies.",
    ),
)
