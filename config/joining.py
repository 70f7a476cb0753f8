"""Style sheets and ES modules written as one file each, so that a slow line is asked once. Pure.

The sources stay as they are read and edited; what is handed out holds what it imports. A shape
that is not understood here is refused, so that a release is never gathered half joined.
"""

import posixpath
import re
from collections.abc import Callable

Read = Callable[[str], str]
"""The text of a static file, by its name."""

_STYLE = re.compile(r'^@import "(?P<path>[\w./-]+\.css)";$', re.MULTILINE)
_URL = re.compile(r"""url\(\s*(?P<quote>["']?)(?![a-z]+:|/|#)(?P<path>[^"')]+)(?P=quote)\s*\)""")
_IMPORT = re.compile(
    r"^import (?:(?:\{(?P<names>[\w\s,]+)\}|\* as (?P<whole>\w+)) from )?"
    r'"(?P<path>\.{1,2}/[\w./-]+\.js)";\n',
    re.MULTILINE,
)
_EXPORT = re.compile(
    r"^export (?P<what>(?:async )?function\*?|class|const|let) (?P<name>\w+)", re.MULTILINE
)
_LEFT = re.compile(r"^(?:import|export)\b(?!\().*$", re.MULTILINE)
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


class NotUnderstood(ValueError):
    """An import or export in a form that cannot be joined."""


def joined_style(name: str, read: Read) -> str:
    """A style sheet with the text of those it imports in their place."""

    def taken_in(found: re.Match[str]) -> str:
        imported = _resolved(name, found["path"])
        return _moved(joined_style(imported, read), imported, name)

    return _STYLE.sub(taken_in, read(name))


def _moved(text: str, old: str, new: str) -> str:
    """The text of a style sheet with its pictures named as from another folder."""
    if posixpath.dirname(old) == posixpath.dirname(new):
        return text

    def renamed(found: re.Match[str]) -> str:
        picture = _resolved(old, found["path"])
        return f'url("{posixpath.relpath(picture, posixpath.dirname(new))}")'

    return _URL.sub(renamed, text)


def joined_module(name: str, read: Read) -> str:
    """A module with all that it imports, each in a scope of its own, in the order of need.

    What is imported only when it is wanted (``import()``) stays a file of its own; what both
    need is then in both, so a module with a state must not be shared that way.
    """
    order: list[str] = []
    _gather(name, read, order, above=())
    scopes = {each: f"m{number}" for number, each in enumerate(order)}
    parts = [_scope(each, read(each), scopes) for each in order]
    names = ", ".join(_exported(read(name)))
    return "".join(parts) + (f"export const {{ {names} }} = {scopes[name]};\n" if names else "")


def _gather(name: str, read: Read, order: list[str], above: tuple[str, ...]) -> None:
    if name in above:
        raise NotUnderstood(f"{name} imports itself by way of {above[-1]}")
    for found in _IMPORT.finditer(read(name)):
        imported = _resolved(name, found["path"])
        if imported not in order:
            _gather(imported, read, order, (*above, name))
    order.append(name)


def _scope(name: str, text: str, scopes: dict[str, str]) -> str:
    def bound(found: re.Match[str]) -> str:
        if found["whole"]:
            return f"const {found['whole']} = {scopes[_resolved(name, found['path'])]};\n"
        if not found["names"]:
            return ""
        names = re.sub(r"\b(\w+) as (\w+)\b", r"\1: \2", found["names"])
        return f"const {{{names}}} = {scopes[_resolved(name, found['path'])]};\n"

    body = _SOURCE_MAP.sub("", _EXPORT.sub(r"\g<what> \g<name>", _IMPORT.sub(bound, text)))
    if left := _LEFT.search(body):
        raise NotUnderstood(f"{name}: {left[0]}")
    told = ", ".join(_exported(text))
    return f"const {scopes[name]} = (() => {{\n{body}\nreturn {{ {told} }};\n}})();\n"


def _exported(text: str) -> list[str]:
    return [found["name"] for found in _EXPORT.finditer(text)]


def _resolved(name: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
