"""What services may ask, with a key and without, and what is sent to them."""

from config.variables.setting import Kind, Setting

SETTINGS = (
    Setting(
        "ANONYMOUS_LOOKUPS",
        Kind.FLAG,
        "1",
        "Look-ups, batches and feeds are answered without a key too, within the two quotas below. "
        "The search box of the public page needs it; without it every one of these asks for a key.",
    ),
    Setting(
        "ANONYMOUS_REQUESTS_PER_MINUTE",
        Kind.NUMBER,
        "600",
        "How many of them one server process answers without a key, for all visitors together.",
    ),
    Setting(
        "ANONYMOUS_ADDRESSES_PER_MINUTE",
        Kind.NUMBER,
        "10000",
        "How many addresses, likewise.",
    ),
    Setting(
        "CLIENT_KEY_PEPPER",
        Kind.TEXT,
        "",
        "What the digests of API keys are made with. Unset, it is `SECRET_KEY`. Changing it makes "
        "every key useless, so set it where `SECRET_KEY` is to be changed now and then.",
    ),
    Setting(
        "QUERY_LOG",
        Kind.FLAG,
        "1",
        "One log line for each request to the programming interface: key, endpoint, outcome, time; "
        "never what was asked.",
    ),
    Setting(
        "WEBHOOK_PRIVATE_ADDRESSES",
        Kind.FLAG,
        "0",
        "Webhooks may go to private and local addresses, and by plain HTTP: for a service in the "
        "same closed network. Off, only HTTPS to public addresses is allowed, since whoever may "
        "enter an address could otherwise have the server ask inside.",
    ),
    Setting(
        "FEED_WAITERS",
        Kind.NUMBER,
        "2",
        "How many requests of one server process may wait for the next change at a time. Each "
        "keeps one of its `--blocking-threads` and one connection; further ones are answered at "
        "once. 0: nobody waits.",
    ),
    Setting(
        "BATCH_STREAMS",
        Kind.NUMBER,
        "3",
        "How many batches of lines one server process answers at a time. Each keeps one of its "
        "`--blocking-threads` for as long as the client sends; further ones are told to come "
        "again (503). Together with `FEED_WAITERS` it has to stay below the threads, or whoever "
        "keeps streams open keeps everybody else waiting.",
    ),
)
