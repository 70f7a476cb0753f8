"""What a text says, remembered: one look at a draft reads its text several times over.

A reading of the language is a value that depends on nothing but the text, so it never goes
stale; what depends on the gazetteer and the ledger is worked out anew every time (``reading``).
"""

from functools import lru_cache

from notices import language

MOST = 32
"""As many texts as lie on the desks of a busy night; a text is 200 kB at most."""


@lru_cache(maxsize=MOST)
def said(text: str) -> language.Notice:
    """What the language reads in a text."""
    return language.parse(text)
