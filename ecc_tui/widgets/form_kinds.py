"""Which control a field gets."""

from __future__ import annotations

from ecc_tui.domain.forms import Field, FieldKind
from ecc_tui.widgets.form_control import Control
from ecc_tui.widgets.form_lines import DayControl, LineControl, NumberControl, SecretControl

MOST_TICKS = 8
"""Of more options several are ticked in a list."""


def control_of(field: Field) -> Control:
    """The control that fits a field's kind and the number of its options; most forms need few of their modules."""
    match field.kind:
        case FieldKind.TEXT | FieldKind.EMAIL | FieldKind.PHONE:
            return LineControl(field)
        case FieldKind.PASSWORD:
            return SecretControl(field)
        case FieldKind.NUMBER:
            return NumberControl(field)
        case FieldKind.DATE:
            return DayControl(field)
        case FieldKind.LONG_TEXT:
            from ecc_tui.widgets.form_text import LongTextControl

            return LongTextControl(field)
        case FieldKind.FILES:
            from ecc_tui.widgets.form_files import FilesControl

            return FilesControl(field)
        case _:
            return _control_to_choose(field)


def _control_to_choose(field: Field) -> Control:
    from ecc_tui.widgets.form_options import RadioControl, TicksControl, is_short
    from ecc_tui.widgets.form_picker import PickerControl, SeveralControl

    match field.kind:
        case FieldKind.YES_NO:
            return RadioControl(field)
        case FieldKind.CHOICE:
            return RadioControl(field) if is_short(field) else PickerControl(field)
        case FieldKind.CHOICES:
            return TicksControl(field) if len(field.options) <= MOST_TICKS else SeveralControl(field)
        case _:
            return PickerControl(field)
