"""The words of forms: one sentence for every rule that a field may break, and the texts of our own forms (Q6).

A service brings its texts with the catalogue; those of the incident and change forms are ours, in every language, so
that a change of language needs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from msgspec import structs

from ecc_tui import i18n
from ecc_tui.domain.errors import FileUnusable
from ecc_tui.domain.forms import OPTION_KINDS, Field, FieldKind, Form, Option, Texts, Wrong
from ecc_tui.domain.text import clean
from ecc_tui.i18n import LANGUAGES, N_, _, catalogue_of, ngettext
from ecc_tui.wording.sentences import sentence

FILE_RULE = "file"
"""A file of a FILES field can't be sent; `problem` and `path` as in `FileUnusable`."""

_RULES: Mapping[str, str] = {
    "number": N_("Write a number, like {example}."),
    "positive": N_("The amount must be more than zero."),
    "too-large": N_("This amount is too large or too fine."),
    "day": N_("Write a day, like {example}."),
    "too-early": N_("At the earliest {earliest}."),
    "too-late": N_("At the latest {latest}."),
    "before": N_("Not before {other}."),
    "email": N_("Write an e-mail address, like name@example.com."),
    "phone": N_("Write a telephone number with its country, like +33 6 12 34 56 78."),
    "host-name": N_("Write a host name: letters, digits, hyphens and dots."),
    "address": N_("Write an IP address, like 10.0.0.12."),
    "network": N_("Write a network with its prefix length, like 10.0.0.0/24."),
    "login": N_("A login has 8 to 64 letters without accents, digits, and . _ -"),
    "password": N_("The password does not keep the rule below its field."),
    "same": N_("The two passwords differ."),
    "identifier": N_("Only lower-case letters, digits and hyphens, neither first nor last a hyphen."),
}


def wrong_sentence(wrong: Wrong, field: Field) -> str:
    """What is wrong with a field and what would be right, in one sentence."""
    parameters = {name: _shown(value) for name, value in wrong.parameters.items()}
    if special := _SPECIAL.get(wrong.rule):
        return special(wrong, field)
    if known := _RULES.get(wrong.rule):
        return _(known).format(example=_example(field), **parameters)
    return _("This is not valid (rule: {rule}).").format(rule=clean(wrong.rule))


def _shown(value: object) -> str:
    match value:
        case date():
            return i18n.day(value)
        case Decimal() | int():
            return i18n.number(value)
        case _:
            return clean(str(value))


def _example(field: Field) -> str:
    if field.kind is FieldKind.DATE:
        today = i18n.today()
        return f"{today:%d/%m/%Y}" if i18n.language() == "fr" else today.isoformat()
    return i18n.number(Decimal("2.5")) if field.decimals else "12"


def _mandatory(_wrong: Wrong, field: Field) -> str:
    if field.kind in OPTION_KINDS and not field.options:
        return _("There is nothing to choose here: ask your adviser.")
    if field.kind in OPTION_KINDS or field.kind is FieldKind.YES_NO:
        return _("Choose one.") if field.kind is not FieldKind.CHOICES else _("Choose at least one.")
    return _("Add a file.") if field.kind is FieldKind.FILES else _("Fill this in.")


def _choice(wrong: Wrong, field: Field) -> str:
    return _("This is not offered: choose again.") if field.options else _mandatory(wrong, field)


def _length(wrong: Wrong, field: Field) -> str:
    shortest, longest = field.shortest, field.most_characters
    length = wrong.parameters.get("length")
    if isinstance(length, int) and length > longest:
        return ngettext(
            "At most {longest} characters: {n} too many.",
            "At most {longest} characters: {n} too many.",
            length - longest,
        ).format(longest=i18n.number(longest), n=i18n.number(length - longest))
    return ngettext("At least {n} character.", "At least {n} characters.", shortest).format(n=i18n.number(shortest))


def _decimals(_wrong: Wrong, field: Field) -> str:
    if not field.decimals:
        return _("A whole number.")
    return ngettext("At most {n} decimal.", "At most {n} decimals.", field.decimals).format(n=field.decimals)


def _range(_wrong: Wrong, field: Field) -> str:
    unit = i18n.said(field.unit) if field.unit else ""
    lowest, highest = (
        None if bound is None else f"{i18n.number(bound)} {clean(unit)}".strip()
        for bound in (field.lowest, field.highest)
    )
    if lowest is None:
        return _("At most {highest}.").format(highest=highest)
    if highest is None:
        return _("At least {lowest}.").format(lowest=lowest)
    return _("From {lowest} to {highest}.").format(lowest=lowest, highest=highest)


def _too_many(wrong: Wrong, _field: Field) -> str:
    most = int(str(wrong.parameters.get("most", 0)))
    return ngettext("At most {n} file.", "At most {n} files.", most).format(n=most)


def _file(wrong: Wrong, _field: Field) -> str:
    return sentence(FileUnusable(str(wrong.parameters["problem"]), str(wrong.parameters["path"])))


_SPECIAL: Mapping[str, Callable[[Wrong, Field], str]] = {
    "mandatory": _mandatory,
    "choice": _choice,
    "length": _length,
    "decimals": _decimals,
    "range": _range,
    "too-many": _too_many,
    FILE_RULE: _file,
}

_LABELS: Mapping[str, str] = {
    "company": N_("Company"),
    "contract_id": N_("Contract id"),
    "contract_name": N_("Contract name"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "email": N_("E-mail"),
    "login": N_("Login"),
    "password": N_("Password"),
    "again": N_("Once more"),
    "title": N_("Title"),
    "description": N_("Description"),
    "impact": N_("Impact"),
    "urgency": N_("Urgency"),
    "since": N_("Since"),
    "element": N_("Subscription concerned"),
    "contact": N_("Contact person"),
    "phone": N_("Telephone"),
    "files": N_("Files"),
    "text": N_("Comment"),
    "reason": N_("Reason"),
    "wished": N_("Requested date"),
    "interruption": N_("May the service be interrupted?"),
    "window": N_("When may it be interrupted?"),
}

_HELP: Mapping[tuple[str, str], str] = {
    ("incident", "title"): N_("In a few words, what doesn't work"),
    ("incident", "description"): N_("What you see, what you expected, what was tried"),
    ("incident", "phone"): N_("Where we can reach you about this incident"),
    ("change", "title"): N_("In a few words, what should change"),
    ("change", "description"): N_("What there is now, and what there should be afterwards"),
    ("change", "window"): N_("For example: on Sundays from 2:00 to 6:00"),
}

_OPTIONS: Mapping[tuple[str, str], str] = {
    ("impact", "service-down"): N_("The service is down"),
    ("impact", "degraded"): N_("The service is slow or incomplete"),
    ("impact", "one-user"): N_("One user is affected"),
    ("impact", "none"): N_("None so far"),
    ("urgency", "high"): N_("High"),
    ("urgency", "medium"): N_("Medium"),
    ("urgency", "low"): N_("Low"),
}


def worded(form: Form) -> Form:
    """One of our own forms with its labels, help and options, in every language."""
    return Form(form.id, tuple(_worded(form.id, field) for field in form.fields))


def _worded(form: str, field: Field) -> Field:
    return structs.replace(
        field,
        label=field.label or _texts(_LABELS.get(field.id, "")),
        help=field.help or _texts(_HELP.get((form, field.id), "")),
        options=tuple(
            Option(option.id, option.label or _texts(_OPTIONS.get((field.id, option.id), "")), option.detail)
            for option in field.options
        ),
    )


def _texts(message: str) -> Texts:
    return {code: catalogue_of(code).gettext(message) for code in LANGUAGES} if message else {}
