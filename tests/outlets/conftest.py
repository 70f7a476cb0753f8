"""The city of the pages serves the channels too."""

from tests.pages.conftest import (  # noqa: F401
    _compiled_languages,
    city,
    client,
    live_city,
    standing_city,
)
