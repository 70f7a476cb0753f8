"""The address language (地址语言): any Chinese place string becomes typed parts with spans.

Pure: no Django, no clock, no input or output, no randomness. ``parse`` never raises on any
text; what it does not understand it keeps and says so.
"""

from zones.address.expand import expand, kept
from zones.address.export import as_json, path_as_json
from zones.address.fold import Normal, fold, unwrap
from zones.address.keys import (
    complex_key,
    different_streets,
    is_numbered,
    local_key,
    path_key,
    segment_key,
    value_key,
)
from zones.address.parser import parse
from zones.address.show import name, show
from zones.address.values import (
    Address,
    Finding,
    Level,
    Part,
    Range,
    Segment,
    Severity,
    Span,
    Target,
)

__all__ = [
    "Address",
    "Finding",
    "Level",
    "Normal",
    "Part",
    "Range",
    "Segment",
    "Severity",
    "Span",
    "Target",
    "as_json",
    "complex_key",
    "different_streets",
    "expand",
    "fold",
    "is_numbered",
    "kept",
    "local_key",
    "name",
    "parse",
    "path_as_json",
    "path_key",
    "segment_key",
    "show",
    "unwrap",
    "value_key",
]
