"""Where mails leave and with which password: wrong settings are told by name, and no careless keyring is asked."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import keyring
import pytest

from ecc_tui import cli, config
from ecc_tui.cli import codes
from ecc_tui.config import ConfigurationError, MailServer
from ecc_tui.domain.errors import MailUnusable
from ecc_tui.mail import password
from ecc_tui.mail.password import KEYRINGS, SERVICE, password_of
from ecc_tui.wording import sentence

GOOD: dict[str, Any] = {"host": "mail.orbis.example", "sender": "portal@orbis.example"}


def configured(tmp_path: Path, **settings: str | int) -> MailServer | None:
    file = tmp_path / "config.toml"
    file.write_text("\n".join(["[mail]", *(f"{name} = {json.dumps(value)}" for name, value in settings.items())]))
    return config.read(file).mail


def test_without_the_table_there_is_no_server() -> None:
    assert config.read().mail is None


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({}, ("mail.orbis.example", 587)),
        ({"security": "tls"}, ("mail.orbis.example", 465)),
        ({"security": "tls", "port": 4650}, ("mail.orbis.example", 4650)),
        ({"security": "none", "host": "127.0.0.1"}, ("127.0.0.1", 25)),
        ({"security": "none", "host": "::1"}, ("::1", 25)),
        ({"security": "none", "host": "localhost", "port": 2525}, ("localhost", 2525)),
    ],
)
def test_the_port_goes_with_the_security(
    tmp_path: Path, settings: dict[str, str | int], where: tuple[str, int]
) -> None:
    server = configured(tmp_path, **GOOD | settings)
    assert server is not None
    assert server.where == where


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"security": "none"}, "mail.security"),
        ({"security": "none", "host": "127.0.0.1.orbis.example"}, "mail.security"),
        ({"security": "none", "host": "192.0.2.7"}, "mail.security"),
        ({"security": "ssl"}, "mail.security"),
        ({"port": 0}, "mail.port"),
        ({"port": 65_536}, "mail.port"),
        ({"port": "587"}, "mail.port"),
        ({"host": ""}, "mail.host"),
        ({"sender": "orbis.example"}, "mail.sender"),
        ({"sender": "Orbis <portal@orbis.example>"}, "mail.sender"),
        ({"sender": "portal@orbis.example\n"}, "mail.sender"),
        ({"sender": "portal@orbis.example\r\nBcc: a@b.example"}, "mail.sender"),
        ({"password": "secret"}, "mail.password"),
    ],
)
def test_a_wrong_setting_is_told_by_its_name(tmp_path: Path, settings: dict[str, str | int], key: str) -> None:
    with pytest.raises(ConfigurationError) as told:
        configured(tmp_path, **GOOD | settings)
    assert told.value.parameters["key"] == key
    assert f"“{key}”" in sentence(told.value)


@pytest.mark.parametrize("missing", GOOD)
def test_a_missing_setting_is_told_by_its_name(tmp_path: Path, missing: str) -> None:
    with pytest.raises(ConfigurationError) as told:
        configured(tmp_path, **{name: value for name, value in GOOD.items() if name != missing})
    assert told.value.parameters["key"] == f"mail.{missing}"


def test_the_mails_of_a_demo_only_leave_to_this_machine(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    assert not config.read(file).sends_mail(tmp_path)
    configured(tmp_path, **GOOD)
    assert config.read(file).sends_mail(tmp_path)
    assert not config.read(file).sends_mail(config.demo_store())
    assert not config.read(file).sends_mail(config.demo_store(large=True))
    configured(tmp_path, host="127.0.0.1", sender=GOOD["sender"])
    assert config.read(file).sends_mail(config.demo_store())


def with_file(path: Path) -> MailServer:
    return MailServer(**GOOD, user="portal", password_file=str(path))


def test_without_a_user_nobody_logs_in() -> None:
    assert password_of(MailServer(**GOOD)) is None


def test_the_password_is_the_line_of_a_file_that_is_ours_alone(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("Mail-Secret1! \n")
    file.chmod(0o600)
    assert password_of(with_file(file)) == "Mail-Secret1! "
    file.chmod(0o400)
    assert password_of(with_file(file)) == "Mail-Secret1! "


def group_readable(path: Path) -> None:
    path.write_text("secret")
    path.chmod(0o640)


def others_readable(path: Path) -> None:
    path.write_text("secret")
    path.chmod(0o604)


def link(path: Path) -> None:
    target = path.with_name("target")
    target.write_text("secret")
    target.chmod(0o600)
    path.symlink_to(target)


def folder(path: Path) -> None:
    path.mkdir(mode=0o700)


def pipe(path: Path) -> None:
    os.mkfifo(path, 0o600)


def private(text: str | bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        path.chmod(0o600)

    return make


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda _path: None, "password-missing"),
        (group_readable, "password-open"),
        (others_readable, "password-open"),
        (link, "password-open"),
        (folder, "password-open"),
        (pipe, "password-open"),
        (private(""), "password-unreadable"),
        (private("\n"), "password-unreadable"),
        (private("one\ntwo\n"), "password-unreadable"),
        (private("a\x00b"), "password-unreadable"),
        (private(b"\xff\xfe"), "password-unreadable"),
        (private("x" * 2_000), "password-unreadable"),
    ],
)
def test_any_other_file_is_refused_in_one_sentence(tmp_path: Path, make: Callable[[Path], None], problem: str) -> None:
    file = tmp_path / "mail-password"
    make(file)
    with pytest.raises(MailUnusable) as told:
        password_of(with_file(file))
    assert told.value.problem == problem
    assert str(file) in sentence(told.value)
    assert "secret" not in sentence(told.value)


class Ring:
    """A keyring that answers, hangs, or fails."""

    viable = True
    asked: list[tuple[str, str]]
    answer: Any = "Mail-Secret1!"

    def set_password(self, service: str, user: str, password: str) -> None:
        type(self).asked.append((service, user))
        type(self).answer = password

    def get_password(self, service: str, user: str) -> str | None:
        type(self).asked.append((service, user))
        answer = self.answer() if callable(self.answer) else self.answer
        assert answer is None or isinstance(answer, str)
        return answer


def make_ring(**attributes: Any) -> type[Ring]:
    return type("Ring", (Ring,), {"asked": [], **attributes})


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> dict[str, type[Ring]]:
    """Every keyring that could be imported, by its module; none works but those that a test makes work."""
    made: dict[str, type[Ring]] = {}

    def module(name: str, class_name: str) -> None:
        made[name] = make_ring(viable=False)
        stand_in = ModuleType(name)
        setattr(stand_in, class_name, made[name])
        monkeypatch.setitem(sys.modules, name, stand_in)

    for name, class_name in KEYRINGS:
        module(name, class_name)
    for name, class_name in (
        ("keyrings.alt.file", "PlaintextKeyring"),
        ("keyring.backends.null", "Keyring"),
        ("keyring.backends.chainer", "ChainerBackend"),
        ("keyring.backends.fail", "Keyring"),
    ):
        module(name, class_name)
        made[name].viable = True
    return made


ASKING = MailServer(**GOOD, user="portal")


def test_a_keyring_of_the_system_is_asked_by_name(rings: dict[str, type[Ring]]) -> None:
    rings["keyring.backends.kwallet"].viable = True
    assert password_of(ASKING) == "Mail-Secret1!"
    assert rings["keyring.backends.kwallet"].asked == [(SERVICE, "portal")]


def test_what_is_put_into_a_keyring_is_found_again(
    rings: dict[str, type[Ring]], capsys: pytest.CaptureFixture[str]
) -> None:
    rings["keyring.backends.SecretService"].viable = True
    assert cli.main(["store", "mail", "password"]) == codes.CONFIGURATION
    config.config_file().parent.mkdir(parents=True)
    config.config_file().write_text('[mail]\nhost = "mail.orbis.example"\nsender = "portal@orbis.example"\n')
    assert cli.main(["store", "mail", "password"]) == codes.CONFIGURATION
    assert "names no user" in capsys.readouterr().err
    with config.config_file().open("a") as file:
        file.write('user = "portal"\n')
    reading, writing = os.pipe()
    os.write(writing, b"Another-1!\n")
    os.close(writing)
    assert cli.main(["store", "mail", "password", "--password-fd", str(reading)]) == codes.OK
    os.close(reading)
    assert "Another-1!" not in "".join(capsys.readouterr())
    assert password_of(ASKING) == "Another-1!"
    assert [name for name, ring in rings.items() if ring.asked] == ["keyring.backends.SecretService"]


def test_one_that_keeps_secrets_in_the_clear_is_never_asked(rings: dict[str, type[Ring]]) -> None:
    with pytest.raises(MailUnusable) as told:
        password_of(ASKING)
    assert told.value.problem == "keyring-none"
    assert "password_file" in sentence(told.value)
    assert [name for name, ring in rings.items() if ring.asked] == []


def test_the_list_names_only_classes_that_exist_and_encrypt() -> None:
    assert not {name for name, _class in KEYRINGS} & {
        "keyring.backends.null",
        "keyring.backends.chainer",
        "keyring.backends.fail",
        "keyrings.alt.file",
    }
    for name, class_name in KEYRINGS:
        place = Path(keyring.__file__).parent / "backends" / name.rpartition(".")[2]
        source = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        assert f"class {class_name}(" in source.read_text()


def fails() -> str:
    raise RuntimeError("the secret is hunter2")


@pytest.mark.parametrize(
    ("answer", "problem"), [(None, "keyring-empty"), ("", "keyring-empty"), (fails, "keyring-failed")]
)
def test_a_keyring_without_an_answer(rings: dict[str, type[Ring]], answer: object, problem: str) -> None:
    rings["keyring.backends.SecretService"].viable = True
    rings["keyring.backends.SecretService"].answer = staticmethod(answer) if callable(answer) else answer
    with pytest.raises(MailUnusable) as told:
        password_of(ASKING)
    assert told.value.problem == problem
    assert "hunter2" not in sentence(told.value)


def test_a_keyring_that_hangs_holds_nobody_up(rings: dict[str, type[Ring]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password, "PATIENCE", 0.05)
    released = threading.Event()

    def hang() -> None:
        released.wait(30)

    rings["keyring.backends.SecretService"].viable = True
    rings["keyring.backends.SecretService"].answer = staticmethod(hang)
    with pytest.raises(MailUnusable) as told:
        password_of(ASKING)
    released.set()
    assert told.value.problem == "keyring-slow"
    assert "is it locked?" in sentence(told.value)
