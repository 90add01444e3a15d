"""The check of the catalogues sees every fault, and updating keeps what was translated."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from ecc_tui import i18n
from locales import catalogue


def french(*messages: tuple[object, object]) -> Catalog:
    made = Catalog(locale="fr", charset="utf-8")
    for id, string in messages:
        made.add(id, string)  # type: ignore[arg-type]  # plural messages are pairs
    return made


SOURCE = french(("Hello {name}", ""), (("{n} user", "{n} users"), ("", "")))
GOOD = (("Hello {name}", "Bonjour {name}"), (("{n} user", "{n} users"), ("{n} utilisateur", "{n} utilisateurs")))


def test_a_complete_catalogue_has_no_fault() -> None:
    assert list(catalogue.faults(SOURCE, french(*GOOD))) == []


@pytest.mark.parametrize(
    ("messages", "fault"),
    [
        (GOOD[1:], "missing: 'Hello {name}'"),
        ((("Hello {name}", ""), GOOD[1]), "not translated: 'Hello {name}'"),
        ((("Hello {name}", "Bonjour {nom}"), GOOD[1]), "other placeholders: 'Hello {name}'"),
        ((("Hello {name}", "Bonjour {name"), GOOD[1]), "other placeholders: 'Hello {name}'"),
        ((GOOD[0], (("{n} user", "{n} users"), ("{n} utilisateur", ""))), "not translated: '{n} user'"),
        ((GOOD[0], (("{n} user", "{n} users"), ("{n} utilisateur", "des"))), "other placeholders: '{n} user'"),
        ((*GOOD, ("Good bye", "Au revoir")), "unused: 'Good bye'"),
    ],
)
def test_each_fault_is_found(messages: tuple[tuple[object, object], ...], fault: str) -> None:
    assert list(catalogue.faults(SOURCE, french(*messages))) == [fault]


def test_a_guess_is_a_fault() -> None:
    guessed = french(*GOOD)
    guessed["Hello {name}"].flags.add("fuzzy")
    assert list(catalogue.faults(SOURCE, guessed)) == ["fuzzy: 'Hello {name}'"]


def test_a_catalogue_reads_back_and_carries_no_date_and_no_place() -> None:
    text = catalogue.text_of(french(*GOOD))
    assert "Date" not in text
    assert "#:" not in text
    assert "plural=(n > 1)" in text
    again = read_po(BytesIO(text.encode()), locale="fr")
    assert list(catalogue.faults(SOURCE, again)) == []
    assert catalogue.text_of(again) == text


def test_an_update_keeps_translations_adds_what_is_new_and_drops_what_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "fr" / "LC_MESSAGES" / "ecc_tui.po"
    file.parent.mkdir(parents=True)
    file.write_text(catalogue.text_of(french(GOOD[0], ("Hello {nam}", "Salut {nam}"))), encoding="utf-8")
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    monkeypatch.setattr(catalogue, "template", lambda: SOURCE)
    catalogue.update()
    assert list(catalogue.faults(SOURCE, catalogue.read(file))) == ["not translated: '{n} user'"]
    assert "Bonjour {name}" in file.read_text(encoding="utf-8")
    assert "Salut" not in file.read_text(encoding="utf-8")


def test_the_tool_knows_every_language_of_the_program() -> None:
    assert {*catalogue.LANGUAGES, i18n.SOURCE_LANGUAGE} == set(i18n.LANGUAGES)
    assert catalogue.DOMAIN == i18n.DOMAIN


def test_a_new_language_begins_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    monkeypatch.setattr(catalogue, "template", lambda: SOURCE)
    catalogue.update()
    (file,) = catalogue.catalogue_files()
    assert len(list(catalogue.faults(SOURCE, catalogue.read(file)))) == 2


def test_the_program_has_messages_of_every_kind() -> None:
    ids = [message.id for message in catalogue.template() if message.id]
    assert "Dashboard" in ids
    assert "The login or the password is wrong." in ids
    assert ("{n} second", "{n} seconds") in ids
