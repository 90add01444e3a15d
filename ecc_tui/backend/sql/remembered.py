"""What was found on one state of the store, for as long as nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Answer = TypeVar("Answer")

MOST = 200
"""Answers that are kept."""


class Remembered:
    """Answers by the state of the store that they were found on. The threads of its readers share it.

    Only the state asked for last is kept, in one piece with its mark: rights that were taken away must not come back
    with the answer of a reader that is still on the state before.
    """

    def __init__(self) -> None:
        self._kept: tuple[int | None, dict[object, Any]] = (None, {})

    def get(self, mark: int | None, key: object, find: Callable[[], Answer]) -> Answer:
        """What was found under a key on the state with that mark, or is found now; None is a state that isn't known."""
        if mark is None:
            return find()
        kept_mark, known = self._kept
        if mark != kept_mark or len(known) > MOST:
            known = {}
            self._kept = (mark, known)
        if key not in known:
            known[key] = find()
        answer: Answer = known[key]
        return answer
