"""What the guide of a first start asks (A0), and its rules: the guide shows what is wrong, the store refuses it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ecc_tui.domain.account import NewStore, judge_password
from ecc_tui.domain.forms import Entries, Field, FieldKind, Form, Format, Verdict, Wrong, check

FIRST_STORE = Form(
    "first-store",
    (
        Field(id="company", kind=FieldKind.TEXT, mandatory=True, longest=200),
        Field(id="contract_id", kind=FieldKind.TEXT, mandatory=True, longest=64),
        Field(id="contract_name", kind=FieldKind.TEXT, mandatory=True, longest=200),
        Field(id="first_name", kind=FieldKind.TEXT, mandatory=True, longest=80),
        Field(id="last_name", kind=FieldKind.TEXT, mandatory=True, longest=80),
        Field(id="email", kind=FieldKind.EMAIL, mandatory=True),
        Field(id="login", kind=FieldKind.TEXT, mandatory=True, format=Format.LOGIN),
        Field(id="password", kind=FieldKind.PASSWORD, mandatory=True),
        Field(id="again", kind=FieldKind.PASSWORD, mandatory=True),
    ),
)


def password_rules(entries: Entries) -> Sequence[Wrong]:
    """A3: `password` keeps the rule, `again` is the same. Rules: password (with what is `refused`), same."""
    password, again = entries.get("password", ""), entries.get("again", "")
    verdict = judge_password(str(password))
    wrong = [] if verdict.accepted else [Wrong("password", "password", {"refused": verdict.refused_character or ""})]
    return wrong if again == password else [*wrong, Wrong("again", "same")]


def checked(new: NewStore) -> tuple[NewStore, Wrong | None]:
    """The same with clean texts, and the first rule that it breaks."""
    typed = {field.id: str(getattr(new, field.id, "")) for field in FIRST_STORE.fields} | {"again": new.password}
    verdict = check(FIRST_STORE, typed, date.min)
    wrong = next(iter((*verdict.wrong, *password_rules(typed))), None)
    return (new if wrong else new_store(verdict)), wrong


def new_store(verdict: Verdict) -> NewStore:
    """What the answers of an accepted form make."""
    return NewStore(**{id: str(answer) for id, answer in verdict.answers.items() if id != "again"})
