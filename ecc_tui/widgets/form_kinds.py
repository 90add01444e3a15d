"""Which control a field gets."""

from __future__ import annotations

from ecc_tui.domain.forms import Field, FieldKind
from ecc_tui.widgets.form_control import Control
from ecc_tui.widgets.form_files import FilesControl
from ecc_tui.widgets.form_lines import DayControl, LineControl, LongTextControl, NumberControl, SecretControl
from ecc_tui.widgets.form_options import MOST_TICKS, RadioControl, TicksControl, is_short
from ecc_tui.widgets.form_picker import PickerControl, SeveralControl


def control_of(field: Field) -> Control:
    """The control that fits a field's kind and the number of its options."""
    match field.kind:
        case FieldKind.LONG_TEXT:
            return LongTextControl(field)
        case FieldKind.NUMBER:
            return NumberControl(field)
        case FieldKind.DATE:
            return DayControl(field)
        case FieldKind.PASSWORD:
            return SecretControl(field)
        case FieldKind.YES_NO:
            return RadioControl(field)
        case FieldKind.CHOICE:
            return RadioControl(field) if is_short(field) else PickerControl(field)
        case FieldKind.CONTACT | FieldKind.ELEMENT:
            return PickerControl(field)
        case FieldKind.CHOICES:
            return TicksControl(field) if len(field.options) <= MOST_TICKS else SeveralControl(field)
        case FieldKind.FILES:
            return FilesControl(field)
        case FieldKind.TEXT | FieldKind.EMAIL | FieldKind.PHONE:
            return LineControl(field)
