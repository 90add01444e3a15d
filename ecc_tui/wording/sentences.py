"""One sentence for every error, whole and in the person's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ecc_tui.domain.errors import DomainError, StoreFault
from ecc_tui.domain.forms import LARGEST_FILE
from ecc_tui.domain.links import Place
from ecc_tui.domain.requests import Status
from ecc_tui.domain.rights import Denied, Role
from ecc_tui.domain.text import clean
from ecc_tui.i18n import N_, _, ngettext
from ecc_tui.wording.words import action_name, place_name, role_word, section_name, status_word

if TYPE_CHECKING:
    from ecc_tui.state import Trouble


def denied_sentence(denied: Denied) -> str:
    """Why an action is refused: which role in which section of which contract, and what is held (R9)."""
    words = {
        "action": action_name(denied.action),
        "role": role_word(denied.role_needed),
        "section": section_name(denied.section),
        "contract": denied.contract,
        "held": role_word(denied.role_held),
    }
    if denied.referent_only and denied.role_held >= denied.role_needed:
        return _("{action}: only the referent of {contract} may.").format(**words)
    if denied.role_held is Role.NONE:
        return _("{action} needs {role} on {section} for {contract}; you have no access there.").format(**words)
    return _("{action} needs {role} on {section} for {contract}; you are {held}.").format(**words)


_NAMES_SHOWN = 5


def granters_sentence(denied: Denied) -> str:
    """Who can grant what is missing."""
    names = denied.who_can_grant
    if not names:
        return _("Nobody on this contract can grant it: ask an administrator of your company.")
    if denied.referent_only and denied.role_held >= denied.role_needed:
        return _("The referent is {name}.").format(name=names[0])
    shown = ", ".join(names[:_NAMES_SHOWN])
    if len(names) > _NAMES_SHOWN:
        return ngettext(
            "{names} and {n} other person can grant it.",
            "{names} and {n} other people can grant it.",
            len(names) - _NAMES_SHOWN,
        ).format(names=shown, n=len(names) - _NAMES_SHOWN)
    return ngettext("{n} person can grant it: {names}.", "{n} people can grant it: {names}.", len(names)).format(
        n=len(names), names=shown
    )


def delay_words(seconds: int) -> str:
    """A waiting time, rounded up: `40 seconds`, `2 minutes`."""
    if seconds < 60:
        return ngettext("{n} second", "{n} seconds", seconds).format(n=seconds)
    minutes = -(-seconds // 60)
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)


_STORE_FAULTS = {
    StoreFault.MISSING: N_("There is no store at {path}."),
    StoreFault.NOT_A_STORE: N_("{path} is not a store of this program."),
    StoreFault.NEWER: N_("The store {path} was written by a newer version of this program: update it first."),
    StoreFault.CORRUPT: N_("The store {path} is damaged: restore a backup of it."),
    StoreFault.READ_ONLY: N_("The store {path} can only be read: nothing was written."),
    StoreFault.FULL: N_("The disk of {path} is full: nothing was written."),
    StoreFault.PERMISSIONS: N_("The store {path} must be yours alone, no link and closed to others (chmod 600)."),
    StoreFault.BUSY: N_("The store {path} is busy: nothing was written, try again."),
    StoreFault.GONE: N_("The store {path} was moved or removed while it was open: nothing was written."),
    StoreFault.EXISTS: N_("There is already a file at {path}: nothing was written."),
    StoreFault.IO: N_("The disk of {path} failed: nothing was written."),
}

_NOT_FOUND = {
    "contract": N_("There is no contract {id}, or none that you may see."),
    "budget": N_("The contract {id} has no budget."),
    "request": N_("There is no request {id}, or none that you may see."),
    "user": N_("There is no user {id}, or none that you may see."),
    "login": N_("There is no login {id} here."),
    "connection": N_("There is no connection {id} in the configuration."),
    "mail": N_("There is no mail {id} in the outbox."),
}

_INVALID = {
    ("link", "scheme"): N_("A link begins with “ecc:”, such as ecc:requests or ecc:request/3-00286023."),
    ("link", "place"): N_("The link {link} names no screen."),
    ("link", "criterion"): N_("The link has a criterion “{name}” that doesn't exist."),
    ("link", "value"): N_("In the link, “{value}” is no value for “{name}”."),
    ("amount", "number"): N_("That is not an amount."),
    ("amount", "positive"): N_("The amount must be greater than zero."),
    ("amount", "too-fine"): N_("The amount has more decimals than {currency} has."),
    ("amount", "too-large"): N_("The amount is too large."),
    ("amount", "currency"): N_("The amount must be in the budget's currency, {currency}."),
    ("login", "demo-only"): N_("“--as” is for the logins of the demo: {logins}."),
    ("login", "login"): N_(
        "A login has 8 to 64 characters: letters and digits without accents, full stop, underscore and hyphen."
    ),
    ("email", "email"): N_("That is not an e-mail address."),
    ("password", "password"): N_("The password does not fulfil every condition."),
    ("letter", "letter"): N_("A saved view has one capital letter, A to Z."),
    ("status", "transition"): N_("A request that is {before} can't become {after}."),
    ("outcome", "completed-only"): N_("An outcome goes with the status “completed”, and only with it."),
    ("text", "encoding"): N_("The text has characters that can't be stored."),
}

_FIELDS = {
    "company": N_("Company"),
    "contract_id": N_("Contract id"),
    "contract_name": N_("Contract name"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "email": N_("E-mail"),
    "name": N_("Name"),
    "note": N_("Note"),
    "text": N_("Text"),
}

_SETTINGS = {
    "language": N_('"auto", "en" or "fr"'),
    "theme": N_('"auto", "dark", "light", "contrast" or "16"'),
    "idle_minutes": N_("a whole number from 1 to 240"),
    "mouse": N_("true or false"),
    "animation": N_("true or false"),
    "download_folder": N_("a text: the folder's path"),
    "last_connection": N_("a text: a connection's name"),
    "keys": N_("a text or a list of texts for each action"),
    "connections": N_('a table with store = "path" for each name'),
    "mail": N_("a table with at least host and sender"),
    "mail.host": N_("a text: the mail server's name or address"),
    "mail.sender": N_("an e-mail address"),
    "mail.port": N_("a whole number from 1 to 65535"),
    "mail.security": N_('"starttls" or "tls"; "none" only for a server on this machine'),
    "mail.user": N_("a text"),
    "mail.password_file": N_("a text: the file's path"),
    "mail.ca_file": N_("a text: the file's path"),
}

_TERMINAL = {
    "none": N_("A terminal is needed for input, output and errors; “ecc-tui --help” lists what works without."),
    "dumb": N_("Nothing can be drawn on this terminal (TERM is “{term}”): set TERM, for example to xterm-256color."),
    "small": N_(
        "This terminal is too small: {columns} columns by {lines} lines, at least {columns_needed} by {lines_needed} "
        "are needed."
    ),
}


_MAIL = {
    "none-configured": N_(
        "No mail server is configured: mails stay in the outbox until [mail] in {detail} names host and sender."
    ),
    "no-user": N_("[mail] in {detail} names no user: nobody logs in to the mail server, no password is needed."),
    "demo": N_("The people of a demo are invented: its mails only go to a mail server on this machine, not {detail}."),
    "password-missing": N_("The file of the mail server's password, {detail}, is not there."),
    "password-open": N_(
        "The file of the mail server's password, {detail}, must be yours alone and no link (chmod 600)."
    ),
    "password-unreadable": N_("The file of the mail server's password, {detail}, can't be read as one line of text."),
    "keyring-none": N_(
        "There is no safe keyring here for the password of {detail} at the mail server: name a password_file in [mail]."
    ),
    "keyring-empty": N_(
        "The keyring has no password of {detail} at the mail server: “ecc-tui store mail password” puts it there."
    ),
    "keyring-slow": N_("The keyring did not answer about the password of {detail} at the mail server: is it locked?"),
    "keyring-failed": N_("The keyring failed with the password of {detail} at the mail server."),
    "authorities": N_("The file of authorities {detail} (ca_file) can't be read."),
}


_FILES = {
    "missing": N_("There is no file {path}."),
    "unreadable": N_("The file {path} can't be read."),
    "too-large": N_("The file {path} is larger than {most} MB."),
    "empty": N_("The file {path} is empty."),
    "folder": N_("{path} is a folder: choose a file in it."),
    "special": N_("{path} is no ordinary file: a pipe, a socket or a device can't be attached."),
    "changed": N_("The file {path} was changed while it was read: nothing was sent."),
    "unwritable": N_("The file {path} can't be written."),
    "full": N_("The disk of {path} is full: nothing was written."),
}

_NOT_NOW = {
    "cancel": N_("{id} can't be cancelled: only an incident or a change can, while it is submitted."),
}


class _Shown(dict[str, object]):
    """Parameters for a sentence; one that is missing is left out rather than breaking the telling of an error."""

    def __missing__(self, key: str) -> str:
        return ""


def _fill(message: str, parameters: Mapping[str, object]) -> str:
    shown = {name: clean(str(value)) for name, value in parameters.items()}
    return _(message).format_map(_Shown(shown))


def sentence(error: Exception) -> str:
    """One sentence, in the person's language, for an error of the domain; an OSError says its own."""
    if isinstance(error, DomainError):
        said = _SENTENCES.get(error.code)
        return said(error.parameters) if said else _fill(N_("That can't be done ({code})."), {"code": error.code})
    if isinstance(error, OSError):
        return _fill(N_("{file}: {reason}."), {"file": error.filename or "", "reason": error.strerror or str(error)})
    return _fill(N_("That can't be done ({code})."), {"code": type(error).__name__})


def _denied(parameters: Mapping[str, object]) -> str:
    denied = parameters["denied"]
    return denied_sentence(denied) if isinstance(denied, Denied) else ""


def _not_found(parameters: Mapping[str, object]) -> str:
    return _fill(_NOT_FOUND.get(str(parameters["what"]), N_("There is no {id}, or none that you may see.")), parameters)


def _invalid(parameters: Mapping[str, object]) -> str:
    field, rule = str(parameters["field"]), str(parameters["rule"])
    shown = {name: _word(value) for name, value in parameters.items()} | {"field": _(_FIELDS.get(field, field))}
    if known := _INVALID.get((field, rule)):
        return _fill(known, shown)
    if rule == "mandatory":
        return _fill(N_("“{field}” must be filled."), shown)
    if rule == "length" and parameters.get("shortest") == 0:
        return _fill(N_("“{field}” has at most {longest} characters."), shown)
    if rule == "length":
        return _fill(N_("“{field}” has between {shortest} and {longest} characters."), shown)
    return _fill(N_("“{field}” is not valid (rule: {rule})."), shown)


def _word(value: object) -> object:
    return status_word(value) if isinstance(value, Status) else value


def _store(parameters: Mapping[str, object]) -> str:
    return _fill(_STORE_FAULTS[StoreFault(str(parameters["fault"]))], parameters)


def _delayed(parameters: Mapping[str, object]) -> str:
    return _fill(
        N_("Too many failed attempts on this login: try again in {delay}."),
        {"delay": delay_words(int(str(parameters["seconds"])))},
    )


def _not_served(parameters: Mapping[str, object]) -> str:
    section = str(parameters["section"])
    name = place_name(Place(section)) if section in tuple(Place) else section
    return _fill(N_("This connection does not serve the section “{section}”."), {"section": name})


def _configuration(parameters: Mapping[str, object]) -> str:
    key = str(parameters["key"])
    match parameters["problem"]:
        case "unknown-key":
            return _fill(N_("{file}: there is no setting “{key}”."), parameters)
        case "value":
            known = _SETTINGS.get(key) or _SETTINGS.get(key.partition(".")[0])
            wanted = _(known) if known else _("another value")
            return _fill(N_("{file}: “{key}” must be {wanted}."), {**parameters, "wanted": wanted})
        case "key-unknown":
            return _fill(N_("{file}: [keys] names an action “{key}” that doesn't exist."), parameters)
        case "key-name":
            return _fill(N_("{file}: “{detail}” of “{key}” is no key."), parameters)
        case "key-clash":
            return _fill(N_("{file}: the key “{detail}” of “{key}” already means something else."), parameters)
        case "syntax":
            return _fill(N_("{file} is not valid TOML: {detail}."), parameters)
        case "unwritable":
            return _fill(N_("{file} can't be written: {detail}."), parameters)
        case _:
            return _fill(N_("{file} can't be read: {detail}."), parameters)


def _not_now(parameters: Mapping[str, object]) -> str:
    return _fill(_NOT_NOW.get(str(parameters["what"]), N_("The request {id} doesn't allow this any more.")), parameters)


def _file(parameters: Mapping[str, object]) -> str:
    said = _FILES.get(str(parameters["problem"]), N_("The file {path} can't be used."))
    return _fill(said, {**parameters, "most": LARGEST_FILE // (1024 * 1024)})


_SENTENCES: Mapping[str, Callable[[Mapping[str, object]], str]] = {
    "not-found": _not_found,
    "denied": _denied,
    "invalid": _invalid,
    "changed-meanwhile": lambda _p: _("Somebody else changed this meanwhile: nothing was written, look again."),
    "service-changed": lambda _p: _(
        "The service's form or price has changed meanwhile: nothing was ordered, look again."
    ),
    "form": lambda _p: _("Some fields need another look: nothing was sent."),
    "not-now": _not_now,
    "file": _file,
    "key-reused": lambda _p: _("This form was already sent with another content: nothing was written."),
    "wrong-credentials": lambda _p: _("The login or the password is wrong."),
    "log-in-delayed": _delayed,
    "session-ended": lambda _p: _("Your session has ended: log in again."),
    "not-served": _not_served,
    "store": _store,
    "mail": lambda parameters: _fill(_MAIL[str(parameters["problem"])], parameters),
    "configuration": _configuration,
    "terminal": lambda parameters: _fill(_TERMINAL[str(parameters["problem"])], parameters),
}


_TROUBLES = {
    "damaged": N_("Your last choices on this machine were damaged and start anew; the old file is {kept}."),
    "newer": N_("{file} is of a newer version: your last choices are not remembered this time."),
    "unwritable": N_("{file} can't be used: your last choices are not remembered this time."),
}


def trouble_sentence(trouble: Trouble) -> str:
    """Why the last choices on this machine are not remembered."""
    return _fill(_TROUBLES[trouble.kind], {"file": trouble.file, "kept": trouble.kept})
