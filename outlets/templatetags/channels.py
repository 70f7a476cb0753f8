"""What pages of the ground and of the ledger show of the public channels."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def certificates_are_given() -> bool:
    """Whether the site has a key to sign certificates with."""
    return bool(settings.LEDGER_SIGNING_KEY)
