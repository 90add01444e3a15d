"""Files that hang on the demo's requests, small ones made here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256

from ecc_tui.backend.sql.exchange.request_records import AttachmentItem, Blob

_TRACES = """\
08:02:11 GET /panier     504  via mobile-a
08:02:40 GET /panier     504  via mobile-b
08:03:05 GET /           200  via fixe
08:03:31 GET /panier     504  via mobile-a
"""
_MACHINES = """\
machine;adresse;ports
bastion-01;203.0.113.10;22
paie-02;203.0.113.24;22 3389
web-07;203.0.113.31;22
"""
_COST_CENTRES = """\
ressource;centre de coût
boutique-web-1;4210
boutique-web-2;4210
entrepot-sql-1;5110
"""
_LATENCY = """\
time,operation,p50 ms,p95 ms
08:00,GET,12,40
08:10,GET,31,2300
08:20,GET,30,2280
"""


def _pdf(line: str) -> bytes:
    """A page with one line."""
    content = f"BT /F1 14 Tf 72 720 Td ({line}) Tj ET".encode("cp1252")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    file, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return (
        file
        + head
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(objects) + 1,
            len(file),
        )
    )


_FILES: Mapping[str, tuple[str, bytes]] = {
    "Site de vente inaccessible depuis les réseaux mobiles": ("traces.txt", _TRACES.encode()),
    "Fermeture des ports d’administration sur Internet": ("machines.csv", _MACHINES.encode()),
    "Répartition des coûts par étiquette": ("centres de coût.csv", _COST_CENTRES.encode()),
    "Slow answers from the object storage since this morning": ("latency.csv", _LATENCY.encode()),
    "Consumption report lacks two days": ("consumption report.pdf", _pdf("Detailed consumption, days 10 to 13")),
    "Cluster Kubernetes de préproduction": (
        "schéma préproduction.pdf",
        _pdf("Préproduction : trois zones, un registre"),
    ),
    "Bac à sable pour l’équipe données": ("cahier des charges.pdf", _pdf("Bac à sable : besoins de l’équipe données")),
}
"""Name and content, by the name of the request."""


def attachments(request: str, author: str, at: datetime) -> tuple[AttachmentItem, ...]:
    """The files of a request of that name, attached when it was made."""
    found = _FILES.get(request)
    return (AttachmentItem(name=found[0], sha256=_checksum(found[1]), author=author, at=at),) if found else ()


def blobs() -> Iterator[Blob]:
    """What is in all of them."""
    for _name, content in _FILES.values():
        yield Blob(sha256=_checksum(content), size=len(content), content=content)


def _checksum(content: bytes) -> str:
    return sha256(content).hexdigest()
