"""Links go out as text and come back equal; a bad one is one clear error (Q10)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecc_tui.domain.errors import InvalidInput
from ecc_tui.domain.links import (
    LONGEST,
    Link,
    Place,
    ToContract,
    ToPlace,
    ToRequest,
    ToRequests,
    ToService,
    parse,
    to_text,
)
from ecc_tui.domain.requests import NEWEST_FIRST, Column, Kind, RequestFilter, Sort, Status
from ecc_tui.domain.text import clean

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).map(clean)
DAYS = st.none() | st.dates()
FILTERS = st.builds(
    RequestFilter,
    search=TEXTS | st.just(""),
    statuses=st.frozensets(st.sampled_from(Status)),
    kinds=st.frozensets(st.sampled_from(Kind)),
    contracts=st.frozensets(TEXTS, max_size=3),
    first_day=DAYS,
    last_day=DAYS,
    mine=st.booleans(),
)
PLACES = st.sampled_from([place for place in Place if place is not Place.REQUESTS])
LINKS: st.SearchStrategy[Link] = st.one_of(
    st.builds(ToRequest, TEXTS),
    st.builds(ToContract, TEXTS),
    st.builds(ToService, TEXTS, TEXTS),
    st.builds(ToPlace, PLACES, st.none() | TEXTS),
    st.builds(ToRequests, FILTERS, st.builds(Sort, st.sampled_from(Column), st.booleans())),
)


@given(LINKS)
def test_a_link_comes_back_equal(link: Link) -> None:
    text = to_text(link)
    assert text.isascii()
    assert text.isprintable()
    assert " " not in text
    assert parse(text) == link


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("ecc:request/3-00286023", ToRequest("3-00286023")),
        ("ecc:contract/OCB0001234", ToContract("OCB0001234")),
        ("ecc:service/s3-storage?contract=OCB0001234", ToService("OCB0001234", "s3-storage")),
        ("ecc:dashboard", ToPlace(Place.DASHBOARD)),
        ("ecc:catalogue?contract=OCB0001234", ToPlace(Place.CATALOGUE, "OCB0001234")),
        ("ecc:catalogue?contract=", ToPlace(Place.CATALOGUE)),
        ("ecc:requests", ToRequests(RequestFilter(), NEWEST_FIRST)),
        (
            "ecc:requests?search=pare-feu&status=submitted&status=in-progress&kind=order&contract=OCB0001234"
            "&from=2026-01-01&to=2026-02-01&mine=yes&sort=name",
            ToRequests(
                RequestFilter(
                    search="pare-feu",
                    statuses=frozenset({Status.SUBMITTED, Status.IN_PROGRESS}),
                    kinds=frozenset({Kind.ORDER}),
                    contracts=frozenset({"OCB0001234"}),
                    first_day=date(2026, 1, 1),
                    last_day=date(2026, 2, 1),
                    mine=True,
                ),
                Sort(Column.NAME, descending=False),
            ),
        ),
        ("ecc:requests?sort=-issued", ToRequests()),
        ("ecc:requests?mine=no", ToRequests()),
        ("ecc:request/a%2Fb%3F%23", ToRequest("a/b?#")),
    ],
)
def test_links_that_people_write(text: str, link: Link) -> None:
    assert parse(text) == link


def test_a_link_to_the_requests_of_a_contract_is_the_list_filtered_on_it() -> None:
    text = to_text(ToPlace(Place.REQUESTS, "OCB0001234"))
    assert parse(text) == ToRequests(RequestFilter(contracts=frozenset({"OCB0001234"})))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "scheme"),
        ("request/3-00286023", "scheme"),
        ("https://a.example/ecc:requests", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("ECC:requests", "scheme"),
        (" ecc:requests", "scheme"),
        ("ecc:" + "x" * LONGEST, "scheme"),
        ("ecc:", "place"),
        ("ecc:nowhere", "place"),
        ("ecc:request", "place"),
        ("ecc:request/", "place"),
        ("ecc:request/3?x=1", "place"),
        ("ecc:contract/", "place"),
        ("ecc:dashboard/x", "place"),
        ("ecc:service/s3-storage", "place"),
        ("ecc:service/?contract=OCB0001234", "place"),
        ("ecc:service/s3-storage?region=x", "criterion"),
        ("ecc:../../etc/passwd", "place"),
        ("ecc:dashboard?status=submitted", "criterion"),
        ("ecc:requests?state=submitted", "criterion"),
        ("ecc:requests?Status=submitted", "criterion"),
        ("ecc:requests?status=done", "value"),
        ("ecc:requests?status=", "value"),
        ("ecc:requests?kind=ticket", "value"),
        ("ecc:requests?sort=price", "value"),
        ("ecc:requests?sort=--issued", "value"),
        ("ecc:requests?from=yesterday", "value"),
        ("ecc:requests?to=2026-02-30", "value"),
        ("ecc:requests?mine=perhaps", "value"),
    ],
)
def test_bad_links(text: str, rule: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse(text)
    assert (caught.value.field, caught.value.rule) == ("link", rule)


def test_the_value_that_is_none_is_the_one_that_is_named() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse("ecc:requests?status=done&status=submitted")
    assert caught.value.parameters["name"] == "status"
    assert caught.value.parameters["value"] == "done"


@given(
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.sampled_from(["", "ecc:", "ecc:requests?", "ecc:request/"]),
)
def test_any_text_is_a_link_or_an_error_of_ours_and_always_clean(text: str, start: str) -> None:
    try:
        link = parse(start + text)
    except InvalidInput:
        return
    assert to_text(link)
    match link:
        case ToRequest(id=id) | ToContract(id=id):
            assert clean(id) == id
        case ToRequests(filter=filter):
            assert clean(filter.search) == filter.search
        case ToPlace():
            pass
