"""The list of requests: columns, order, sort, search as you type, details (Q1, Q3, Q4, Q5, Q9)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecc_tui.config import Configuration
from ecc_tui.domain.links import ToRequest
from ecc_tui.domain.requests import Column
from ecc_tui.screens.request import RequestPanel, RequestScreen
from ecc_tui.screens.requests import RequestsScreen
from ecc_tui.widgets.fields import SearchField
from tests.screens.portal import (
    NARROW,
    NEWEST,
    WIDE,
    Control,
    ask,
    change,
    grid_of,
    hear,
    open_requests,
    opened,
    press,
    rows_of,
    see,
    settled,
    type_text,
    words,
)
from tests.widgets.themed import lines_of, shown, until

OPERATOR_REQUESTS = """
SELECT r.id FROM requests r JOIN rights g ON g.contract_id = r.contract_id
WHERE g.user_id = 'u-operator' AND g.orders >= 1
"""


async def test_every_column_newest_first(demo: Path) -> None:
    """Q1."""
    async with opened(demo, "operator.demo", size=(220, 60)) as pilot:
        await open_requests(pilot)
        header = next(line for line in lines_of(pilot.app) if "issued" in line)
        titles = ("id", "name", "kind", "contract", "status", "issued", "changed", "requester")
        places = [header.index(f" {title}") for title in titles]
        assert places == sorted(places)
        assert "issued ▼" in header
        rows = rows_of(pilot)
        assert [row.issued for row in rows] == sorted((row.issued for row in rows), reverse=True)
        assert {row.id for row in rows} == {id for (id,) in ask(demo, OPERATOR_REQUESTS)}
        number = str(len(rows))
        await see(pilot, number)
        first = rows[0]
        line = next(line for line in lines_of(pilot.app) if first.id in line and first.name in line)
        assert first.contract in line
        assert first.requester in line


async def test_at_80_columns_what_matters_is_there(demo: Path) -> None:
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        first = rows_of(pilot)[0]
        line = next(line for line in lines_of(pilot.app) if first.id in line)
        assert first.name[:20] in line
        assert max(map(len, lines_of(pilot.app))) <= NARROW[0]


@pytest.mark.parametrize("column", list(Column))
async def test_sorted_by_any_column_in_both_directions(demo: Path, column: Column) -> None:
    async with opened(demo, "operator.demo", size=(200, 40)) as pilot:
        await open_requests(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, RequestsScreen)
        everything = {row.id for row in rows_of(pilot)}
        seen = []
        for _turn in range(2):
            screen._sort_chosen(column)
            await settled(pilot)
            values = [getattr(row, column) for row in rows_of(pilot)]
            assert {row.id for row in rows_of(pilot)} == everything
            if column not in (Column.KIND, Column.STATUS, Column.NAME, Column.REQUESTER):
                assert values == sorted(values, reverse=screen.sort.descending)
            runs = [value for place, value in enumerate(values) if not place or values[place - 1] != value]
            if column in (Column.KIND, Column.STATUS, Column.CONTRACT, Column.REQUESTER):
                assert len(runs) == len(set(runs)), "equal ones stand together"
            sign = "▼" if screen.sort.descending else "▲"
            await see(pilot, sign)
            seen.append((screen.sort.descending, runs))
        assert {descending for descending, _runs in seen} == {True, False}
        assert seen[0][1] == seen[1][1][::-1]


async def test_the_column_is_chosen_from_a_list(demo: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        await press(pilot, "s")
        await see(pilot, "Sort by", "issued ▼")
        await type_text(pilot, "name")
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, RequestsScreen)
        await until(pilot, lambda: screen.sort.column is Column.NAME)
        await see(pilot, "name ▲")
        await press(pilot, "s", "enter")  # the present column again turns the direction
        await see(pilot, "name ▼")
        await settled(pilot)
        names = [row.name.casefold() for row in rows_of(pilot)]
        assert names[0] > names[-1]


@pytest.mark.parametrize(
    ("typed", "holds"),
    [
        ("regle", "règle"),
        ("RÈGLE pare", "règle de pare-feu"),
        (NEWEST, NEWEST),
        ("sandbox", "OCB0001252"),
    ],
)
async def test_search_as_one_types(demo: Path, typed: str, holds: str) -> None:
    """Q3: names, ids, names of contracts; case and accents don't matter."""
    async with opened(demo, "referent.demo") as pilot:
        await open_requests(pilot)
        number = grid_of(pilot).count[0]
        await press(pilot, "slash")
        await type_text(pilot, typed)
        screen = pilot.app.screen
        assert isinstance(screen, RequestsScreen)
        await until(pilot, lambda: screen.filter.search == typed)
        await settled(pilot)
        rows = rows_of(pilot)
        assert 0 < len(rows) < number
        assert all(holds.casefold() in f"{row.id} {row.name} {row.contract}".casefold() for row in rows)
        assert screen.query_one(SearchField).has_focus


async def test_prefixes_of_several_words(demo: Path) -> None:
    async with opened(demo, "referent.demo") as pilot:
        await open_requests(pilot)
        wanted = rows_of(pilot)[3]
        first, second = [word for word in wanted.name.split() if word.isalpha() and len(word) > 3][:2]
        await press(pilot, "slash")
        await type_text(pilot, f"{second[:4]} {first[:3]}")
        await until(pilot, lambda: grid_of(pilot).count[0] < 20)
        await settled(pilot)
        assert wanted.id in {row.id for row in rows_of(pilot)}


async def test_a_search_without_hits_says_so_and_z_shows_all_again(demo: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        number = grid_of(pilot).count[0]
        await press(pilot, "slash")
        await type_text(pilot, "zzzz")
        await see(pilot, "No request matches", "z shows all of them again")
        await press(pilot, "enter", "z")
        await until(pilot, lambda: grid_of(pilot).count == (number, True))
        assert not pilot.app.screen.query_one(SearchField).display


async def test_digits_and_commands_type_in_the_search(demo: Path) -> None:
    """S1, section 3: in a field letters and digits type as usual, control keys still work."""
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        await press(pilot, "slash")
        await type_text(pilot, "1f z?")
        search = pilot.app.screen.query_one(SearchField)
        assert search.value == "1f z?"
        assert isinstance(pilot.app.screen, RequestsScreen)
        await press(pilot, "f1")
        await see(pilot, "Keys", "Sections")
        await press(pilot, "escape")
        await press(pilot, "ctrl+p")
        await see(pilot, "Go to, do, find")


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_details_of_a_request(demo: Path, size: tuple[int, int]) -> None:
    """Q5: what was asked, progress with who and when, comments, lines and price."""
    [(id,)] = ask(
        demo,
        "SELECT id FROM requests WHERE kind = 'order' AND status = 'completed' AND outcome = 'delivered'"
        " AND contract_id = 'OCB0001234' AND rowid IN (SELECT request FROM request_lines) ORDER BY rowid DESC LIMIT 1",
    )
    async with opened(demo, "operator.demo", size=size, link=ToRequest(id)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestScreen))
        panel = pilot.app.screen.query_one(RequestPanel)
        await until(pilot, lambda: panel.details is not None)
        assert panel.details is not None
        said = str(panel.query_one(".details").render())
        for text in (
            panel.details.row.name, "order", "OCB0001234", "Boutique en ligne", "Requester", "Issued", "Last change",
            "Lines", "€", "Progress", "submitted", "in progress", "delivered", "Support Orbis Cloud",
        ):  # fmt: skip
            assert text in said
        for comment in panel.details.comments:
            assert comment.text in said
            assert comment.author in said
        await see(pilot, panel.details.row.name[:30])


async def test_enter_opens_it_over_the_list_and_back_leads_to_the_same_line(demo: Path) -> None:
    """S8."""
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        await press(pilot, "slash")
        await type_text(pilot, "3-0028")
        await press(pilot, "enter", *["down"] * 25)
        grid = grid_of(pilot)
        place = (grid.cursor, grid.first_visible)
        row = grid.row
        assert row is not None
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestScreen))
        await see(pilot, row.id, "Progress")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, RequestsScreen)
        assert (grid.cursor, grid.first_visible) == place
        assert pilot.app.screen.filter.search == "3-0028"
        await press(pilot, "1", "2")
        assert (grid.cursor, grid.first_visible) == place


async def test_the_request_under_the_cursor_stands_beside_when_wide(demo: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        panel = pilot.app.screen.query_one(RequestPanel)
        for _line in range(3):
            await press(pilot, "down")
            row = grid_of(pilot).row
            assert row is not None
            await until(pilot, lambda row=row: panel.details is not None and panel.details.row.id == row.id)  # type: ignore[misc]  # mypy can't type a default
        await press(pilot, "enter")
        assert panel.has_focus
        await press(pilot, "escape")
        assert grid_of(pilot).has_focus


async def test_a_late_answer_about_another_request_is_dropped(demo: Path) -> None:
    control = Control()
    async with opened(demo, "operator.demo", control=control) as pilot:
        await open_requests(pilot)
        panel = pilot.app.screen.query_one(RequestPanel)
        await until(pilot, lambda: panel.details is not None)
        late = control.hold("requests.get")
        await press(pilot, "down")
        await until(pilot, lambda: control.calls.count("requests.get") >= 2)
        control.let_go("requests.get")
        await press(pilot, "down")
        row = grid_of(pilot).row
        assert row is not None
        await until(pilot, lambda: panel.details is not None and panel.details.row.id == row.id)
        late.set()
        await pilot.pause(0.2)
        assert panel.details is not None
        assert panel.details.row.id == row.id


async def test_the_contract_of_a_request_is_a_key_away(demo: Path) -> None:
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        row = grid_of(pilot).row
        assert row is not None
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestScreen))
        await see(pilot, "Progress")
        await press(pilot, "d")
        await see(pilot, f"Dashboard › {row.contract}")


async def test_a_request_of_a_contract_without_role_is_not_found(demo: Path) -> None:
    """Byte for byte as an unknown one."""
    [(hidden,)] = ask(demo, "SELECT id FROM requests WHERE contract_id = 'OCB0001260' LIMIT 1")
    told = []
    for id in (hidden, "3-99999999"):
        async with opened(demo, "operator.demo", link=ToRequest(id)) as pilot:
            await see(pilot, f"There is no request {id}, or none that you may see.")
            told.append(shown(pilot.app).replace(id, "ID"))
    assert told[0] == told[1]
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        await press(pilot, "slash")
        await type_text(pilot, hidden)
        await see(pilot, "No request matches")


async def test_a_change_elsewhere_updates_in_place(demo: Path) -> None:
    """Q9: the cursor stays on its request, wherever it goes."""
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        await press(pilot, *["down"] * 4)
        row = grid_of(pilot).row
        assert row is not None
        change(demo, "UPDATE requests SET name = 'Renamed meanwhile' WHERE id = ?", row.id)
        await see(pilot, "Renamed meanwhile")
        await settled(pilot)
        assert grid_of(pilot).row is not None
        assert grid_of(pilot).row.id == row.id  # type: ignore[union-attr]  # looked at before
        assert grid_of(pilot).cursor == 4


async def test_nothing_to_open_in_an_empty_list(demo: Path) -> None:
    async with opened(demo, "norights.demo") as pilot:
        await press(pilot, "2")
        await see(pilot, "No contract shows its requests to you.")
        await press(pilot, "enter", "space", "end", "down", "y")
        await see(pilot, "link to this list")
        assert "line" not in words(pilot).split()
        await press(pilot, "enter")
        await hear(pilot, "clipboard")


async def test_a_chosen_key_is_shown_on_every_screen_over_the_list(demo: Path) -> None:
    configuration = Configuration(keys={"request.comment": "ctrl+b"})
    async with opened(demo, "operator.demo", size=NARROW, configuration=configuration) as pilot:
        await open_requests(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestScreen))
        await see(pilot, "^b comment")
