"""What stands under a form and says what sending it would do."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Summary(Static):
    """Told again with each key: painted when it says something else, laid out only when that has another height."""

    DEFAULT_CSS = "Summary { height: auto; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._said = Content("")

    def say(self, content: Content) -> None:
        """Another content; data in it is never markup."""
        if content.is_same(self._said):
            return
        width = self.content_size.width
        same_height = bool(width) and content.get_height({}, width) == self._said.get_height({}, width)
        self._said = content
        self.update(content, layout=not same_height)
