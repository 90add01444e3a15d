"""Machine preferences and connections, and where every file of the program lies.

Preferences that belong to the person (language on other machines, notification channels, saved views) are kept with
the account; here is only what belongs to this machine (architecture.md, "Where preferences live"). The file is TOML,
meant to be edited by hand: a wrong key is refused with its name, and the program's own changes keep the comments.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import platformdirs
from msgspec import Meta, Struct

from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.text import clean

PROGRAM = "ecc-tui"
LARGEST_FILE = 1 << 20
"""A configuration beyond a mebibyte is no configuration."""


class ConfigurationError(DomainError):
    """The configuration can't be used; nothing was written.

    `problem` is `unreadable`, `unwritable`, `syntax`, `unknown-key` or `value`; `key` is dotted (`keys.app.quit`),
    `detail` is what the reader of the file or the system said, cleaned.
    """

    code = "configuration"

    def __init__(self, file: Path, problem: str, *, key: str = "", detail: str = "") -> None:
        super().__init__(file=clean(str(file)), problem=problem, key=clean(key), detail=clean(detail))


class Connection(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a named connection leads: the path of a local store."""

    store: str


_SENDER = r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+\Z"
"""An address that is one in a header and in a command to a server."""


class MailServer(Struct, frozen=True, forbid_unknown_fields=True):
    """The table `[mail]`: where the mails of local stores leave, and from which address.

    Without `port`, 587, 465 for `tls`, 25 for `none`. Without `user` nobody logs in; with one, the password stands in
    `password_file` or in the system's keyring, never here. `ca_file` replaces the system's authorities.
    """

    host: Annotated[str, Meta(min_length=1, max_length=253)]
    sender: Annotated[str, Meta(pattern=_SENDER, max_length=254)]
    port: Annotated[int, Meta(ge=1, le=65_535)] | None = None
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password_file: str = ""
    ca_file: str = ""

    @property
    def on_this_machine(self) -> bool:
        """Is it only reached by programs of this machine?"""
        from ipaddress import ip_address

        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def where(self) -> tuple[str, int]:
        """Host and port."""
        return self.host, self.port or {"starttls": 587, "tls": 465, "none": 25}[self.security]


class Configuration(Struct, frozen=True, forbid_unknown_fields=True):
    """All settings of the file with their defaults.

    `idle_minutes` is the idle lock's delay (A5); `keys` are raw: the screens' action id -> its keys; an empty
    `download_folder` is the desktop's own; an empty `last_connection` is a first start.
    """

    language: Literal["auto", "en", "fr"] = "auto"
    theme: Literal["auto", "dark", "light", "contrast", "16"] = "auto"
    idle_minutes: Annotated[int, Meta(ge=1, le=240)] = 15
    mouse: bool = True
    animation: bool = True
    download_folder: str = ""
    last_connection: str = ""
    keys: dict[str, str | list[str]] = {}
    connections: dict[str, Connection] = {}
    mail: MailServer | None = None

    def store_of(self, connection: str) -> Path | None:
        """The store of a named connection; None where there is no such connection."""
        found = self.connections.get(connection)
        return Path(found.store).expanduser() if found else None

    def name_of(self, store: Path) -> str:
        """The connection that leads to a store; for one that has none, a free name made of the file's."""
        for name in self.connections:
            if self.store_of(name) == store:
                return name
        name, number = store.stem, 1
        while name in self.connections:
            number += 1
            name = f"{store.stem}-{number}"
        return name

    def sends_mail(self, store: Path) -> bool:
        """Do the mails of a store leave? Those of a demo, whose people are invented, to this machine alone."""
        if self.mail is None:
            return False
        return self.mail.on_this_machine or store not in (demo_store(), demo_store(large=True))

    def downloads(self) -> Path:
        """The folder for downloads and exports (I3): as set, else the desktop's, else `~/Downloads`."""
        return Path(self.download_folder or platformdirs.user_downloads_dir()).expanduser()


def config_file() -> Path:
    """The configuration."""
    return Path(platformdirs.user_config_dir(PROGRAM, appauthor=False)) / "config.toml"


def data_folder() -> Path:
    """Where local stores lie."""
    return Path(platformdirs.user_data_dir(PROGRAM, appauthor=False))


def state_file() -> Path:
    """Last choices of each person on this machine (`ecc_tui.state`)."""
    return Path(platformdirs.user_state_dir(PROGRAM, appauthor=False)) / "state.sqlite"


def log_file() -> Path:
    """Incidents: what a crash leaves (`ecc_tui.crash`)."""
    return Path(platformdirs.user_state_dir(PROGRAM, appauthor=False)) / "incidents.log"


def default_store() -> Path:
    """The store that the guide of a first start creates (A0)."""
    return data_folder() / "store.sqlite"


def demo_store(large: bool = False) -> Path:
    """The demo's store, built when it is first asked for."""
    return data_folder() / ("demo-large.sqlite" if large else "demo.sqlite")


def read(file: Path | None = None) -> Configuration:
    """The configuration; defaults where there is no file. Raises ConfigurationError."""
    file = file or config_file()
    text = _text_of(file)
    return Configuration() if text is None else _decode(file, text)


def change(file: Path | None = None, **settings: str | int | bool) -> Configuration:
    """Write settings by their names in `Configuration` and give back the whole. Raises ConfigurationError.

    Comments, order and spacing of the file stay; a file that can't be read isn't overwritten.
    """
    return _rewrite(file or config_file(), settings, {})


def remember_connection(name: str, store: Path, file: Path | None = None) -> Configuration:
    """Name a store, and open it again at the next start. Raises ConfigurationError."""
    return _rewrite(file or config_file(), {"last_connection": name}, {name: str(store)})


def remember_store(store: Path, file: Path | None = None) -> None:
    """Open a store again at the next start, under its connection's name. Raises ConfigurationError."""
    configuration = read(file)
    name = configuration.name_of(store)
    if name != configuration.last_connection or configuration.store_of(name) != store:
        remember_connection(name, store, file)


def _text_of(file: Path) -> str | None:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise ConfigurationError(file, "syntax", detail="> 1 MiB")
        return content.decode()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise ConfigurationError(file, "syntax", detail=str(error.reason)) from error
    except OSError as error:
        raise ConfigurationError(file, "unreadable", detail=error.strerror or "") from error


def _decode(file: Path, text: str) -> Configuration:
    import tomllib

    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigurationError(file, "syntax", detail=str(error)) from error
    connections = values.get("connections", {})
    if isinstance(connections, dict):
        for name, value in connections.items():
            _convert(file, value, Connection, f"connections.{name}")
    keys = values.get("keys", {})
    if isinstance(keys, dict):
        for name, value in keys.items():
            _convert(file, value, str | list[str], f"keys.{name}")
    if "mail" in values:
        server: MailServer = _convert(file, values["mail"], MailServer, "mail")
        # What is said in the clear can be read on the way, a password too.
        if server.security == "none" and not server.on_this_machine:
            raise ConfigurationError(file, "value", key="mail.security")
    configuration: Configuration = _convert(file, values, Configuration, "")
    return configuration


_UNKNOWN = re.compile(r"unknown field `(.*?)`")
_MISSING = re.compile(r"missing required field `(.*?)`")
_PATH = re.compile(r" - at `(?:key in )?\$\.?(.*)`")


def _convert(file: Path, value: object, wanted: Any, key: str) -> Any:
    try:
        return msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        said = str(error)
        unknown, missing, path = _UNKNOWN.search(said), _MISSING.search(said), _PATH.search(said)
        inner = (unknown or missing or path or [None, ""])[1]
        name = ".".join(part for part in (key, inner) if part)
        raise ConfigurationError(file, "unknown-key" if unknown else "value", key=name) from error


def _rewrite(file: Path, settings: Mapping[str, str | int | bool], stores: Mapping[str, str]) -> Configuration:
    import tomlkit

    text = _text_of(file) or ""
    _decode(file, text)
    document = tomlkit.parse(text)
    document.update(settings)
    for name, store in stores.items():
        connections: Any = document.setdefault("connections", tomlkit.table(is_super_table=True))
        connection: Any = connections.setdefault(name, tomlkit.table())
        connection["store"] = store
    changed = tomlkit.dumps(document)
    configuration = _decode(file, changed)
    if changed != text:
        _replace(file, changed)
    return configuration


def _replace(file: Path, text: str) -> None:
    """The whole new file or the old one, whatever happens: a neighbour is written first, then takes its name."""
    import tempfile

    target = file.resolve()
    neighbour = ""
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, neighbour = tempfile.mkstemp(dir=target.parent, prefix=".config-")
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        Path(neighbour).replace(target)
    except OSError as error:
        if neighbour:
            Path(neighbour).unlink(missing_ok=True)
        raise ConfigurationError(file, "unwritable", detail=error.strerror or "") from error
