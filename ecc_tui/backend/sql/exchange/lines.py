"""From the bytes of one line to a record, or to the reason why not."""

from __future__ import annotations

import re

import msgspec
from msgspec import Struct

from ecc_tui.backend.sql.exchange import strict_json
from ecc_tui.backend.sql.exchange.records import MULTILINE_FIELDS, BrokenRule, Record
from ecc_tui.backend.sql.exchange.tables import TYPES
from ecc_tui.domain.text import clean, one_line


class BadLine(Struct, frozen=True):
    """A line that can't be loaded: its number from 1, a stable name of the rule, the field, and what was found."""

    line: int
    rule: str
    field: str = ""
    value: str = ""


class Refused(Exception):
    """One line is bad."""

    def __init__(self, rule: str, field: str = "", value: str = "") -> None:
        super().__init__(rule)
        self.rule, self.field, self.value = rule, field, one_line(clean(str(value)), 80)

    def at(self, line: int) -> BadLine:
        """The same with the line's number."""
        return BadLine(line, self.rule, one_line(clean(self.field), 80), self.value)


def read_line(data: bytes) -> Record:
    """The record of a line, its texts clean. Raises Refused."""
    try:
        text = strict_json.decode(data.rstrip(b"\r\n"))
        value = strict_json.parse(text)
    except strict_json.NotStrict as error:
        raise Refused(error.rule, value=error.value) from error
    if not isinstance(value, dict):
        raise Refused("not-an-object")
    if "type" not in value:
        raise Refused("missing", "type")
    name = value["type"]
    record_type = TYPES.get(name) if isinstance(name, str) else None
    if record_type is None:
        raise Refused("unknown-type", "type", str(name))
    if "\\" in text or clean(text) != text:
        value = _cleaned(value)
    try:
        record: Record = msgspec.convert(value, record_type.struct)
    except msgspec.ValidationError as error:
        raise _reason(error) from error
    return record


def _cleaned(value: object, field: str = "") -> object:
    if isinstance(value, str):
        return clean(value, multiline=field in MULTILINE_FIELDS)
    if isinstance(value, list):
        return [_cleaned(item, field) for item in value]
    if isinstance(value, dict):
        # The languages of a long text are as long.
        return {
            clean(name): _cleaned(item, field if field in MULTILINE_FIELDS else name) for name, item in value.items()
        }
    return value


_MESSAGES = (
    (re.compile(r"Object missing required field `(?P<field>.*)`\Z", re.S), "missing"),
    (re.compile(r"Object contains unknown field `(?P<field>.*)`\Z", re.S), "unknown-field"),
    (re.compile(r"Expected `\w+` of length >= (?P<value>\d+)"), "too-short"),
    (re.compile(r"Expected `\w+` of length <= (?P<value>\d+)"), "too-long-text"),
    (re.compile(r"Expected `str` matching regex"), "form"),
    (re.compile(r"Expected `int` (?P<value>[<>]=? -?\d+)"), "range"),
    (re.compile(r"Expected `datetime` with a timezone"), "zone"),
    (re.compile(r"Invalid (?:RFC3339 encoded |base64|.*date)"), "form"),
    (re.compile(r"Invalid (?:enum )?value (?P<value>.*)\Z", re.S), "choice"),
    (re.compile(r"Expected `(?P<value>.*)`, got", re.S), "wrong-type"),
)
"""How msgspec words a refusal, and our rule for it."""

_PATH = re.compile(r"(?P<message>.*) - at `(?:key` in `)?\$\.?(?P<path>.*)`\Z", re.S)


def _reason(error: msgspec.ValidationError) -> Refused:
    if isinstance(error.__cause__, BrokenRule):
        broken = error.__cause__
        return Refused(broken.rule, broken.field, broken.value)
    message, path = str(error), ""
    if found := _PATH.match(message):
        message, path = found["message"], found["path"]
    for pattern, rule in _MESSAGES:
        if match := pattern.match(message):
            groups = match.groupdict()
            field = ".".join(part for part in (path, groups.get("field")) if part)
            return Refused(rule, field, (groups.get("value") or "").strip("'\""))
    return Refused("wrong-type", path)
