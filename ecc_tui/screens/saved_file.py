"""Where a file lies that the program has written, and how it comes home over SSH (I3)."""

from __future__ import annotations

import os
import shlex
import socket
from pathlib import Path

from ecc_tui.domain.text import clean
from ecc_tui.i18n import _


def how_to_fetch(path: Path) -> list[str]:
    """Over SSH the host on which a file lies and the line that fetches it; nothing where one sits at the machine."""
    if not os.environ.get("SSH_CONNECTION"):
        return []
    host = clean(socket.gethostname())
    return [
        _("The file lies on {host}. Fetch it with:").format(host=host),
        f"scp {host}:{shlex.quote(clean(str(path)))} .",
    ]
