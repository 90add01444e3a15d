"""The form engine: what is typed is kept key by key, conditions and errors follow it, the keyboard is enough."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec import structs
from textual import events
from textual.widgets import Button

from ecc_tui.domain.forms import YES, Entries, Field, FieldKind, Form, Secret, Wrong
from ecc_tui.i18n import set_language
from ecc_tui.widgets.dialogs import Choice
from ecc_tui.widgets.form import FormView
from ecc_tui.widgets.form_options import RadioControl
from tests.widgets.filling import (
    BACKUP,
    DAY,
    EVERY_KIND,
    FILES,
    KEPT,
    LEVEL,
    MAIL,
    NAME,
    PARTS,
    REASON,
    SECRET,
    SIZE,
    SYSTEM,
    ZONES,
    few,
    filling,
    long_form,
)
from tests.widgets.themed import HOSTILE, until


def form(*fields: Field) -> Form:
    return Form("f", fields)


# Keeping


async def test_each_key_is_kept_before_the_next() -> None:
    async with filling(form(NAME, REASON)) as filled:
        await filled.press("a", "b", "left", "c")
        assert filled.kept == [("name", "a", 1), ("name", "ab", 2), ("name", "acb", 2)]
        assert ("name", 1) in filled.moves
        await filled.press("tab", "x", "enter", "y")
        assert filled.kept[-3:] == [("reason", "x", 1), ("reason", "x\n", 2), ("reason", "x\ny", 3)]
        assert filled.view.entries == {"name": "acb", "reason": "x\ny"}
        assert filled.view.cursor == ("reason", 3)


async def test_it_is_told_after_it_was_kept() -> None:
    async with filling(form(NAME)) as filled:
        order: list[str] = []
        filled.view._keep = lambda field, entry, position: order.append(f"kept {entry}")
        filled.pilot.app.on_form_view_edited = lambda message: order.append("told")  # type: ignore[attr-defined]
        await filled.press("a")
        assert order[0] == "kept a"


async def test_a_secret_is_typed_but_never_kept_nor_its_place() -> None:
    async with filling(form(NAME, SECRET)) as filled:
        await filled.at("secret")
        await filled.press("p", "w", "left")
        assert filled.kept == []
        assert {place for place in filled.moves if place[0] == "secret"} == {("secret", 0)}
        assert filled.view.entries["secret"] == "pw"
        assert isinstance(filled.view.entries["secret"], Secret)
        assert "pw" not in filled.text


async def test_what_was_kept_stands_in_the_form_again() -> None:
    entries: Entries = {
        "name": "web",
        "level": "gold",
        "size": "20",
        "day": "2026-12-01",
        "reason": "a\nb",
        "parts": ("data",),
    }
    async with filling(EVERY_KIND, {**entries, "backup": YES}) as filled:
        for text in ("web", "(●) Gold", "20 ", "2026-12-01", "Tuesday", "(●) Yes", "[✔] Data", "[ ] Logs"):
            assert text in filled.text
        assert filled.view.entries == {**entries, "backup": YES}
        assert filled.kept == []


async def test_defaults_stand_in_an_untouched_form_and_can_be_emptied() -> None:
    field = structs.replace(NAME, default="web")
    async with filling(form(field)) as filled:
        assert filled.view.entries == {"name": "web"}
        await filled.press(*["backspace"] * 3)
        assert filled.kept[-1] == ("name", "", 0)
    async with filling(form(field), {"name": ""}) as filled:
        assert filled.view.entries == {"name": ""}
        assert "web" not in filled.text


async def test_the_focus_returns_to_where_it_was() -> None:
    async with filling(EVERY_KIND, {"reason": "first\nsecond"}) as filled:
        filled.view.focus_field("reason", 7)
        await filled.settled()
        await filled.press("X")
        assert filled.view.entries["reason"] == "first\nsXecond"


# Conditions


async def test_fields_come_and_go_and_what_was_typed_in_them_stays() -> None:
    async with filling(form(BACKUP, KEPT, MAIL)) as filled:
        assert "Kept for" not in filled.text
        await filled.press("y")
        assert "Kept for *" in filled.text
        await filled.press("tab", "7", "shift+tab", "n")
        assert "Kept for" not in filled.text
        assert filled.view.cursor[0] == "backup"
        assert filled.view.entries == {"backup": "no", "kept": "7"}
        verdict = filled.view.judge()
        assert verdict.accepted
        assert dict(verdict.answers) == {"backup": "no"}
        await filled.press("y")
        assert " 7" in filled.text
        assert dict(filled.view.judge().answers) == {"backup": "yes", "kept": "7"}


async def test_the_focus_stays_while_fields_above_come_and_go() -> None:
    condition = structs.replace(KEPT, condition=structs.replace(KEPT.condition, field="mail", any_of=("a",)))  # type: ignore[type-var]
    async with filling(form(MAIL, condition, NAME)) as filled:
        await filled.press("a")
        assert "Kept for" in filled.text
        await filled.press("b")
        assert "Kept for" not in filled.text
        assert filled.view.cursor == ("mail", 2)
        await filled.press("c")
        assert filled.view.entries["mail"] == "abc"


# Right and wrong


async def test_all_wrong_fields_are_marked_and_the_first_gets_the_focus() -> None:
    async with filling(EVERY_KIND, {"size": "5", "mail": "x"}) as filled:
        await filled.at("secret")
        verdict = filled.view.judge()
        await filled.settled()
        assert [wrong.field for wrong in verdict.wrong] == ["name", "size", "backup", "mail"]
        assert filled.text.count("✖") == 4
        for sentence in ("✖ Fill this in.", "✖ From 10 GB to 500 GB.", "✖ Choose one.", "✖ Write an e-mail address"):
            assert sentence in filled.text
        assert filled.view.cursor[0] == "name"
        await filled.press("a")
        assert filled.view.entries["name"] == "a"


async def test_errors_are_said_in_the_language_at_hand() -> None:
    async with filling(form(NAME, SIZE), {"size": "5"}) as filled:
        filled.view.judge()
        await filled.settled()
        assert "500 GB" in filled.text
        set_language("fr")
        filled.view.words()
        await filled.settled()
        assert "500 Go" in filled.text
        assert "500 GB" not in filled.text
        assert "Nom *" in filled.text


async def test_an_error_goes_as_soon_as_the_field_is_right() -> None:
    async with filling(form(SIZE, NAME)) as filled:
        await filled.press("5")
        assert "✖" not in filled.text  # not while it is typed for the first time
        await filled.press("tab")
        assert "✖ From 10 GB" in filled.text
        await filled.press("shift+tab", "end", "0")
        assert "✖" not in filled.text
        await filled.press("0", "0")
        assert "✖" not in filled.text
        await filled.press("tab", "shift+tab", "end", "0")
        assert "✖" in filled.text


async def test_an_empty_field_that_is_left_is_not_yet_wrong() -> None:
    async with filling(form(NAME, MAIL)) as filled:
        await filled.press("tab")
        assert "✖" not in filled.text


async def test_an_error_that_depends_on_another_field_goes_with_it() -> None:
    after = Field(id="after", kind=FieldKind.DATE, label={"": "After"}, not_before="day")
    async with filling(form(DAY, after), {"day": "2026-12-05", "after": "2026-12-04"}) as filled:
        assert not filled.view.judge(date(2026, 12, 1)).accepted
        await filled.settled()
        assert "✖ Not before" in filled.text
        await filled.at("day")
        await filled.press("end", "backspace", "1")
        assert "✖" not in filled.text


async def test_what_a_backend_refused_is_marked_until_it_is_edited() -> None:
    async with filling(form(NAME, MAIL), {"name": "web"}) as filled:
        filled.view.mark([Wrong("name", "taken"), Wrong("gone", "mandatory")])
        await filled.settled()
        assert "✖ This is not valid (rule: taken)." in filled.text
        await filled.at("mail")
        await filled.press("a")
        assert "taken" in filled.text
        await filled.at("name")
        await filled.press("2")
        assert "taken" not in filled.text


async def test_files_that_cannot_be_read_are_wrong() -> None:
    async with filling(form(NAME, FILES), {"name": "a", "files": ("/nowhere/at-all.txt",)}) as filled:
        verdict = filled.view.judge()
        await filled.settled()
        assert [(wrong.field, wrong.rule) for wrong in verdict.wrong] == [("files", "file")]
        assert "files" not in verdict.answers
        assert "✖ There is no file /nowhere/at-all.txt." in filled.text


# The keyboard


async def test_arrows_and_enter_go_from_field_to_field_and_stay_at_the_ends() -> None:
    async with filling(form(NAME, LEVEL, SIZE)) as filled:
        places = []
        for key in ("down", "enter", "down", "enter", "up", "up", "up"):
            await filled.press(key)
            places.append(filled.view.cursor[0])
        assert places == ["level", "size", "size", "size", "level", "name", "name"]
        assert filled.pilot.app.heard_of(FormView.Sent) == []  # type: ignore[attr-defined]


async def test_tab_goes_through_the_form_and_out_of_it() -> None:
    async with filling(form(NAME, LEVEL)) as filled:
        await filled.press("tab", "tab")
        assert isinstance(filled.pilot.app.focused, Button)
        await filled.press("shift+tab")
        assert filled.view.cursor[0] == "level"


async def test_a_tab_typed_ahead_comes_to_a_field_that_was_just_shown() -> None:
    """Before it is laid out."""
    async with filling(form(NAME, BACKUP, KEPT, LEVEL)) as filled:
        await filled.at("backup")
        backup = filled.view._rows["backup"].control
        assert isinstance(backup, RadioControl)
        backup.action_step(1)
        filled.pilot.app.screen.focus_next()
        assert filled.pilot.app.focused is filled.view._rows["kept"].control


async def test_a_line_longer_than_its_field_shows_its_end() -> None:
    async with filling(form(SIZE, NAME)) as filled:
        await filled.write("123456789012")
        assert "9012" in filled.text
        await filled.press("tab")
        assert "012" in filled.text


async def test_enter_sends_only_where_the_form_says_so() -> None:
    async with filling(form(NAME, SECRET), enter_sends=True) as filled:
        await filled.press("a", "enter")
        assert len(filled.pilot.app.heard_of(FormView.Sent)) == 1  # type: ignore[attr-defined]
        filled.view.read_only = True
        await filled.press("enter")
        assert len(filled.pilot.app.heard_of(FormView.Sent)) == 1  # type: ignore[attr-defined]


async def test_arrows_move_in_a_long_text_and_out_of_it_at_its_edges() -> None:
    async with filling(form(NAME, REASON, SIZE), {"reason": "one\ntwo"}) as filled:
        await filled.at("reason")
        await filled.press("up")
        assert filled.view.cursor == ("reason", 3)
        await filled.press("up")
        assert filled.view.cursor[0] == "name"
        await filled.press("down", "down", "down")
        assert filled.view.cursor[0] == "size"


async def test_a_pasted_block_stays_in_its_field_and_never_sends() -> None:
    async with filling(form(NAME, REASON)) as filled:
        filled.pilot.app.post_message(events.Paste("a\nb\r\nc\x1b[31m"))
        await filled.pilot.pause()
        assert filled.view.entries["name"] == "a b c␛[31m"
        await filled.at("reason")
        filled.pilot.app.post_message(events.Paste("a\r\nb\nc\x1b[31m"))
        await filled.pilot.pause()
        assert filled.view.entries["reason"] == "a\nb\nc␛[31m"
        assert filled.view.cursor[0] == "reason"


async def test_nothing_can_be_edited_where_it_may_only_be_read() -> None:
    async with filling(EVERY_KIND, {"name": "web", "backup": YES, "day": "2026-12-01"}) as filled:
        filled.view.read_only = True
        before = filled.view.entries
        for field in EVERY_KIND.fields:
            await filled.at(field.id)
            assert filled.view.cursor[0] == field.id
            for key in ("x", "1", "+", "space", "backspace", "delete", "right", "ctrl+k"):
                await filled.press(key)
        filled.pilot.app.post_message(events.Paste("pasted"))
        await filled.pilot.pause()
        assert filled.view.entries == before
        assert filled.kept == []
        assert not isinstance(filled.pilot.app.screen, Choice)
        filled.view.read_only = False
        await filled.at("name")
        await filled.press("2")
        assert filled.view.entries["name"] == "web2"


# Language and versions


async def test_another_language_keeps_entries_focus_and_cursor() -> None:
    async with filling(EVERY_KIND, {"backup": YES}) as filled:
        await filled.at("name")
        await filled.press("a", "b", "left")
        set_language("fr")
        filled.view.words()
        await filled.press("c")
        assert filled.view.entries["name"] == "acb"
        for text in ("Nom *", "petites lettres", "Stockage", "Go", "Sauvegarde *"):
            assert text in filled.text


async def test_another_version_keeps_what_was_typed_and_the_focus() -> None:
    async with filling(form(NAME, SIZE, MAIL), {"mail": "a@b.fr"}) as filled:
        await filled.at("size")
        await filled.press("4", "2", "left")
        filled.view.replace(form(LEVEL, structs.replace(SIZE, label={"": "Volume"}), NAME))
        await filled.settled()
        assert "Volume" in filled.text
        assert "Level" in filled.text
        assert "E-mail" not in filled.text
        await filled.press("7")
        assert filled.view.entries["size"] == "472"
        assert filled.view.entries["mail"] == "a@b.fr"
        assert not isinstance(filled.pilot.app.focused, Button)


# Room


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 16), (30, 10)])
@pytest.mark.parametrize("language", ["en", "fr"])
async def test_the_field_with_the_focus_is_in_view_with_its_label_and_its_error(
    size: tuple[int, int], language: str
) -> None:
    async with filling(EVERY_KIND, {"backup": YES, "size": "1", "mail": "x"}, size=size) as filled:
        set_language(language)
        filled.view.words()
        filled.view.judge()
        await filled.settled()
        for field in EVERY_KIND.fields:
            await filled.at(field.id)
            await filled.settled()
            row = filled.view._rows[field.id]
            assert filled.view.region.contains_region(row.region) or row.region.height > filled.view.region.height
            assert field.label[language][:8] in filled.text, field.id


async def test_a_long_form_is_made_as_it_is_reached() -> None:
    async with filling(long_form(120), size=(80, 24)) as filled:
        made = len(filled.view._rows)
        assert made < 50
        assert filled.view.max_scroll_y > 80
        for _key in range(35):
            await filled.press("tab")
        assert filled.view.cursor[0] == "f36"
        assert len(filled.view._rows) < 120


async def test_shift_tab_from_behind_a_long_form_comes_to_its_last_field() -> None:
    async with filling(long_form(120), size=(80, 24)) as filled:
        filled.pilot.app.query_one("#behind").focus()
        await filled.press("shift+tab")
        await filled.settled()
        assert filled.view.cursor[0] == "f120"


async def test_the_ends_of_a_long_form_are_one_key_away() -> None:
    async with filling(long_form(120), size=(80, 24)) as filled:
        await filled.press("ctrl+end")
        await filled.settled()
        assert filled.view.cursor[0] == "f120"
        assert "Field 120" in filled.text
        await filled.press("ctrl+home")
        assert filled.view.cursor[0] == "f1"
        await filled.press("pagedown")
        assert filled.view.cursor[0] not in ("f1", "f120")
        await filled.press("pageup")
        assert filled.view.cursor[0] == "f1"


async def test_a_wrong_field_far_below_is_made_and_reached() -> None:
    async with filling(long_form(120), size=(80, 24)) as filled:
        filled.view.judge()
        await filled.settled()
        await until(filled.pilot, lambda: "✖ Fill this in." in filled.text)
        assert filled.view.cursor[0] == "f120"


async def test_rows_that_are_scrolled_to_are_made() -> None:
    async with filling(long_form(60), size=(80, 24)) as filled:
        filled.view.scroll_end(animate=False)
        await until(filled.pilot, lambda: len(filled.view._rows) == 60)


async def test_a_field_grows_with_its_text_and_no_further() -> None:
    async with filling(form(REASON, NAME)) as filled:
        heights = []
        for _line in range(9):
            heights.append(filled.view._rows["reason"].size.height)
            await filled.press("x", "enter")
        assert (heights[0], heights[-1]) == (3, 6)
        assert sorted(heights) == heights


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_texts_are_only_shown(text: str) -> None:
    field = Field(
        id="x", kind=FieldKind.CHOICE, label={"": text}, help={"": text}, mandatory=True, unit={"": text},
        options=tuple(SYSTEM.options[:1]) + tuple(structs.replace(o, label={"": text}) for o in SYSTEM.options[1:]),
    )  # fmt: skip
    fields = [structs.replace(field, id=kind, kind=kind) for kind in FieldKind]
    async with filling(form(*fields), {"choice": "o2", "text": text}) as filled:
        filled.view.judge()
        await filled.settled()
        assert "\x1b" not in filled.text
        assert "\u202e" not in filled.text
        assert filled.pilot.app.is_running


async def test_every_kind_of_field_has_a_control() -> None:
    fields = [Field(id=kind, kind=kind, options=ZONES.options, label={"": kind}) for kind in FieldKind]
    async with filling(form(*fields, PARTS)) as filled:
        assert {row.field.id for row in filled.view.shown_rows()} == {str(kind) for kind in FieldKind}


LONG_LABEL = "The date or the status of a request"


@pytest.mark.parametrize("width", [80, 120])
async def test_a_long_label_stands_in_one_line_where_the_controls_leave_room(width: int) -> None:
    ticks = [
        Field(id=id, kind=FieldKind.CHOICES, label={"": label}, options=few("Display", "Mail"))
        for id, label in (("a", LONG_LABEL), ("b", "Short"))
    ]
    async with filling(form(*ticks), size=(width, 24)) as filled:
        lines = [line for line in filled.text.splitlines() if "Display" in line]
        assert LONG_LABEL in lines[0]
        assert lines[0].index("Display") == lines[1].index("Display")
        await filled.view.replace(form(*ticks, REASON)).wait()
        await filled.pilot.pause()
        assert LONG_LABEL not in filled.text  # the long text wants the room
        await filled.view.replace(form(*ticks)).wait()
        await filled.pilot.pause()
        assert LONG_LABEL in filled.text


async def test_a_label_takes_no_room_from_a_help_text() -> None:
    helped = Field(
        id="a", kind=FieldKind.CHOICES, label={"": LONG_LABEL}, options=few("Display", "Mail"), help={"": "h" * 24}
    )
    async with filling(form(helped), size=(88, 24)) as filled:
        assert any("Display" in line and "h" * 24 in line for line in filled.text.splitlines())
