"""Bad lines of a catalogue and of files: the line, the rule that it breaks, the field."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from tests.exchange.stores import FORM, record


def with_field(position: int, **changes: Any) -> dict[str, Any]:
    """The base's service with one field changed; a value of None leaves it out."""
    form = [dict(field) for field in FORM]
    changed = {**form[position], **changes}
    form[position] = {name: value for name, value in changed.items() if value is not None}
    return record("service", form=form)


def with_price(**changes: Any) -> dict[str, Any]:
    """The base's service with its first price line changed."""
    first, *rest = record("service")["prices"]
    return record("service", prices=[{**first, **changes}, *rest])


def more_fields(*fields: dict[str, Any]) -> dict[str, Any]:
    """The base's service with more fields."""
    return record("service", form=[*FORM, *fields])


def attachment(**changes: Any) -> dict[str, Any]:
    """The base's request with its file changed."""
    (file,) = record("request")["attachments"]
    return record("request", attachments=[{**file, **changes}])


SITE, ADDRESS, HOURS, START, END, CONTACT = range(6)
TEXT = {"id": "more", "kind": "text", "label": {"en": "More"}}
OTHER = b"other"
OTHER_SUM = hashlib.sha256(OTHER).hexdigest()

BAD_CATALOGUE: tuple[tuple[dict[str, Any], str, str], ...] = (
    (record("category", name={}), "too-short", "name"),
    (record("category", name={"fr": ""}), "too-short", "name[...]"),
    (record("category", name={"french": "x"}), "form", "name"),
    (record("category", name="x"), "wrong-type", "name"),
    (record("category", position=-1), "range", "position"),
    (record("service", category="none"), "missing-reference", "category"),
    (record("service", offers=["engine", "none"]), "missing-reference", "offers[1]"),
    (record("service", offers=["engine", "engine"]), "twice", "offers"),
    (record("service", name={}), "too-short", "name"),
    (record("service", currency="euro"), "form", "currency"),
    (record("service", delay_days=-1), "range", "delay_days"),
    (record("service", version=0), "range", "version"),
    (with_field(SITE, id="Site"), "form", "form[0].id"),
    (with_field(SITE, id="s" * 65), "form", "form[0].id"),
    (with_field(SITE, kind="colour"), "choice", "form[0].kind"),
    (with_field(SITE, kind="password", options=None, default=None), "choice", "form[0].kind"),
    (with_field(SITE, label=None), "missing", "form[0].label"),
    (with_field(SITE, label={}), "too-short", "form[0].label"),
    (with_field(SITE, colour="red"), "unknown-field", "form[0].colour"),
    (with_field(SITE, options=None, default=None), "missing", "form[0].options"),
    (with_field(SITE, options=[{"id": "lyon", "label": {"": "x"}}] * 2), "twice", "form[0].options"),
    (with_field(SITE, options=[{"id": "x" * 65, "label": {"": "x"}}]), "too-long-text", "form[0].options[0].id"),
    (with_field(SITE, options=[{"id": f"o-{number}", "label": {"": "x"}} for number in range(501)]),
     "too-long-text", "form[0].options"),
    (with_field(SITE, default="paris"), "default", "form[0].default"),
    (with_field(SITE, default=["lyon"]), "default", "form[0].default"),
    (with_field(ADDRESS, id="site"), "twice", "form"),
    (with_field(ADDRESS, condition={"field": "hours"}), "no-such-field", "form[1].condition.field"),
    (with_field(ADDRESS, condition={"field": "address"}), "no-such-field", "form[1].condition.field"),
    (with_field(ADDRESS, condition={"field": "site", "any_of": ["paris"]}), "choice", "form[1].condition.any_of"),
    (with_field(ADDRESS, condition={"field": "site", "any_of": ["lyon", "lyon"]}),
     "twice", "form[1].condition.any_of"),
    (with_field(ADDRESS, format="colour"), "choice", "form[1].format"),
    (with_field(ADDRESS, default="300.1.1.1"), "default", "form[1].default"),
    (with_field(ADDRESS, default="10.0.0.1\nx"), "default", "form[1].default"),
    (with_field(ADDRESS, options=[{"id": "a", "label": {"": "x"}}]), "not-for-kind", "form[1].options"),
    (with_field(ADDRESS, shortest=5, longest=4), "bounds", "form[1].shortest"),
    (with_field(ADDRESS, shortest=300), "bounds", "form[1].shortest"),
    (with_field(ADDRESS, longest=10_001), "range", "form[1].longest"),
    (with_field(HOURS, format="address"), "not-for-kind", "form[2].format"),
    (with_field(HOURS, lowest="25"), "bounds", "form[2].highest"),
    (with_field(HOURS, lowest=0.5), "wrong-type", "form[2].lowest"),
    (with_field(HOURS, lowest="1e3"), "form", "form[2].lowest"),
    (with_field(HOURS, highest=None), "unbounded", "prices[0].quantity_field"),
    (with_field(HOURS, highest="1000000001"), "unbounded", "prices[0].quantity_field"),
    (with_field(HOURS, default="25"), "default", "form[2].default"),
    (with_field(HOURS, default="1.55"), "default", "form[2].default"),
    (with_field(HOURS, default="1,5"), "default", "form[2].default"),
    (with_field(HOURS, decimals=10), "range", "form[2].decimals"),
    (with_field(START, latest_days=0), "bounds", "form[3].latest_days"),
    (with_field(START, not_before="end"), "no-such-field", "form[3].not_before"),
    (with_field(END, not_before="hours"), "no-such-field", "form[4].not_before"),
    (with_field(END, default="tomorrow"), "default", "form[4].default"),
    (with_field(CONTACT, default="u-1"), "not-for-kind", "form[5].default"),
    (with_field(CONTACT, not_before="start"), "not-for-kind", "form[5].not_before"),
    (more_fields(*({**TEXT, "id": f"f{number}"} for number in range(195))), "too-long-text", "form"),
    (with_price(id="travel"), "twice", "prices"),
    (with_price(price="1e3"), "form", "prices[0].price"),
    (with_price(price="9999999999"), "range", "prices[0].price"),
    (with_price(price="9000000000"), "range", "prices"),
    (with_price(quantity_field="site"), "no-such-field", "prices[0].quantity_field"),
    (with_price(condition={"field": "where"}), "no-such-field", "prices[0].condition.field"),
    (with_price(condition={"field": "hours", "any_of": ["1"]}), "choice", "prices[0].condition.any_of"),
    (record("subscription", contract="none"), "missing-reference", "contract"),
    (record("subscription", ends="2024-12-31"), "order", "ends"),
    (record("subscription", commitment_ends="2024-12-31"), "order", "commitment_ends"),
    (record("subscription", currency=None), "price-with-currency", "currency"),
    (record("subscription", state="lost"), "choice", "state"),
    (record("request", followers=[{"user": "none", "since": "2026-11-20T08:10:00Z"}]),
     "missing-reference", "followers[0].user"),
    (record("request", followers=[{"user": "u-1", "since": "2026-11-20T08:10:00Z"}] * 2), "twice", "followers"),
    (record("request", answers=[{"field": "a", "kind": "text"}]), "missing", "answers[0].values"),
    (record("request", lines=[{"label": "x", "label_texts": {"FR": "x"}, "quantity": "1"}]),
     "form", "lines[0].label_texts"),
    (attachment(sha256=OTHER_SUM), "missing-reference", "attachments[0].sha256"),
    (attachment(name="../x"), "form", "attachments[0].name"),
    (attachment(name=".."), "form", "attachments[0].name"),
    (attachment(name="x" * 256), "too-long-text", "attachments[0].name"),
    (record("blob", sha256="x"), "form", "sha256"),
    (record("blob", content="!"), "form", "content"),
    (record("blob", content="QUJD"), "range", "content"),
    (record("blob", position=1), "range", "position"),
    (record("blob", size=20 * 1024 * 1024 + 1), "range", "size"),
    (record("blob", sha256=OTHER_SUM), "checksum", "content"),
    (record("blob", content=base64.b64encode(b"R\xc3\xa8gle 13\n").decode()), "checksum", "content"),
    (record("blob", size=3, content="QUJD"), "checksum", "size"),
    (record("blob", sha256=OTHER_SUM, size=1024 * 1024 + 1, position=1, content="QQ=="), "incomplete", "content"),
)  # fmt: skip
