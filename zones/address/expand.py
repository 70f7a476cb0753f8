"""Ranges into single places (展开): 1-5号楼 is five buildings."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, product
from math import prod

from zones.address.keys import segment_key
from zones.address.tails import phase_name
from zones.address.values import Address, Level, Segment, Target

Path = tuple[Segment, ...]


def expand(address: Address, *, limit: int = 2000) -> tuple[Target, ...]:
    """Every target of ``address`` with its ranges spelled out, at most ``limit`` in all.

    A target whose ranges would pass the limit keeps them; ``kept`` tells which did. The
    ranges of what a target excludes are spelled out under the same limit.
    """
    room = limit - len(address.targets)
    found: list[Target] = []
    for target in address.targets:
        exceptions = _within(target.exceptions, limit)
        plain = replace(target, exceptions=exceptions) if exceptions else target
        more = _count(target.path) - 1
        if _has_range(target.path) and more <= max(room, 0):
            found += _apart(plain)
            room -= more
        else:
            found.append(plain)
    return tuple(found)


def kept(targets: Iterable[Target]) -> tuple[Target, ...]:
    """The targets that still hold a range, in their own path or in what they exclude."""
    return tuple(
        target for target in targets if any(map(_has_range, (target.path, *target.exceptions)))
    )


def _apart(target: Target) -> list[Target]:
    """The single places of ``target``, each with the exceptions that concern it.

    One that is excepted as a whole is not meant at all: 1-3号楼（2号楼除外）.
    """
    excepted = [(path, _keys(path)) for path in target.exceptions]
    found = []
    for path in _spelled(target.path):
        keys = _keys(path)
        if any(other == keys for _, other in excepted):
            continue
        own = tuple(each for each, other in excepted if other[: len(keys)] == keys)
        found.append(replace(target, path=path, exceptions=own))
    return found


def _keys(path: Path) -> tuple[tuple[Level, str], ...]:
    return tuple((segment.level, segment_key(segment)) for segment in path)


def _within(paths: tuple[Path, ...], limit: int) -> tuple[Path, ...]:
    if sum(map(_count, paths)) > limit:
        return paths
    return tuple(chain.from_iterable(map(_spelled, paths)))


def _has_range(path: Path) -> bool:
    return any(segment.range for segment in path)


def _count(path: Path) -> int:
    return prod(len(segment.range) for segment in path if segment.range)


def _spelled(path: Path) -> list[Path]:
    return list(product(*(_singles(s) if s.range else [s] for s in path)))


def _singles(segment: Segment) -> list[Segment]:
    labels = segment.range.labels() if segment.range else ()
    return [replace(segment, value=_value(segment, label), range=None) for label in labels]


def _value(segment: Segment, label: str) -> str:
    """1-3期 holds 一期, 二期, 三期; 1-9号 holds 1号."""
    if segment.level in (Level.BUILDING, Level.UNIT):
        return label
    if segment.range and segment.range.prefix.endswith("附"):
        return label + "号" * segment.value.endswith("号")
    suffix = segment.value.lstrip("0123456789-~ABCDEFGHIJKLMNOPQRSTUVWXYZ东南西北甲乙丙丁新老第")
    return phase_name(label) if suffix == "期" else label + suffix
