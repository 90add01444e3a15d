"""Links of our own: `ecc:request/3-00286023`, `ecc:requests?status=submitted&sort=-issued` (product.md Q10).

A link names a screen and what it shows; it goes through the clipboard, the command line and saved views, and back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl, quote, unquote, urlencode

from msgspec import Struct

from ecc_tui.domain.errors import InvalidInput
from ecc_tui.domain.requests import NEWEST_FIRST, Column, Kind, RequestFilter, Sort, Status
from ecc_tui.domain.text import clean

SCHEME = "ecc:"
LONGEST = 4096
Value = TypeVar("Value")
_YES_OR_NO = {"yes": True, "no": False}


class Place(StrEnum):
    """The eight sections, by the name that links and the command line use."""

    DASHBOARD = "dashboard"
    REQUESTS = "requests"
    CATALOGUE = "catalogue"
    RIGHTS = "rights"
    INVOICES = "invoices"
    DOCUMENTS = "documents"
    HELP = "help"
    ACCOUNT = "account"


class ToPlace(Struct, frozen=True):
    """A section, perhaps for one contract."""

    place: Place
    contract: str | None = None


class ToContract(Struct, frozen=True):
    """A contract in the dashboard."""

    id: str


class ToRequest(Struct, frozen=True):
    """One request."""

    id: str


class ToRequests(Struct, frozen=True):
    """The requests with a filter and a sort."""

    filter: RequestFilter = RequestFilter()
    sort: Sort = NEWEST_FIRST


class ToService(Struct, frozen=True):
    """A service of the catalogue, for a contract that can order it."""

    contract: str
    id: str


Link = ToPlace | ToContract | ToRequest | ToRequests | ToService


def place_of(link: Link) -> Place:
    """The section that shows what a link names."""
    match link:
        case ToPlace(place=place):
            return place
        case ToContract():
            return Place.DASHBOARD
        case ToRequest() | ToRequests():
            return Place.REQUESTS
        case ToService():
            return Place.CATALOGUE


def to_text(link: Link) -> str:
    """The link as text; `parse` reads it back to an equal link."""
    match link:
        case ToRequest(id=id):
            return f"{SCHEME}request/{quote(id, safe='')}"
        case ToContract(id=id):
            return f"{SCHEME}contract/{quote(id, safe='')}"
        case ToService(contract=contract, id=id):
            return f"{SCHEME}service/{quote(id, safe='')}?{urlencode({'contract': contract})}"
        case ToRequests(filter=filter, sort=sort):
            query = urlencode(_criteria(filter, sort))
            return f"{SCHEME}requests" + (f"?{query}" if query else "")
        case ToPlace(place=place, contract=contract):
            return f"{SCHEME}{place}" + (f"?{urlencode({'contract': contract})}" if contract else "")


def parse(text: str) -> Link:
    """Read a link. Raises InvalidInput(field "link") with the rule that it breaks."""
    if len(text) > LONGEST or not text.startswith(SCHEME):
        raise InvalidInput("link", "scheme", link=clean(text[:80]))
    path, _, query = text.removeprefix(SCHEME).partition("?")
    criteria = [(name, clean(value)) for name, value in parse_qsl(query, keep_blank_values=True)]
    kind, _, id = path.partition("/")
    id = clean(unquote(id))
    if kind == "request" and id and not criteria:
        return ToRequest(id)
    if kind == "contract" and id and not criteria:
        return ToContract(id)
    if kind == "service" and id and (contract := _only_contract(criteria)):
        return ToService(contract, id)
    if id or kind not in tuple(Place):
        raise InvalidInput("link", "place", link=clean(text[:80]))
    if kind == Place.REQUESTS:
        return _requests(criteria)
    return ToPlace(Place(kind), _only_contract(criteria))


def _only_contract(criteria: list[tuple[str, str]]) -> str | None:
    unknown = [name for name, _ in criteria if name != "contract"]
    if unknown:
        raise InvalidInput("link", "criterion", name=unknown[0])
    return dict(criteria).get("contract") or None


def _criteria(filter: RequestFilter, sort: Sort) -> list[tuple[str, str]]:
    criteria = [("search", filter.search)] if filter.search else []
    criteria += [("status", status) for status in sorted(filter.statuses)]
    criteria += [("kind", kind) for kind in sorted(filter.kinds)]
    criteria += [("contract", contract) for contract in sorted(filter.contracts)]
    criteria += [("from", filter.first_day.isoformat())] if filter.first_day else []
    criteria += [("to", filter.last_day.isoformat())] if filter.last_day else []
    criteria += [("mine", "yes")] if filter.mine else []
    if sort != NEWEST_FIRST:
        criteria.append(("sort", ("-" if sort.descending else "") + sort.column))
    return criteria


def _requests(criteria: list[tuple[str, str]]) -> ToRequests:
    values: dict[str, list[str]] = {}
    for name, value in criteria:
        values.setdefault(name, []).append(value)
    unknown = values.keys() - {"search", "status", "kind", "contract", "from", "to", "mine", "sort"}
    if unknown:
        raise InvalidInput("link", "criterion", name=min(unknown))

    def read(name: str, kind: Callable[[str], Value]) -> list[Value]:
        read_values = []
        for value in values.get(name, ()):
            try:
                read_values.append(kind(value))
            except (ValueError, KeyError) as error:
                raise InvalidInput("link", "value", name=name, value=value[:80]) from error
        return read_values

    return ToRequests(
        RequestFilter(
            search=values.get("search", [""])[-1],
            statuses=frozenset(read("status", Status)),
            kinds=frozenset(read("kind", Kind)),
            contracts=frozenset(values.get("contract", ())),
            first_day=next(reversed(read("from", date.fromisoformat)), None),
            last_day=next(reversed(read("to", date.fromisoformat)), None),
            mine=next(reversed(read("mine", _YES_OR_NO.__getitem__)), False),
        ),
        next(reversed(read("sort", _sort)), NEWEST_FIRST),
    )


def _sort(text: str) -> Sort:
    return Sort(Column(text.removeprefix("-")), text.startswith("-"))
