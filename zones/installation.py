"""Which city this installation answers for."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from zones.models import City


def city() -> City:
    """The city named by the ``CITY`` setting, with its districts loaded.

    Raises ``ImproperlyConfigured`` when its seed has not been loaded.
    """
    found = City.objects.filter(slug=settings.CITY).first()
    if found is None:
        raise ImproperlyConfigured(
            f"the city {settings.CITY!r} is not in the database: "
            f"run `manage.py load_city {settings.CITY}`"
        )
    return found
