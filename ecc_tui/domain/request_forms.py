"""The forms of requests: fields and rules; their words are `ecc_tui.wording.form_words`.

Incident and change make a request (Q6); the others are about one that there is: a comment, files, its cancelling (Q7).
"""

from __future__ import annotations

from collections.abc import Mapping

from ecc_tui.domain.forms import Condition, Field, FieldKind, Form, Option
from ecc_tui.domain.requests import Kind

LONGEST_COMMENT = 10_000
LONGEST_REASON = 500


def _options(*ids: str) -> tuple[Option, ...]:
    return tuple(Option(id, {}) for id in ids)


_TITLE = Field(id="title", kind=FieldKind.TEXT, mandatory=True, shortest=3, longest=150)
_DESCRIPTION = Field(id="description", kind=FieldKind.LONG_TEXT, mandatory=True)
_ELEMENT = Field(id="element", kind=FieldKind.ELEMENT)
_CONTACT = Field(id="contact", kind=FieldKind.CONTACT, mandatory=True)
_FILES = Field(id="files", kind=FieldKind.FILES)

INCIDENT = Form(
    "incident",
    (
        _TITLE,
        _DESCRIPTION,
        Field(
            id="impact",
            kind=FieldKind.CHOICE,
            mandatory=True,
            options=_options("service-down", "degraded", "one-user", "none"),
        ),
        Field(
            id="urgency",
            kind=FieldKind.CHOICE,
            mandatory=True,
            options=_options("high", "medium", "low"),
            default="medium",
        ),
        Field(
            id="since",
            kind=FieldKind.DATE,
            latest_days=0,
            condition=Condition("impact", ("service-down", "degraded", "one-user")),
        ),
        _ELEMENT,
        _CONTACT,
        Field(id="phone", kind=FieldKind.PHONE),
        _FILES,
    ),
)

CHANGE = Form(
    "change",
    (
        _TITLE,
        _DESCRIPTION,
        Field(id="reason", kind=FieldKind.TEXT, mandatory=True, longest=500),
        Field(id="wished", kind=FieldKind.DATE, mandatory=True, earliest_days=1, latest_days=730),
        Field(id="interruption", kind=FieldKind.YES_NO, mandatory=True),
        Field(id="window", kind=FieldKind.TEXT, mandatory=True, condition=Condition("interruption", ("yes",))),
        _ELEMENT,
        _CONTACT,
        _FILES,
    ),
)

FORMS: Mapping[Kind, Form] = {Kind.INCIDENT: INCIDENT, Kind.CHANGE: CHANGE}

COMMENT = Form("comment", (Field(id="text", kind=FieldKind.LONG_TEXT, mandatory=True, longest=LONGEST_COMMENT),))
ATTACHING = Form("attach", (Field(id="files", kind=FieldKind.FILES, mandatory=True),))
CANCELLING = Form("cancel", (Field(id="reason", kind=FieldKind.LONG_TEXT, longest=LONGEST_REASON),))
