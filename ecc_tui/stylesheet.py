"""A style sheet that parses nothing twice: half of a start's time beyond Textual's own went into that.

Textual parses all style sheets again whenever a screen is first shown or a theme is set; here that happens only when
the theme's colours have changed. Stands on `Stylesheet._parse_cache`, which is not public; a test watches it.
"""

from __future__ import annotations

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

SOURCES_KEPT = 512
"""More than all widgets' and our own style sheets."""


class LastingStylesheet(Stylesheet):
    """Give it to an application before anything is parsed, with the variables of its theme."""

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(SOURCES_KEPT)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Other colours make everything be parsed again; the same ones nothing."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Only what was not parsed yet with these colours."""
        self.parse()
