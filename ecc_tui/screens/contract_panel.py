"""A contract's details (D4): beside the tree when the screen is wide, under its line when it isn't."""

from __future__ import annotations

from datetime import timedelta
from textwrap import wrap

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ecc_tui import i18n
from ecc_tui.domain.contracts import BudgetPeriod, BudgetState, ContractDetails, Health, HealthEvent, PlatformHealth
from ecc_tui.domain.errors import DomainError
from ecc_tui.i18n import _
from ecc_tui.screens.portal import Portal
from ecc_tui.widgets.bars import budget_cell, sparkline
from ecc_tui.widgets.cells import Cell
from ecc_tui.wording import (
    basis_words,
    health_glyph,
    health_word,
    offer_kind_name,
    sentence,
    support_level_name,
)

TONE_STYLES = {
    "": "",
    "muted": "$text-muted",
    "faint": "$border-blurred",
    "good": "$text-success",
    "warn": "$text-warning",
    "bad": "$text-error",
    "accent": "$text-accent",
}
HEALTH_TONES = {
    Health.OPERATIONAL: "good",
    Health.DEGRADED: "warn",
    Health.OUTAGE: "bad",
    Health.MAINTENANCE: "accent",
    Health.UNKNOWN: "muted",
}
EVENTS_SHOWN = 4


def toned(*pieces: Cell | str) -> Content:
    """Pieces of text in the tones of lists."""
    return Content.assemble(
        *(piece if isinstance(piece, str) else (piece[0], TONE_STYLES[piece[1]]) for piece in pieces)
    )


def details_lines(details: ContractDetails, width: int) -> list[Content]:
    """The details as lines of at most `width` cells where that is in our hands."""
    facts = [
        (_("Offer"), f"{details.offer} · {offer_kind_name(details.kind)}"),
        (_("Company"), details.company),
        (_("Type"), details.contract_type),
        (_("Referent"), details.referent),
        (_("Support"), support_level_name(details.support_level)),
        (_("Dates"), _dates(details)),
    ]
    label_width = max(len(label) for label, _value in facts) + 2
    lines = [line for label, value in facts if value for line in _fact(label, value, label_width, width)]
    lines.append(Content(""))
    lines += _budget_lines(details.budget, width) if details.budget else [toned((_("No budget is set."), "muted"))]
    if details.health is not None:
        lines.append(Content(""))
        lines += _health_lines(details.health, width)
    return lines


def _fact(label: str, value: str, label_width: int, width: int) -> list[Content]:
    """A label and its value; a long value goes on under itself."""
    first, *more = wrap(value, max(12, width - label_width)) or [""]
    return [
        toned((label.ljust(label_width), "muted"), first),
        *(Content(" " * label_width + piece) for piece in more),
    ]


def _dates(details: ContractDetails) -> str:
    if details.ends is None:
        return _("since {day}").format(day=i18n.day(details.started))
    return _("{first} to {last}").format(first=i18n.day(details.started), last=i18n.day(details.ends))


def _period_name(state: BudgetState) -> str:
    first = state.first_day
    match state.budget.period:
        case BudgetPeriod.MONTH:
            return i18n.month(first)
        case BudgetPeriod.QUARTER:
            return _("quarter {number} of {year}").format(number=(first.month + 2) // 3, year=first.year)
        case BudgetPeriod.YEAR:
            return str(first.year)


def _budget_lines(state: BudgetState, width: int) -> list[Content]:
    budget = state.budget
    figures = _("{consumed} of {amount}").format(consumed=i18n.money(state.consumed), amount=i18n.money(budget.amount))
    percent = state.used_percent
    near = min(budget.thresholds, default=80)
    exhausted = state.exhausted_on
    if exhausted is None:
        end = _("lasts to the end of the period")
    elif percent >= 100:
        end = _("used up since {day}").format(day=i18n.short_day(exhausted))
    else:
        end = _("used up on {day}").format(day=i18n.short_day(exhausted))
    title = _("Budget {period}").format(period=_period_name(state))
    spark = sparkline([day.amount for day in state.days], max(8, min(31, width - 10)))
    return [
        toned((title, "accent")),
        toned(*budget_cell(percent, max(16, width), near)),
        Content(figures),
        toned(
            (_("forecast") + " ", "muted"),
            i18n.money(state.forecast),
        ),
        toned((end, "warn" if exhausted else "muted")),
        toned((f"{spark} ", ""), (_("by day"), "muted")),
        toned(
            (
                _("{basis} · thresholds {percents}").format(
                    basis=basis_words(budget.basis),
                    percents=", ".join(i18n.percent(threshold) for threshold in budget.thresholds),
                ),
                "muted",
            )
        ),
    ]


def _health_lines(health: PlatformHealth, width: int) -> list[Content]:
    since = ""
    if health.since is not None:
        since = "  " + _("since {moment}").format(moment=i18n.moment(health.since))
    title = _("Health {region}").format(region=health.region)
    lines = [toned((title, "accent")), toned(*health_cell(health.state), (since, "muted"))]
    ahead = [event for event in health.events if event.ends is None or event.ends > i18n.now()]
    past = [event for event in health.events if event not in ahead]
    for event in [*ahead, *past][:EVENTS_SHOWN]:
        tone = HEALTH_TONES[event.state] if event in ahead else "muted"
        for number, piece in enumerate(wrap(event.title, width - 2)):
            lines.append(toned((f"{health_glyph(event.state)} " if not number else "  ", tone), piece))
        lines.append(toned(("  " + _when(event), "muted")))
    return lines


def health_cell(state: Health) -> list[Cell]:
    """`▲ degraded`: glyph, word and tone."""
    return [(f"{health_glyph(state)} {health_word(state)}", HEALTH_TONES[state])]


def _when(event: HealthEvent) -> str:
    start = i18n.moment(event.starts)
    if event.ends is None:
        return _("since {moment}").format(moment=start)
    return f"{start}, {_length(event.ends - event.starts)}"


def _length(length: timedelta) -> str:
    hours, minutes = divmod(round(length.total_seconds() / 60), 60)
    if hours >= 48:
        return i18n.ngettext("{n} day", "{n} days", hours // 24).format(n=hours // 24)
    if hours and minutes:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    return _("{hours} h").format(hours=hours) if hours else _("{minutes} min").format(minutes=minutes)


class ContractPanel(VerticalScroll, can_focus=False):
    """Loads a contract and shows it; a later `show` makes an earlier answer void."""

    class Loaded(Message):
        """The details are there: the rights in them dim what is denied."""

    def __init__(self, portal: Portal) -> None:
        super().__init__()
        self._portal = portal
        self.details: ContractDetails | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="contract", markup=False)

    def show(self, id: str | None) -> None:
        """Another contract; None for none. The old one stays until the new one is there."""
        if id is None:
            self.workers.cancel_group(self, "contract")
            self.details = None
            self._draw(Content(""))
            self.post_message(self.Loaded())
        elif self.details is None or self.details.id != id:
            self._load(id)

    def reload(self) -> None:
        """The same contract, asked again."""
        if self.details is not None:
            self._load(self.details.id)

    def words(self) -> None:
        """The same contract in the current language, as wide as the panel is now."""
        if self.details is not None:
            self._draw(Content("\n").join(details_lines(self.details, self._width)))

    def on_resize(self) -> None:
        """Figures stay right-aligned."""
        self.words()

    @property
    def _width(self) -> int:
        return max(20, self.scrollable_content_region.width)

    def _draw(self, content: Content) -> None:
        self.query_one("#contract", Static).update(content)

    @work(exclusive=True, group="contract")
    async def _load(self, id: str) -> None:
        try:
            self.details = await self._portal.ask(lambda session: session.contracts.details(id))
        except DomainError as error:
            self.details = None
            self._draw(Content(sentence(error)))
        else:
            self.words()
        self.post_message(self.Loaded())
