"""How a selection of requests becomes statements that stay fast on a million rows.

A list is asked in two steps: the keys of the rows (issue instants) in their order, then the rows of those few keys.
Each branch of a selection becomes sources of keys that come in date order without sorting; SQLite merges them lazily.
A source is driven by what is narrowest: full-text hits (newest first by themselves), an index whose second column is
the issue instant, or the rows by date. Estimates are counts that stop early, a few milliseconds at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from ecc_tui.backend.sql.database import Statements, tested
from ecc_tui.backend.sql.request_scope import Branch, Selection
from ecc_tui.backend.sql.request_search import match_expression
from ecc_tui.domain.requests import Column, Sort

NARROW = 50_000
"""Estimates stop here; a criterion with more rows is wide."""
VERY_NARROW = 20_000
"""Below so many rows a criterion beats common words even where only the first rows are wanted."""
INDEXED_PREFIX = 3
"""Beginnings of words up to this length have lists of hits of their own (schema, `prefix`)."""
FEW_VALUES = 16
"""Up to so many values of a wide criterion are merged, each in its order."""
SAMPLE = 200
"""Values of which the rows are counted; the rest are taken to have as many."""
LOOK_UP_COST = 3
"""Reading a row at a random place, against reading it where the last one was."""

_FIRST_TEXT = "requests_text MATCH ?"

_ORDERS = {
    Column.ISSUED: "r.issued {}",
    Column.ID: "r.id {}",
    Column.NAME: "r.name_key {}, r.issued {}",
    Column.KIND: "r.kind {}, r.issued {}",
    Column.CONTRACT: "r.contract_id {}, r.issued {}",
    Column.STATUS: "r.status {other}, r.issued {}",
    Column.CHANGED: "r.changed {}, r.issued {}",
    Column.REQUESTER: "u.name_key {}, u.id {}, r.issued {}",
}
"""Statuses in the order of life are backwards by letter; people with the same name are kept apart by id."""


class Sql(Struct, frozen=True):
    """A piece of a statement with its parameters."""

    text: str
    parameters: tuple[Any, ...] = ()

    @staticmethod
    def joined(separator: str, pieces: Iterable[Sql]) -> Sql:
        """Pieces one after the other."""
        pieces = tuple(pieces)
        return Sql(separator.join(p.text for p in pieces), tuple(v for p in pieces for v in p.parameters))


class _Criterion(Struct, frozen=True):
    """A column that must have one of some values; `rows` is its estimate, at most NARROW."""

    column: str
    values: tuple[str, ...]
    rows: int

    def test(self, column: str) -> Sql:
        marks = ", ".join("?" * len(self.values))
        return Sql(f"{column} IN ({marks})" if len(self.values) != 1 else f"{column} = ?", self.values)


class Plan:
    """The statements for one selection, planned on one snapshot of the store."""

    def __init__(self, statements: Statements, selection: Selection, *, whole: bool = False) -> None:
        """`whole` when all rows are wanted, not the first ones."""
        self._statements = statements
        self._whole = whole
        self._selection = selection
        self._plain: dict[frozenset[str] | None, list[_Criterion]] = {}
        self.sources = [] if selection.is_empty else [s for b in selection.branches for s in self._sources(b)]
        self._disjoint = len(selection.branches) == 1

    def count(self, limit: int | None = None) -> int:
        """Rows of the list, counting no further than `limit`."""
        if not self.sources:
            return 0
        if limit is None and self._disjoint:
            return sum(self._number(Sql(f"SELECT count(*) FROM ({s.text})", s.parameters)) for s in self.sources)
        keys = self._merged(Sort())
        stop = Sql(" LIMIT ?", (limit,)) if limit is not None else Sql("")
        return self._number(Sql.joined("", (Sql("SELECT count(*) FROM ("), keys, stop, Sql(")"))))

    def keys(self, sort: Sort, total: int | None = None) -> Sql:
        """The keys in their order, without limit; `total` rows in the store help to choose the way."""
        if sort.column is Column.ISSUED or not self.sources:
            return self._merged(sort)
        direction = {True: "DESC", False: "ASC"}
        order = _ORDERS[sort.column].replace("{}", direction[sort.descending])
        order = order.format(other=direction[not sort.descending])
        people = "users u CROSS JOIN " if sort.column is Column.REQUESTER else ""
        person = Sql("r.requester_id = u.id") if people else None
        if self._selection.searches or self._better_sorted(total):
            keys = self._merged(None)
            join = " CROSS JOIN users u" if people else ""
            test = " AND u.id = r.requester_id" if people else ""
            return Sql(
                f"SELECT r.issued FROM ({keys.text}) k CROSS JOIN requests r{join}"
                f" WHERE r.issued = k.issued{test} ORDER BY {order}",
                keys.parameters,
            )
        tests = [c.test(tested(f"r.{c.column}")) for c in self._criteria(None)] + self._period(tested("r.issued"))
        where = _where([person, *tests] if person else tests)
        return Sql(f"SELECT r.issued FROM {people}requests r{where.text} ORDER BY {order}", where.parameters)

    def _better_sorted(self, total: int | None) -> bool:
        """Is it cheaper to gather all rows and sort them than to walk the column's index and test each row?"""
        criteria = self._criteria(None)
        narrowest = min((c.rows for c in criteria), default=NARROW)
        if self._selection.first is not None or self._selection.end is not None:
            narrowest = min(narrowest, self._estimate([]))
        if narrowest >= NARROW or not total:
            return narrowest < NARROW
        share = 1.0
        for criterion in criteria:
            share *= max(criterion.rows, 1) / total
        return narrowest * 2 < 400 / share * LOOK_UP_COST

    def _merged(self, sort: Sort | None) -> Sql:
        """All sources in one; in date order when a sort is given."""
        if not self.sources:
            return Sql("SELECT r.issued FROM requests r WHERE 1 = 0")
        merged = Sql.joined(" UNION ALL " if self._disjoint else " UNION ", self.sources)
        if sort is None:
            return merged
        return Sql(f"{merged.text} ORDER BY issued {'DESC' if sort.descending else 'ASC'}", merged.parameters)

    def _sources(self, branch: Branch) -> list[Sql]:
        criteria = self._criteria(branch.contracts)
        return self._text_sources(branch, criteria) if branch.words else self._plain_sources(criteria)

    def _plain_sources(self, criteria: list[_Criterion], more: Sequence[Sql] = ()) -> list[Sql]:
        """Sources without words; `more` tests hold as well."""
        driver = min(criteria, key=lambda c: c.rows, default=None)
        if driver and driver.rows >= NARROW:
            # A wide index is worth it alone, where the rows themselves need not be read.
            alone = len(criteria) == 1 and (self._whole if more else len(driver.values) <= FEW_VALUES)
            driver = driver if alone else None
        rest = [c.test(tested(f"r.{c.column}")) for c in criteria if c is not driver]
        tests = [*rest, *self._period("r.issued"), *more]
        if driver is None:
            return [_select(tests)]
        if driver.rows < NARROW or more:
            return [_select([driver.test(f"r.{driver.column}"), *tests])]
        return [_select([Sql(f"r.{driver.column} = ?", (v,)), *tests]) for v in driver.values]

    def _text_sources(self, branch: Branch, criteria: list[_Criterion]) -> list[Sql]:
        match = Sql(_FIRST_TEXT, (match_expression(branch.words),))
        if not criteria:
            where = _where([match, *self._period("t.rowid")])
            return [Sql(f"SELECT t.rowid AS issued FROM requests_text t{where.text}", where.parameters)]
        narrow = min(c.rows for c in criteria) < (NARROW if self._whole else VERY_NARROW)
        if narrow or (self._whole and len(criteria) == 1):
            return self._plain_sources(criteria, [self._hit(branch, match)])
        tests = [c.test(tested(f"r.{c.column}")) for c in criteria]
        # The hits' own key, else the engine doesn't see that they come in its order.
        where = _where([match, *self._period("t.rowid"), Sql("r.issued = t.rowid"), *tests])
        tables = "requests_text t CROSS JOIN requests r"
        return [Sql(f"SELECT t.rowid AS issued FROM {tables}{where.text}", where.parameters)]

    def _hit(self, branch: Branch, match: Sql) -> Sql:
        """The test that a row found by its criteria is also a hit of the words."""
        if not self._whole and len(branch.words) == 1 and len(branch.words[0]) <= INDEXED_PREFIX:
            one = _where([match, Sql("t.rowid = r.issued")])
            return Sql(f"EXISTS (SELECT 1 FROM requests_text t{one.text})", one.parameters)
        # A longer beginning costs a merge of its words' hits: once, not by row.
        all = _where([match, *self._period("t.rowid")])
        return Sql(f"{tested('r.issued')} IN (SELECT t.rowid FROM requests_text t{all.text})", all.parameters)

    def _criteria(self, contracts: frozenset[str] | None) -> list[_Criterion]:
        """The selection's criteria, on these contracts alone if given, each with its estimate."""
        known = self._plain.get(contracts)
        if known is not None:
            return known
        chosen = self._selection
        both = chosen.contracts if contracts is None else contracts
        wanted: list[tuple[str, Iterable[str] | None]] = [
            ("contract_id", both),
            ("status", chosen.statuses),
            ("kind", chosen.kinds),
            ("requester_id", (chosen.requester,) if chosen.requester is not None else None),
        ]
        found = []
        for column, values in wanted:
            if values is not None:
                found.append(self._measured(column, tuple(sorted(values))))
        self._plain[contracts] = found
        return found

    def _measured(self, column: str, values: tuple[str, ...]) -> _Criterion:
        step = -(-len(values) // SAMPLE) or 1
        sample = _Criterion(column, values[::step], 0)
        return _Criterion(column, values, min(self._estimate([sample.test(column)]) * step, NARROW))

    def _estimate(self, tests: Sequence[Sql]) -> int:
        where = _where([*tests, *self._period("issued")])
        stop = (*where.parameters, NARROW)
        return self._number(Sql(f"SELECT count(*) FROM (SELECT 1 FROM requests{where.text} LIMIT ?)", stop))

    def _period(self, column: str) -> list[Sql]:
        first = [Sql(f"{column} >= ?", (self._selection.first,))] if self._selection.first is not None else []
        end = [Sql(f"{column} < ?", (self._selection.end,))] if self._selection.end is not None else []
        return first + end

    def _number(self, sql: Sql) -> int:
        return int(self._statements.value(sql.text, sql.parameters))


def _where(tests: Sequence[Sql]) -> Sql:
    joined = Sql.joined(" AND ", tests)
    return Sql(f" WHERE {joined.text}" if joined.text else "", joined.parameters)


def _select(tests: Sequence[Sql]) -> Sql:
    where = _where(tests)
    return Sql(f"SELECT r.issued FROM requests r{where.text}", where.parameters)
