"""Which requests a filter means for a person: his contracts, the words of a search, the period in his zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.instants import to_micro
from ecc_tui.backend.sql.request_search import contract_text, search_words
from ecc_tui.backend.sql.rights import visible_contracts
from ecc_tui.domain.account import ZONE_PREFERENCE
from ecc_tui.domain.requests import Kind, RequestFilter, Status
from ecc_tui.domain.rights import Section


class Branch(Struct, frozen=True):
    """A part of a search: words that the request's own text must have, on these contracts (None: on all selected).

    The search's other words are in the names of those contracts.
    """

    words: tuple[str, ...] = ()
    contracts: frozenset[str] | None = None


class Selection(Struct, frozen=True):
    """A filter made concrete; None doesn't restrict, an empty set lets nothing through."""

    contracts: frozenset[str] | None
    statuses: frozenset[Status] | None
    kinds: frozenset[Kind] | None
    requester: str | None
    first: int | None
    """Microseconds; the earliest issue instant."""
    end: int | None
    """The first instant after the period."""
    branches: tuple[Branch, ...] = (Branch(),)
    """Together they are the search; a request may come from several."""

    @property
    def searches(self) -> bool:
        """Are there words to find?"""
        return self.branches != (Branch(),)

    @property
    def is_empty(self) -> bool:
        """Nothing can be found."""
        return not self.branches or self.contracts == frozenset()


class Scope:
    """What a person may see of the requests, at one instant of the store."""

    def __init__(self, statements: Statements, person_id: str) -> None:
        self.person_id = person_id
        self.visible = frozenset(id for (id,) in statements.rows(visible_contracts(Section.ORDERS), (person_id,)))
        self.sees_all = len(self.visible) == statements.value("SELECT count(*) FROM contracts")
        zone = statements.value(
            "SELECT value FROM preferences WHERE user_id = ? AND name = ?", (person_id, ZONE_PREFERENCE)
        )
        self._zone = _zone(zone)
        self._texts: Mapping[str, str] | None = None

    def select(self, statements: Statements, filter: RequestFilter) -> Selection:
        """The filter for this person: never more than he may see."""
        contracts = self.visible & filter.contracts if filter.contracts else self.visible
        words = search_words(filter.search)
        return Selection(
            contracts=None if self.sees_all and not filter.contracts else contracts,
            statuses=filter.statuses if filter.statuses and len(filter.statuses) < len(Status) else None,
            kinds=filter.kinds if filter.kinds and len(filter.kinds) < len(Kind) else None,
            requester=self.person_id if filter.mine else None,
            first=self._start_of(filter.first_day) if filter.first_day else None,
            end=self._start_of(filter.last_day, after=1) if filter.last_day else None,
            branches=branches(words, self._contract_texts(statements), contracts) if words else (Branch(),),
        )

    def _contract_texts(self, statements: Statements) -> Mapping[str, str]:
        if self._texts is None:
            rows = statements.iterate("SELECT id, name FROM contracts")
            self._texts = {id: contract_text(id, name) for id, name in rows if id in self.visible}
        return self._texts

    def _start_of(self, day: date, after: int = 0) -> int | None:
        try:
            midnight = datetime.combine(day + timedelta(days=after), time())
            # A naive instant is the host's, which knows its own summer time.
            return to_micro((midnight.replace(tzinfo=self._zone) if self._zone else midnight).astimezone(UTC))
        except (OverflowError, ValueError):  # beyond the calendar's first or last day
            return None


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def branches(words: Sequence[str], texts: Mapping[str, str], contracts: frozenset[str]) -> tuple[Branch, ...]:
    """Split a search by which of its words are in the names of contracts, so that each word is found in either.

    A request on a contract is found when its own text has the words that the contract's lacks. A word of one letter
    is in every other name: it only counts as the contract's where all words are. A branch asks for more words than
    some of its contracts lack, if that makes it hold for all: a set of contracts less to test.
    """
    by_lack: dict[frozenset[str], set[str]] = {}
    marked = [(word, f" {word}") for word in words]
    letters = frozenset(word for word in words if len(word) == 1)
    for contract in contracts:
        text = texts[contract]
        lack = frozenset(word for word, begins in marked if begins not in text)
        if lack:
            lack |= letters
        by_lack.setdefault(lack, set()).add(contract)
    found: list[tuple[frozenset[str], frozenset[str] | None]] = []
    for lack in sorted(by_lack, key=len):
        held = frozenset().union(*(ids for other, ids in by_lack.items() if other <= lack))
        if any(everywhere is None and smaller <= lack for smaller, everywhere in found):
            continue
        found.append((lack, None if len(held) == len(contracts) else held))
    return tuple(Branch(tuple(word for word in words if word in lack), held) for lack, held in found)
