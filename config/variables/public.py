"""What visitors are shown, and for how long copies of it are kept."""

from config.variables.setting import Kind, Setting

SETTINGS = (
    Setting(
        "HOUSEHOLD_PUBLIC_DAYS",
        Kind.NUMBER,
        "14",
        "For how many days from the day on which an entry takes effect the public is shown the "
        "household (户室) that it names. Then every public channel shows 某户; the ledger and the "
        "desk keep the words. 0 never shows one.",
    ),
    Setting(
        "PUBLIC_CACHE_SECONDS",
        Kind.NUMBER,
        "5",
        "For how long browsers and caches in between may keep a public page without asking again. "
        "They never keep one past the next known change. See docs/public-channels.md.",
    ),
    Setting(
        "PAGE_CACHE_MB",
        Kind.NUMBER,
        "32",
        "How much memory one server process gives to rendered public pages and data. 0 keeps none.",
    ),
    Setting(
        "BASE_MAP_URL",
        Kind.TEXT,
        "",
        "The tiles of a base map, with `{z}`, `{x}` and `{y}` (XYZ), or the address of a WMTS "
        "with `{TileMatrix}`, `{TileRow}` and `{TileCol}`; `{key}` stands for `BASE_MAP_KEY`. "
        "Visitors' browsers then ask that host where they look, and only that host is allowed. "
        "Unset, the outlines make the map and nobody is asked.",
    ),
    Setting(
        "BASE_MAP_DATUM",
        Kind.TEXT,
        "wgs84",
        "The datum of the base map: `wgs84`, `cgcs2000`, `gcj02` or `bd09`. Ours is WGS-84: "
        "the tiles of a shifted one are put right when they are shown.",
    ),
    Setting("BASE_MAP_KEY", Kind.TEXT, "", "The key of the base map. It is seen by every visitor."),
    Setting(
        "BASE_MAP_ATTRIBUTION",
        Kind.TEXT,
        "",
        "Whose map it is, and its approval number: shown on the map.",
    ),
    Setting(
        "STALE_AFTER_HOURS",
        Kind.NUMBER,
        "36",
        "The public pages say that they are stale (过期) so long after the day of the latest "
        "notice, or after its recording where that was earlier.",
    ),
    Setting(
        "HOTLINE",
        Kind.TEXT,
        "12345",
        "The telephone number that people are sent to where the ledger has no answer.",
    ),
    Setting(
        "SUGGESTIONS_A_MINUTE",
        Kind.NUMBER,
        "240",
        "How often a minute one network address may ask for suggestions while typing.",
    ),
)
