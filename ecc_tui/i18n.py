"""Language: gettext catalogues, and dates, numbers and amounts by Babel.

`_()` is called where a text is drawn, never at import, so that a live switch needs no restart; texts that stand in
tables at import are marked by `N_()` and translated when drawn. The language of this process is one for all screens;
a mail is written in its addressee's inside `speaking(...)`.
"""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ecc_tui.domain.forms import Texts, pick
from ecc_tui.domain.money import Money

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

LANGUAGES = ("en", "fr")
SOURCE_LANGUAGE = "en"
DOMAIN = "ecc_tui"

_here = Path(__file__).parent
CATALOGUE_FOLDERS = (_here / "locales", _here.parent / "locales")
"""Inside an installed wheel; beside the package in a source tree."""


class _State:
    def __init__(self) -> None:
        self.language = SOURCE_LANGUAGE
        self.catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
        self.zone: ZoneInfo | None = None


_of_the_process = _State()
_spoken: ContextVar[_State] = ContextVar("spoken", default=_of_the_process)


def N_(message: str) -> str:  # noqa: N802 - the name that extraction tools know
    """Marks a text for translation where it can't be translated yet."""
    return message


def _(message: str) -> str:
    """The message in the current language."""
    return _spoken.get().catalogue.gettext(message) if message else ""


def ngettext(singular: str, plural: str, number: int) -> str:
    """The message for a number of things; the caller fills `{n}` in with `number`."""
    return _spoken.get().catalogue.ngettext(singular, plural, number)


def said(texts: Texts) -> str:
    """A text of the catalogue or of a form in the current language."""
    return pick(texts, _spoken.get().language)


def language() -> str:
    """The current language, `en` or `fr`."""
    return _spoken.get().language


@cache
def catalogue_of(code: str) -> _gettext.NullTranslations:
    """The catalogue of a language, whatever the current one is: the palette matches both."""
    if code == SOURCE_LANGUAGE:
        return _gettext.NullTranslations()
    for folder in CATALOGUE_FOLDERS:
        try:
            return _gettext.translation(DOMAIN, folder, [code])
        except OSError:
            continue
    return _gettext.NullTranslations()


def set_language(code: str) -> None:
    """Switch; an unknown language becomes English, never an error."""
    _choose_language(_of_the_process, code)


def set_zone(name: str | None) -> None:
    """The zone in which instants are shown; None, or one that this host doesn't know, is the host's own."""
    _choose_zone(_of_the_process, name)


@contextmanager
def speaking(code: str, zone: str | None = None) -> Iterator[None]:
    """Inside the block, this thread (or task) speaks another language in another zone; all others don't notice."""
    state = _State()
    _choose_language(state, code)
    _choose_zone(state, zone)
    before = _spoken.set(state)
    try:
        yield
    finally:
        _spoken.reset(before)


def _choose_language(state: _State, code: str) -> None:
    state.language = code if code in LANGUAGES else SOURCE_LANGUAGE
    state.catalogue = catalogue_of(state.language)


def _choose_zone(state: _State, name: str | None) -> None:
    state.zone = None
    if name:
        from zoneinfo import ZoneInfo

        with suppress(KeyError, ValueError, OSError):
            state.zone = ZoneInfo(name)


def environment_language(environment: Mapping[str, str] = os.environ) -> str:
    """What LC_ALL, LC_MESSAGES or LANG ask for; English where they ask for nothing that we have."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            code = value[:2].lower()
            return code if code in LANGUAGES else SOURCE_LANGUAGE
    return SOURCE_LANGUAGE


def local(instant: datetime) -> datetime:
    """An instant in the person's zone."""
    return instant.astimezone(_spoken.get().zone)


def now() -> datetime:
    """This instant in the person's zone."""
    return local(datetime.now(UTC))


def today() -> date:
    """This day in the person's zone."""
    return now().date()


def _plain(text: str) -> str:
    """Narrow no-break spaces, which some terminals don't know, become no-break ones."""
    return text.replace("\u202f", "\u00a0")


def number(value: Decimal | int) -> str:
    """A number with its groups and decimal sign."""
    from babel.numbers import format_decimal

    return _plain(format_decimal(value, locale=language()))


def percent(value: int) -> str:
    """Whole percent: `72 %` in French, `72%` in English."""
    return f"{value}\u00a0%" if language() == "fr" else f"{value}%"


def money(value: Money) -> str:
    """An amount rounded to its currency's digits."""
    from babel.numbers import format_currency

    rounded = value.rounded()
    return _plain(format_currency(rounded.amount, rounded.currency, locale=language()))


_DAY = {"en": "d MMM y", "fr": "d MMM y"}
_SHORT_DAY = {"en": "d MMM", "fr": "d MMM"}


def day(value: date) -> str:
    """`21 Nov 2026`."""
    from babel.dates import format_date

    return _first_of_month(format_date(value, _DAY[language()], locale=language()))


def _first_of_month(text: str) -> str:
    """French counts the first day of a month, and says the others' number: `1er mars`, `2 mars`."""
    if language() == "fr" and text.startswith("1 "):
        text = "1er" + text[1:]
    return _plain(text)


def short_day(value: date) -> str:
    """`21 Nov`."""
    from babel.dates import format_date

    return _first_of_month(format_date(value, _SHORT_DAY[language()], locale=language()))


def month(value: date) -> str:
    """`November 2026`."""
    from babel.dates import format_date

    return _plain(format_date(value, "MMMM y", locale=language()))


def moment(value: datetime, *, now: datetime | None = None) -> str:
    """An instant for a list, in the person's zone: `21 Nov 14:02`, with the year when it isn't this one."""
    here = local(value)
    this_year = local(now or datetime.now(UTC)).year
    return f"{short_day(here)} {here:%H:%M}" if here.year == this_year else day(here)


def weekday(value: date) -> str:
    """`Sunday`."""
    from babel.dates import format_date

    return _plain(format_date(value, "EEEE", locale=language()))
