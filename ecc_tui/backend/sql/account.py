"""The person's own settings: preferences and saved views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.sessions import Caller
from ecc_tui.domain import links
from ecc_tui.domain.account import LONGEST_VIEW_NAME, SavedView
from ecc_tui.domain.errors import InvalidInput
from ecc_tui.domain.text import clean

LONGEST_PREFERENCE_NAME = 80
LONGEST_PREFERENCE = 4096
"""Characters of what was chosen."""


class Account:
    """`backend.base.Account` on the store."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def preferences(self) -> Mapping[str, str]:
        """What was chosen, by name."""
        person = self._caller.person.id
        rows = await self._caller.read(
            lambda statements: statements.rows("SELECT name, value FROM preferences WHERE user_id = ?", (person,))
        )
        return dict(rows)

    async def set_preference(self, name: str, value: str) -> None:
        """Raises InvalidInput for a name or value that is too long."""
        _require_length("name", name, 1, LONGEST_PREFERENCE_NAME)
        _require_length("value", value, 0, LONGEST_PREFERENCE)
        parameters = (self._caller.person.id, clean(name), clean(value))
        await self._caller.write(
            lambda statements: statements.execute(
                "INSERT INTO preferences (user_id, name, value) VALUES (?, ?, ?)"
                " ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value",
                parameters,
            )
        )

    async def saved_views(self) -> Sequence[SavedView]:
        """By letter."""
        person = self._caller.person.id
        rows = await self._caller.read(
            lambda statements: statements.rows(
                "SELECT name, letter, link FROM saved_views WHERE user_id = ? ORDER BY letter", (person,)
            )
        )
        return [SavedView(*row) for row in rows]

    async def save_view(self, view: SavedView) -> None:
        """Raises InvalidInput for a letter that is not A to Z, an empty or long name, a link that isn't one."""
        name = clean(view.name).strip()
        _require_length("name", name, 1, LONGEST_VIEW_NAME)
        if len(view.letter) != 1 or not "A" <= view.letter <= "Z":
            raise InvalidInput("letter", "letter")
        links.parse(view.link)
        parameters = (self._caller.person.id, view.letter, name, view.link)

        def save(statements: Statements) -> None:
            statements.execute(
                "INSERT INTO saved_views (user_id, letter, name, link) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (user_id, letter) DO UPDATE SET name = excluded.name, link = excluded.link",
                parameters,
            )

        await self._caller.write(save)

    async def remove_view(self, letter: str) -> None:
        """Nothing happens where there is none."""
        parameters = (self._caller.person.id, letter)
        await self._caller.write(
            lambda statements: statements.execute(
                "DELETE FROM saved_views WHERE user_id = ? AND letter = ?", parameters
            )
        )


def _require_length(field: str, value: str, shortest: int, longest: int) -> None:
    if not shortest <= len(value) <= longest:
        raise InvalidInput(field, "length", shortest=shortest, longest=longest)
