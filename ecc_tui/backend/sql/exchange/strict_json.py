"""JSON read strictly: what two readers could understand differently is refused, never guessed.

Refused are duplicate keys, NaN and infinities, integers beyond 64 bits, lone surrogates, a byte order mark, bytes that
are not UTF-8, nesting deeper than 64 and texts longer than 8 MiB.
"""

from __future__ import annotations

import json
import re
from typing import NoReturn

DEEPEST = 64
LONGEST = 8 * 1024 * 1024

_BRACKETS_OR_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]')
_BOM = b"\xef\xbb\xbf"


class NotStrict(ValueError):
    """The text is not strict JSON; `rule` is a stable name, `value` what was found."""

    def __init__(self, rule: str, value: str = "") -> None:
        super().__init__(rule)
        self.rule, self.value = rule, value


def decode(data: bytes) -> str:
    """The text of a piece of JSON. Raises NotStrict for its length, a byte order mark, or bytes not UTF-8."""
    if len(data) > LONGEST:
        raise NotStrict("too-long")
    if data.startswith(_BOM):
        raise NotStrict("byte-order-mark")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise NotStrict("not-utf-8", str(error.start + 1)) from error


def parse(text: str) -> object:
    """The value that a text holds. Raises NotStrict."""
    if text.count("[") + text.count("{") > DEEPEST and _depth(text) > DEEPEST:
        raise NotStrict("too-deep")
    try:
        value: object = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise NotStrict("not-json", str(error.pos + 1)) from error
    if "\\u" in text and _has_surrogate(value):
        raise NotStrict("lone-surrogate")
    return value


def _depth(text: str) -> int:
    depth = deepest = 0
    for token in _BRACKETS_OR_STRING.findall(text):
        if token in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif token in "]}":
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) < len(pairs):
        names = [name for name, _ in pairs]
        raise NotStrict("duplicate-key", next(name for name in names if names.count(name) > 1))
    return value


def _integer(digits: str) -> int:
    if len(digits) > 20 or not -(2**63) <= (value := int(digits)) < 2**63:
        raise NotStrict("integer-range", digits[:24])
    return value


def _real(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise NotStrict("not-finite", digits[:24])
    return value


def _constant(name: str) -> NoReturn:
    raise NotStrict("not-finite", name)


def _has_surrogate(value: object) -> bool:
    if isinstance(value, str):
        return any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, dict):
        return any(_has_surrogate(name) or _has_surrogate(item) for name, item in value.items())
    return isinstance(value, list) and any(map(_has_surrogate, value))


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_real, parse_constant=_constant, strict=True
)
