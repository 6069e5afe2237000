"""Documents on their way: who writes, who signs, who reads."""

import datetime
import io
import zipfile
from typing import Any

from qms.accounts.people import system_user
from qms.registers import registry
from qms.signatures.proof import PasswordProof
from tests.factories.people import PASSWORD, Clock, Organisation, organisation

QUORUM = [
    {"role": "quality_manager", "meaning": "review", "count": "1"},
    {"role": "approver", "meaning": "approval", "count": "2"},
]
QUIZ = [{"question": "Who may release a model?", "answers": "Anybody\nThe approver\nNobody", "right": "2"}]
REASON = "There is a good reason for it."


def crowd(clock: Clock) -> Organisation:
    """author writes; keeper reviews; approver, second and third approve; reader and ann read; auditor audits."""
    org = organisation(clock)
    org.person("second", "approver")
    org.person("third", "approver")
    org.person("keeper", "quality_manager")
    org.person("reader", "reader")
    org.person("ann", "reader")
    org.person("auditor", "auditor")
    org.people["system"] = system_user()
    return org


class Papers:
    """Writes documents through the verbs."""

    def __init__(self, org: Organisation, clock: Clock) -> None:
        self.org, self.clock = org, clock

    def how(self, who: str) -> dict[str, Any]:
        return {"actor": self.org[who], "at": self.clock()}

    def document(self, **values: Any) -> Any:
        given = {"title": "Release of models", "kind": "procedure", **values}
        return registry["documents"].create(**self.how("author"), **given)

    def revision(self, document: Any, text: str = "# Release\n\nThe approver releases.", **values: Any) -> Any:
        """A draft by the author."""
        given = {"text": text, "change_summary": "Written anew.", **values}
        return registry["document-revisions"].create(document=document, **self.how("author"), **given)

    def do(self, record: Any, verb: str, who: str, **asked: Any) -> Any:
        """A move of any of the registers."""
        register = registry[record.entry.register]
        t = register.lifecycle.transitions[verb]
        if t.signs:
            asked.setdefault("proof", PasswordProof(PASSWORD, who))
        if t.reason:
            asked.setdefault("reason", REASON)
        return register.perform(record, verb, rev=None, **self.how(who), **asked)

    def approved(self, document: Any, text: str = "# Release\n\nThe approver releases.", **asked: Any) -> Any:
        """Approved by the default rule: one review, one approval."""
        draft = self.do(self.revision(document, text), "submit", "author")
        return self.do(self.do(draft, "sign_review", "keeper"), "approve", "approver", **asked)

    def effective(self, document: Any, text: str = "# Release\n\nThe approver releases.") -> Any:
        """Effective today; where another revision was in force today, tomorrow."""
        approved = self.approved(document, text)
        if approved.effective_from > self.clock.last.date():
            self.clock(days=1)
        return self.do(approved, "make_effective", "approver")

    def fresh(self, record: Any) -> Any:
        return type(record).objects.select_related("entry").get(pk=record.pk)

    def asked(self, revision: Any, who: str) -> Any:
        """The acknowledgement of a person."""
        return revision.acknowledgements.select_related("entry").get(owner=self.org[who])

    def tick(self, days: int = 0) -> int:
        """What a sweep does about documents."""
        from documents.jobs import documents

        return documents(at=self.clock(days=days) if days else self.clock())


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(*paragraphs: str, title: str = "", more: dict[str, str] | None = None, external: str = "") -> bytes:
    """A small DOCX; `external` names the kind of a relationship that leads elsewhere."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    parts = {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>", **(more or {})}
    if title:
        parts["docProps/core.xml"] = f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></c>'
    if external:
        one = f'<Relationship Id="r1" Type="{OFFICE}/{external}" Target="http://example.org/x" TargetMode="External"/>'
        parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{RELS}">{one}</Relationships>'
    return zipped(parts)


def xlsx(*rows: tuple[str, ...]) -> bytes:
    """A workbook of texts."""
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(*lines: str, title: str = "", script: str = "") -> bytes:
    """A PDF with a page of lines; `script` runs when it is opened."""
    said = " ".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 50 700 Td {said} ET"
    opened = f"/OpenAction << /S /JavaScript /JS ({script}) >>" if script else ""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {opened} >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream", f"<< /Title ({title}) >>",
    ]  # fmt: skip
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 6\n0000000000 65535 f \n{table}trailer << /Size 6 /Root 1 0 R /Info 5 0 R >>\n"
    return (out + f"startxref\n{out.index('xref')}\n%%EOF\n").encode("latin-1")


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
