"""The tree: groups, filter, details for the lines in view only."""

from __future__ import annotations

from collections.abc import Sequence

from ecc_tui.widgets.cells import CellLike, Column
from ecc_tui.widgets.tree import Node, Outline
from tests.widgets.themed import HOSTILE, Themed, lines_of, shown, until

COLUMNS = (Column("name", "contract", minimum=20, sortable=False), Column("health", "health", 15, sortable=False))


def draw(node: Node, detail: str | None) -> Sequence[CellLike]:
    return ((detail, "good"),) if detail else (("·", "muted"),)


def nodes(companies: int = 2, contracts: int = 3) -> list[Node]:
    """Companies, two offers each, contracts below."""
    return [
        Node(
            f"c{c}",
            f"Société {c}",
            tuple(
                Node(
                    f"c{c}o{o}",
                    offer,
                    tuple(Node(f"OCB{c}{o}{n:04}", f"OCB{c}{o}{n:04} Prod {n}") for n in range(contracts)),
                )
                for o, offer in enumerate(("Flexible Engine", "Cloud Avenue"))
            ),
        )
        for c in range(companies)
    ]


class Dashboard(Themed):
    """A tree that remembers what it asked for."""

    def __init__(self, *, silent: bool = False) -> None:
        self.outline: Outline[str] = Outline(COLUMNS, draw)
        super().__init__(self.outline)
        self.silent = silent

    def on_outline_lines_in_view(self, message: Outline.LinesInView) -> None:
        self.heard.append(message)
        if not self.silent:
            self.outline.set_details(dict.fromkeys(message.keys, "● operational"))

    def on_outline_node_settled(self, message: Outline.NodeSettled) -> None:
        self.heard.append(message)

    def on_outline_node_chosen(self, message: Outline.NodeChosen) -> None:
        self.heard.append(message)


async def test_it_opens_on_the_first_leaf_with_its_groups_in_view() -> None:
    app = Dashboard()
    async with app.run_test(size=(80, 24)) as pilot:
        app.outline.set_nodes(nodes())
        await pilot.pause()
        assert app.outline.node is not None
        assert app.outline.node.key == "OCB000000"
        lines = lines_of(app)
        assert lines[1].startswith("  ▾ Société 0") or lines[1].startswith(" ▾ Société 0")
        assert lines[3].startswith("▌    OCB000000 Prod 0")


async def test_groups_close_and_open_and_tell_how_many_they_hide() -> None:
    app = Dashboard()
    async with app.run_test(size=(80, 30)) as pilot:
        tree = app.outline
        tree.set_nodes(nodes())
        await pilot.press("left")
        assert tree.node is not None
        assert tree.node.key == "c0o0"
        await pilot.press("left")
        await pilot.pause()
        assert "▸ Flexible Engine (3)" in shown(app)
        assert tree.line_count == 18 - 3
        await pilot.press("enter")
        assert tree.line_count == 18
        await pilot.press("right")
        assert tree.node.key == "OCB000000"
        await pilot.press("-")
        assert (tree.line_count, tree.node.key) == (2, "c0")
        await pilot.press("+")
        assert tree.line_count == 18
        tree.toggle_all()
        assert tree.line_count == 2


async def test_enter_on_a_leaf_chooses_it() -> None:
    app = Dashboard()
    async with app.run_test(size=(80, 30)) as pilot:
        app.outline.set_nodes(nodes())
        await pilot.press("down", "enter")
        assert [message.node.key for message in app.heard_of(Outline.NodeChosen)] == ["OCB000001"]


async def test_the_filter_folds_and_keeps_the_groups_of_the_hits() -> None:
    app = Dashboard()
    async with app.run_test(size=(80, 30)) as pilot:
        tree = app.outline
        tree.set_nodes(nodes())
        tree.filter = "PROD 2"
        await pilot.pause()
        assert tree.hits == (4, 12)
        assert tree.line_count == 4 + 2 + 4
        tree.filter = "societe CLOUD"
        await pilot.pause()
        assert tree.hits == (6, 12)
        text = shown(app)
        assert "Société 1" in text
        assert "Flexible" not in text
        tree.filter = "nowhere"
        await pilot.pause()
        assert "Nothing here" in shown(app)
        assert tree.node is None
        tree.filter = ""
        assert tree.line_count == 18


async def test_the_cursor_stays_on_its_node_through_filter_and_reload() -> None:
    app = Dashboard()
    async with app.run_test(size=(80, 30)) as pilot:
        tree = app.outline
        tree.set_nodes(nodes())
        assert tree.select_key("OCB110002")
        tree.filter = "prod 2"
        tree.filter = ""
        assert tree.node is not None
        assert tree.node.key == "OCB110002"
        await pilot.press("left", "left")
        tree.set_nodes(nodes(3))
        assert tree.node.key == "c1o1"
        await pilot.pause()
        assert "▸ Cloud Avenue (3)" in shown(app)
        assert tree.select_key("OCB110001")
        assert not tree.select_key("OCB999999")


async def test_only_lines_in_view_are_asked_for_and_each_once() -> None:
    app = Dashboard()
    async with app.run_test(size=(80, 24)) as pilot:
        tree = app.outline
        tree.set_nodes(nodes(5, 500))
        await until(pilot, lambda: "● operational" in shown(app))
        asked = [key for message in app.heard_of(Outline.LinesInView) for key in message.keys]
        assert asked == [f"OCB00{n:04}" for n in range(24 - 1 - 2)]
        await pilot.press("end")
        await until(pilot, lambda: len(app.heard_of(Outline.LinesInView)) == 2)
        assert tree.node is not None
        assert tree.node.key == "OCB410499"
        await pilot.press("home", "end")
        await pilot.pause(0.1)
        asked = [key for message in app.heard_of(Outline.LinesInView) for key in message.keys]
        assert len(asked) == len(set(asked)) == 21 + 23
        tree.forget_details()
        await until(pilot, lambda: len(app.heard_of(Outline.LinesInView)) == 3)
        assert len(app.heard_of(Outline.LinesInView)[-1].keys) == 23


async def test_details_without_an_answer_stay_faint() -> None:
    app = Dashboard(silent=True)
    async with app.run_test(size=(80, 24)) as pilot:
        app.outline.set_nodes(nodes())
        await until(pilot, lambda: "·" in lines_of(app)[3])
        app.outline.set_details({"OCB000000": "▲ degraded", "unknown": "x"})
        await pilot.pause()
        assert "▲ degraded" in lines_of(app)[3]
        assert app.outline.detail("OCB000000") == "▲ degraded"


async def test_hostile_labels_are_drawn_as_they_are() -> None:
    app = Dashboard(silent=True)
    async with app.run_test(size=(80, 40)) as pilot:
        app.outline.set_nodes([Node("g", HOSTILE[2], tuple(Node(str(n), text) for n, text in enumerate(HOSTILE)))])
        await pilot.pause()
        text = shown(app)
        assert "▾ [@click=app.quit]x[/]" in text
        assert "[/b]" in text
        assert not {"\x1b", "\x9b", "\u202e", "\ud800"} & set(text)
