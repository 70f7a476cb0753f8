"""Every setting of the site, by subject: one environment variable each, with a default."""

from config.variables import interface, public, security, serving, storage
from config.variables.setting import Kind, Setting

BY_SUBJECT: dict[str, tuple[Setting, ...]] = {
    "Serving": serving.SETTINGS,
    "Data": storage.SETTINGS,
    "The public pages": public.SETTINGS,
    "The programming interface": interface.SETTINGS,
    "Security and the desk": security.SETTINGS,
}
SETTINGS = tuple(setting for settings in BY_SUBJECT.values() for setting in settings)

__all__ = ["BY_SUBJECT", "SETTINGS", "Kind", "Setting"]
