"""What is written into a page instead of being a file beside it."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from config.inline_style import style

register = template.Library()


@register.simple_tag
def inline_style(path: str) -> SafeString:
    """The style sheet of a page, which the content policy admits by its digest."""
    # Our own file, without anything from outside: nothing in it can end the element.
    return mark_safe(f"<style>{style(path)}</style>")
