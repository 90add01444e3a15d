"""Export: a store as lines of records, in an order that depends on its content alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

import msgspec

from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.exchange.tables import TYPES

_EVERY = 500


def dump_file(
    database: Database,
    file: BinaryIO,
    *,
    with_secrets: bool = False,
    progress: Callable[[int], None] = lambda _records: None,
) -> int:
    """Write all business data of one instant; the number of records. `progress` gets it now and then.

    Never sessions, failures to log in, or keys of writes; password hashes only `with_secrets`. The caller completes
    or discards the file. Raises OSError and StoreUnusable.
    """
    encoder = msgspec.json.Encoder()
    buffer = bytearray()
    number = 0
    with database.reading() as statements:
        for kind in TYPES.values():
            for record in kind.read(statements, with_secrets):
                encoder.encode_into(record, buffer)
                buffer += b"\n"
                file.write(buffer)
                buffer.clear()
                number += 1
                if number % _EVERY == 0:
                    progress(number)
    progress(number)
    return number
