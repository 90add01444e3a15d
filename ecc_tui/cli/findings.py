"""The words for bad lines of an import and for what is wrong with a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecc_tui.domain.text import clean
from ecc_tui.i18n import N_, _

if TYPE_CHECKING:
    from ecc_tui.backend.sql.check import Finding
    from ecc_tui.backend.sql.exchange.lines import BadLine

_BAD_LINES = {
    "too-long": N_("the line is longer than 8 MiB"),
    "byte-order-mark": N_("there is a byte order mark"),
    "not-utf-8": N_("byte {value} is not UTF-8"),
    "not-json": N_("this is not JSON, from character {value} on"),
    "too-deep": N_("the nesting is deeper than 64"),
    "duplicate-key": N_("the key “{value}” stands twice in one object"),
    "not-finite": N_("“{value}” is not a number"),
    "integer-range": N_("“{value}” is beyond 64 bits"),
    "lone-surrogate": N_("there is half of a character (a lone surrogate)"),
    "not-an-object": N_("this is not an object"),
    "unknown-type": N_("there is no type “{value}”"),
    "missing": N_("“{field}” is missing"),
    "unknown-field": N_("there is no field “{field}”"),
    "wrong-type": N_("“{field}” must be: {value}"),
    "too-short": N_("“{field}” is shorter than {value}"),
    "too-long-text": N_("“{field}” is longer than {value}"),
    "form": N_("“{field}” does not have its form"),
    "range": N_("“{field}” is out of range ({value})"),
    "zone": N_("“{field}” lacks its time zone"),
    "choice": N_("“{field}” can't be “{value}”"),
    "positive": N_("“{field}” must be more than zero"),
    "order": N_("“{field}” lies before its beginning"),
    "twice": N_("“{field}” has a value twice"),
    "role-not-offered": N_("“{field}” does not offer the role “{value}”"),
    "referent": N_("the roles of the referent of {value} can't be lowered"),
    "taken": N_("“{field}”: somebody else has “{value}”"),
    "outcome": N_("“{field}” belongs to a completed request, and to no other"),
    "backward": N_("“{field}”: a request does not go back to “{value}”"),
    "timeline-end": N_("the timeline does not end where the request stands"),
    "price-with-currency": N_("“{field}”: a price and its currency go together"),
    "no-such-field": N_("“{field}”: no field that fits is called “{value}”"),
    "not-for-kind": N_("“{field}” does not go with the kind “{value}”"),
    "bounds": N_("“{field}” lies beyond the other bound ({value})"),
    "unbounded": N_("“{field}”: the field “{value}” needs an upper bound of at most 1,000,000,000"),
    "default": N_("“{field}” breaks a rule of its own field ({value})"),
    "checksum": N_("“{field}” is not that of the file {value}"),
    "incomplete": N_("“{field}”: pieces of the file {value} are missing"),
    "missing-reference": N_("“{field}”: neither the file nor the store has “{value}”"),
    "conflict": N_("this contradicts what the store holds ({value})"),
}

_FINDINGS = {
    "damaged": N_("damaged: {where}"),
    "reference": N_("rows that name something missing, {where}"),
    "referent": N_("contract {where} has no referent"),
    "name-key": N_("the sort key of {where} is wrong"),
    "text-missing": N_("request {where} is not in the text index"),
    "text-needless": N_("the text index has a row {where} without a request"),
    "text": N_("the text index has other words for request {where}"),
    "file": N_("the content of the file {where} is damaged or missing"),
    "order-without-key": N_("order {where} has lost the key of its form"),
    "key-without-request": N_("a form was answered with request {where}, which is missing"),
}


def bad_line_sentence(bad: BadLine) -> str:
    """One line for a bad line."""
    reason = _(_BAD_LINES[bad.rule]).format(field=bad.field, value=bad.value)
    return _("line {number}: {reason}").format(number=bad.line, reason=reason)


def finding_sentence(finding: Finding) -> str:
    """One line for what is wrong with a store."""
    return _(_FINDINGS[finding.rule]).format(where=clean(finding.where))
