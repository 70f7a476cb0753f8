"""What a draft teaches about names (用名): aliases proposed, for a person to decide."""

from typing import Any

from notices.amended import Origin
from notices.placing import ReadTarget
from notices.reading import Reading
from zones.gazetteer.aliases import propose_alias
from zones.gazetteer.plant import anchor_words
from zones.gazetteer.succession import Refused as AliasRefused


def propose_aliases(reading: Reading) -> None:
    """Note that a new name may be another name of a known place, for a person to decide."""
    head = f"{reading.notice.year}年第{reading.notice.number}号通告用名，与规范名相近"
    for target in (t for e in reading.entries for t in e.targets):
        for place in target.near:
            _propose_alias(place, anchor_words(target.target.path), head)
    head = f"{reading.notice.year}年第{reading.notice.number}号通告用名，录入人读作规范名"
    for entry in reading.entries:
        if entry.worded.origin is Origin.EDITED and entry.worded.before and entry.worded.place:
            targets = zip(entry.worded.before.targets, entry.targets, strict=False)
            for written, read_as in targets:
                _alias_of_reading(written, read_as, head)


def _alias_of_reading(written: Any, read_as: ReadTarget, head: str) -> None:
    """That a clerk read one name for another says that the one may be an alias of the other."""
    try:
        words, name = anchor_words(written.path), anchor_words(read_as.target.path)
    except IndexError:
        return
    place = read_as.known.place if read_as.known else None
    if place is None or words == name:
        return
    for above in type(place).objects.filter(id__in=place.lineage, names__text=name).distinct():
        _propose_alias(above, words, head)


def _propose_alias(place: Any, words: str, why: str) -> None:
    try:
        propose_alias(place=place, text=words, why=why)
    except AliasRefused:
        return
