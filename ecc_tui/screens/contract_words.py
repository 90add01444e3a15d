"""A contract's details in lines of toned text (D4), for the panel beside the tree and for under its line in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from textwrap import wrap

from ecc_tui import i18n
from ecc_tui.domain.contracts import BudgetPeriod, BudgetState, ContractDetails, Health, HealthEvent, PlatformHealth
from ecc_tui.i18n import _
from ecc_tui.widgets.bars import budget_cell, sparkline
from ecc_tui.widgets.cells import Cell
from ecc_tui.wording import basis_words, health_glyph, health_word, offer_kind_name, support_level_name

DetailLine = Sequence[Cell]

HEALTH_TONES = {
    Health.OPERATIONAL: "good",
    Health.DEGRADED: "warn",
    Health.OUTAGE: "bad",
    Health.MAINTENANCE: "accent",
    Health.UNKNOWN: "muted",
}
EVENTS_SHOWN = 4
SHORTEST_BAR, SHORTEST_SPARK, LONGEST_SPARK = 16, 8, 31
NEAR_PERCENT = 80
MOST_LINES, SHORTEST_LINE, LONGEST_VALUE = 3, 12, 512
SPARK_MARGIN = 10
"""Cells of the words behind the days."""
BLANK: DetailLine = ()


def details_lines(details: ContractDetails, width: int) -> list[DetailLine]:
    """Facts, budget and health as lines of about `width` cells."""
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
    lines.append(BLANK)
    lines += _budget_lines(details.budget, width) if details.budget else [[(_("No budget is set."), "muted")]]
    if details.health is not None:
        lines += [BLANK, *_health_lines(details.health, width)]
    return lines


def health_cell(state: Health) -> list[Cell]:
    """`▲ degraded`: glyph, word and tone."""
    return [(f"{health_glyph(state)} {health_word(state)}", HEALTH_TONES[state])]


def _wrapped(text: str, width: int) -> list[str]:
    """Data in few lines: a name without end must not push the budget off the screen."""
    return wrap(text[:LONGEST_VALUE], max(SHORTEST_LINE, width), max_lines=MOST_LINES, placeholder="…")


def _fact(label: str, value: str, label_width: int, width: int) -> list[DetailLine]:
    """A label and its value; a long value goes on under itself."""
    first, *more = _wrapped(value, width - label_width) or [""]
    return [
        [(label.ljust(label_width), "muted"), (first, "")],
        *([(" " * label_width + piece, "")] for piece in more),
    ]


def _dates(details: ContractDetails) -> str:
    if details.ends is None:
        return _("since {day}").format(day=i18n.day(details.started))
    return _("{first} to {last}").format(first=i18n.day(details.started), last=i18n.day(details.ends))


def period_name(period: BudgetPeriod, first: date) -> str:
    """The period of a budget that begins on a day: `November 2026`, `quarter 4 of 2026`, `2026`."""
    match period:
        case BudgetPeriod.MONTH:
            return i18n.month(first)
        case BudgetPeriod.QUARTER:
            return _("quarter {number} of {year}").format(number=(first.month + 2) // 3, year=first.year)
        case BudgetPeriod.YEAR:
            return str(first.year)


def _budget_lines(state: BudgetState, width: int) -> list[DetailLine]:
    budget, percent = state.budget, state.used_percent
    figures = _("{consumed} of {amount}").format(consumed=i18n.money(state.consumed), amount=i18n.money(budget.amount))
    spark = sparkline([day.amount for day in state.days], max(SHORTEST_SPARK, min(LONGEST_SPARK, width - SPARK_MARGIN)))
    thresholds = ", ".join(i18n.percent(threshold) for threshold in budget.thresholds)
    basis = _("{basis} · thresholds {percents}").format(basis=basis_words(budget.basis), percents=thresholds)
    return [
        [(_("Budget {period}").format(period=period_name(budget.period, state.first_day)), "accent")],
        budget_cell(percent, max(SHORTEST_BAR, min(width, 44)), min(budget.thresholds, default=NEAR_PERCENT)),
        [(figures, "")],
        [(_("forecast") + " ", "muted"), (i18n.money(state.forecast), "")],
        [(_exhaustion(state, percent), "warn" if state.exhausted_on else "muted")],
        [(f"{spark} ", ""), (_("by day"), "muted")],
        *([(piece, "muted")] for piece in wrap(basis, max(12, width))),
    ]


def _exhaustion(state: BudgetState, percent: int) -> str:
    exhausted = state.exhausted_on
    if exhausted is None:
        return _("lasts to the end of the period")
    if percent >= 100:
        return _("used up since {day}").format(day=i18n.short_day(exhausted))
    return _("used up on {day}").format(day=i18n.short_day(exhausted))


def _health_lines(health: PlatformHealth, width: int) -> list[DetailLine]:
    since = ""
    if health.since is not None:
        since = "  " + _("since {moment}").format(moment=i18n.moment(health.since))
    lines: list[DetailLine] = [
        [(_("Health {region}").format(region=health.region), "accent")],
        [*health_cell(health.state), (since, "muted")],
    ]
    ahead = [event for event in health.events if event.ends is None or event.ends > i18n.now()]
    past = [event for event in health.events if event not in ahead]
    for event in [*ahead, *past][:EVENTS_SHOWN]:
        tone = HEALTH_TONES[event.state] if event in ahead else "muted"
        for number, piece in enumerate(_wrapped(event.title, width - 2)):
            lines.append([("  " if number else f"{health_glyph(event.state)} ", tone), (piece, "")])
        lines.append([("  " + _when(event), "muted")])
    return lines


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
