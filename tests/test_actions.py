"""The table of actions: one meaning for each key, nothing without its method, everything translated."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pytest
from textual.binding import Binding, BindingsMap

import ecc_tui
from ecc_tui import actions
from ecc_tui import keymap as keymaps
from ecc_tui.actions import ACTIONS, shown_key
from ecc_tui.app import CloudCustomerSpace
from ecc_tui.domain.links import Place
from ecc_tui.i18n import _, set_language
from ecc_tui.keymap import KeyMapError, brought_keys, keymap
from ecc_tui.screens.catalogue import CatalogueScreen
from ecc_tui.screens.dashboard import DashboardScreen
from ecc_tui.screens.drafts import DraftsScreen
from ecc_tui.screens.form_screen import FormScreen
from ecc_tui.screens.notification_preferences import ChannelsScreen
from ecc_tui.screens.notifications import NotificationsScreen
from ecc_tui.screens.request import RequestScreen
from ecc_tui.screens.requests import RequestsScreen
from ecc_tui.screens.service import ServiceScreen
from ecc_tui.screens.shell import SectionScreen
from ecc_tui.widgets.feed import Feed
from ecc_tui.widgets.grid import Grid
from ecc_tui.widgets.tree import Outline

SCREENS: Mapping[str, type[SectionScreen]] = {
    "dashboard": DashboardScreen,
    "requests": RequestsScreen,
    "request": RequestScreen,
    "catalogue": CatalogueScreen,
    "service": ServiceScreen,
    "form": FormScreen,
    "drafts": DraftsScreen,
    "channels": ChannelsScreen,
    "notifications": NotificationsScreen,
}
"""The screen of each scope; a new scope must be added here."""
EVERYWHERE = ("go", "everywhere")
SAME_THING = {("enter", "list.choose"), ("space", "grid.mark")}
"""Keys of a list that end in the action of the same key."""


def test_ids_are_unique_and_well_formed() -> None:
    assert len(actions._TABLE) == len(ACTIONS)
    for id, action in ACTIONS.items():
        assert action.id == id
        scope, dot, name = id.partition(".")
        assert scope
        assert dot
        assert name
        assert action.method.isidentifier()
    assert len({action.method for action in ACTIONS.values()}) == len(ACTIONS)


def test_every_scope_has_a_screen_that_is_watched() -> None:
    scopes = {action.scope for action in ACTIONS.values()}
    assert scopes == {*SCREENS, *EVERYWHERE}
    assert keymaps.SCREENS.keys() == SCREENS.keys()
    for scope, screen in SCREENS.items():
        assert screen.scopes == (scope,)


@pytest.mark.parametrize("scope", SCREENS)
def test_a_key_means_one_thing_on_each_screen(scope: str) -> None:
    keys = [(key, action.id) for action in actions.of_scopes((*EVERYWHERE, scope)) for key in action.keys.split(",")]
    assert [(one, other) for one, other in combinations(keys, 2) if one[0] == other[0] != ""] == []


@pytest.mark.parametrize(
    ("scope", "widget"), [("dashboard", Outline), ("requests", Grid), ("notifications", Feed), ("drafts", Feed)]
)
def test_no_key_of_a_list_hides_an_action_of_its_screen(
    scope: str, widget: type[Outline[object] | Grid[object] | Feed[object]]
) -> None:
    bindings = widget._merge_bindings().key_to_bindings
    for action in actions.of_scopes((*EVERYWHERE, scope)):
        for key in action.keys.split(","):
            hidden = {(key, binding.id) for binding in bindings.get(key, []) if not action.everywhere}
            assert hidden <= SAME_THING, action.id


@pytest.mark.parametrize("action", ACTIONS.values(), ids=lambda action: action.id)
def test_no_dead_key(action: actions.Action) -> None:
    if action.scope == "go":
        assert Place(action.id.removeprefix("go."))
    else:
        owner = CloudCustomerSpace if action.scope == "everywhere" else SCREENS[action.scope]
        assert callable(getattr(owner, action.method, None)), f"{owner.__name__} has no {action.method}"


@pytest.mark.parametrize("owner", [CloudCustomerSpace, *SCREENS.values()])
def test_no_method_without_an_action(owner: type[object]) -> None:
    methods = {action.method for action in ACTIONS.values()}
    assert {name for name in vars(owner) if name.startswith("do_")} <= methods


@pytest.mark.parametrize(
    ("owner", "scopes"), [(CloudCustomerSpace, EVERYWHERE), *((s, (n,)) for n, s in SCREENS.items())]
)
def test_every_action_has_its_binding(owner: type[CloudCustomerSpace | SectionScreen], scopes: tuple[str, ...]) -> None:
    bound = {one.id for same_key in BindingsMap(owner.BINDINGS).key_to_bindings.values() for one in same_key}
    assert {action.id for action in actions.of_scopes(scopes)} <= bound


def test_every_binding_of_the_program_has_an_id() -> None:
    seen = 0
    for file in Path(ecc_tui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Binding":
                seen += 1
                assert "id" in {keyword.arg for keyword in node.keywords}, f"{file.name}:{node.lineno}"
    assert seen > 20


def test_every_title_and_help_is_marked_for_translation() -> None:
    source = Path(actions.__file__).read_text()
    marked = {
        node.args[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "N_"
        and isinstance(node.args[0], ast.Constant)
    }
    for action in ACTIONS.values():
        assert {action.title, action.help} <= marked, action.id
        assert action.title[0].islower() or action.scope == "go", action.id
        assert not action.help.endswith("."), action.id


def test_every_key_and_title_fits_the_footer_in_both_languages() -> None:
    for language in ("en", "fr"):
        set_language(language)
        for action in ACTIONS.values():
            if action.footer:
                assert len(f"{shown_key(action, {})} {_(action.title)}") <= 22, (language, action.id)


# The [keys] part of the configuration


def test_no_choice_changes_nothing() -> None:
    assert keymap({}) == {}


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("i", "i"),
        ("ctrl+w", "ctrl+w"),
        ("!", "exclamation_mark"),
        ([" i ", "ctrl+w"], "i,ctrl+w"),
        ("i, ctrl+w", "i,ctrl+w"),
        ("", actions.UNBOUND),
    ],
)
def test_a_key_as_people_write_it(written: str | list[str], key: str) -> None:
    assert keymap({"requests.sort": written}) == {"requests.sort": key}


def test_a_chosen_key_reaches_its_action_and_the_old_one_does_not() -> None:
    for written, key in (("!", "exclamation_mark"), ("i, ctrl+w", "ctrl+w"), ("", actions.UNBOUND)):
        bindings = BindingsMap(actions.bindings("requests"))
        bindings.apply_keymap(keymap({"requests.sort": written}))
        assert [binding.id for binding in bindings.key_to_bindings[key] if binding.id == "requests.sort"]
        assert "s" not in bindings.key_to_bindings


def test_an_action_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyMapError) as caught:
        keymap({"requests.delete": "d"})
    assert (caught.value.id, caught.value.problem) == ("requests.delete", "unknown")


@pytest.mark.parametrize(
    ("chosen", "id", "key"),
    [
        ({"requests.sort": "f"}, "requests.sort", "f"),
        ({"requests.sort": "1"}, "requests.sort", "1"),
        ({"requests.sort": "?"}, "requests.sort", "question_mark"),
        ({"requests.sort": "question_mark"}, "requests.sort", "question_mark"),
        ({"requests.sort": ["i", "/"]}, "requests.sort", "slash"),
        ({"everywhere.quit": "s"}, "everywhere.quit", "s"),
        ({"requests.sort": "i", "requests.filter": "i"}, "requests.sort", "i"),
    ],
)
def test_a_key_that_would_mean_two_things_is_refused(chosen: dict[str, str | list[str]], id: str, key: str) -> None:
    with pytest.raises(KeyMapError) as caught:
        keymap(chosen)
    assert (caught.value.id, caught.value.problem, caught.value.key) == (id, "clash", key)


def test_keys_may_change_places_and_mean_other_things_on_other_screens() -> None:
    assert keymap({"requests.sort": "f", "requests.filter": "s"}) == {"requests.sort": "f", "requests.filter": "s"}
    assert keymap({"requests.sort": "m"}) == {"requests.sort": "m"}


@pytest.mark.parametrize(
    ("id", "shown"),
    [
        ("everywhere.keys", "?"),
        ("everywhere.palette", "^p"),
        ("dashboard.search", "/"),
        ("everywhere.back", "esc"),
        ("requests.mark", "space"),
        ("everywhere.theme", ""),
    ],
)
def test_keys_are_shown_as_people_write_them(id: str, shown: str) -> None:
    assert shown_key(ACTIONS[id], {}) == shown


def test_a_chosen_key_is_shown() -> None:
    assert shown_key(ACTIONS["requests.sort"], keymap({"requests.sort": "ctrl+w"})) == "^w"
    assert shown_key(ACTIONS["requests.sort"], keymap({"requests.sort": ""})) == ""


def test_bindings_with_priority_are_those_that_work_in_fields() -> None:
    for binding in actions.bindings("everywhere", "go", "requests"):
        assert isinstance(binding, Binding)
        assert binding.id is not None
        assert binding.priority == ACTIONS[binding.id].everywhere


def test_every_binding_of_a_widget_can_be_given_another_key() -> None:
    for id in brought_keys():
        assert keymap({id: "f9"}) == {id: "f9"}


def test_no_binding_of_a_widget_or_a_screen_is_without_an_id_that_the_configuration_knows() -> None:
    """All bindings of the program, found in its source, are in the table or brought by a named class."""
    known = {*ACTIONS, *brought_keys(), "field.next", "field.previous"}
    for path in Path("ecc_tui").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Binding":
                ids = [keyword.value for keyword in call.keywords if keyword.arg == "id"]
                assert ids, f"{path}:{call.lineno} has no id"
                if isinstance(ids[0], ast.Constant):
                    assert ids[0].value in known, f"{path}:{call.lineno}"


def test_a_key_that_a_list_uses_is_taken() -> None:
    with pytest.raises(KeyMapError) as caught:
        keymap({"requests.sort": "j"})
    assert (caught.value.id, caught.value.problem, caught.value.key) == ("requests.sort", "clash", "j")
    assert keymap({"requests.sort": "j", "list.down": "down"})["requests.sort"] == "j"


def test_what_is_no_key_is_told() -> None:
    with pytest.raises(KeyMapError) as caught:
        keymap({"requests.filter": "nokey"})
    assert (caught.value.problem, caught.value.key) == ("name", "nokey")


def test_the_usual_keys_written_out_change_nothing() -> None:
    usual = {action.id: action.keys for action in ACTIONS.values() if action.keys} | brought_keys()
    assert keymap(usual).keys() == usual.keys()
