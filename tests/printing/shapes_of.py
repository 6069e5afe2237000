"""Made-up shapes to print: a nonconformity with everything a record can carry, and a list of any length."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from qms.printing import shapes

START = datetime(2026, 6, 3, 9, 12, tzinfo=UTC)
PEOPLE = ("Jonas Weiß", "Maren Holt", "Łukasz Wójcik", "名前 太郎", "Petra Novák")
PROSE = (
    "Recall on the weekly hold-out dropped from 0.83 to 0.71 in the week of 25 May. The limit is 0.78, set in policy "
    "POL-0004.\n\nThe release gate had passed because the hold-out was refreshed one day after the gate was asked."
)


def signature(n: int = 0) -> shapes.PrintSignature:
    return shapes.PrintSignature(
        name=PEOPLE[(n + 2) % len(PEOPLE)],
        at=START + timedelta(days=17 + n, hours=5),
        meaning=("approval of the plan", "review", "authorship")[n % 3],
        role="Approver",
        scope="what happened, cause, plan of actions, effectiveness criterion, files",
        rev=12 + n,
        scope_hash="9f2c" * 16,
    )


def versions(count: int) -> list[shapes.PrintVersion]:
    return [
        shapes.PrintVersion(
            rev=rev,
            at=START + timedelta(days=rev, minutes=7 * rev),
            by=PEOPLE[rev % len(PEOPLE)],
            action="edited" if rev > 1 else "created",
            reason="The figure was read off the wrong dashboard." if rev > 1 else "",
            changes=changes(rev) if rev > 1 else (),
        )
        for rev in range(count, 0, -1)
    ]


def changes(rev: int) -> list[shapes.PrintChange]:
    return [
        shapes.PrintChange(label="Severity", old="minor", new="major"),
        shapes.PrintChange(
            label="What happened",
            words=[("=", "Recall dropped to "), ("-", "0.73"), ("+", "0.71"), ("=", f" in week {rev}.")],
        ),
    ]


def record(*, parts: int = 2, rows: int = 3, history: int = 6, **more: object) -> shapes.PrintRecord:
    values: dict[str, object] = {
        "organisation": "Plumbline Demo Works",
        "register": "Nonconformity",
        "number": "NC-2026-0042",
        "title": "Recall of churn model fell below its limit after the March retraining",
        "state": "Effectiveness check",
        "phase": "open",
        "rev": history,
        "content_hash": "3fa9" * 16,
        "address": "http://qms.example.org/r/NC-2026-0042",
        "changed_since_first_entry": True,
        "facts": [
            shapes.PrintFact(label="Owner", value="Łukasz Wójcik"),
            shapes.PrintFact(label="Unit", value="Model Engineering"),
            shapes.PrintFact(label="Due", value=date(2026, 12, 12)),
            shapes.PrintFact(label="Severity", value="Major"),
            shapes.PrintFact(label="Reported", value=START),
        ],
        "sections": [section(n, rows) for n in range(parts)],
        "files": [
            shapes.PrintFile(
                name="run-log-4411.txt",
                size=18_344,
                sha256="ab12" * 16,
                media_type="text/plain",
                at=START,
                by="Maren Holt",
            )
        ],
        "signatures": [signature(0), signature(1)],
        "versions": versions(history),
    }
    return shapes.PrintRecord(**(values | more))  # type: ignore[arg-type]


def section(n: int, rows: int) -> shapes.PrintSection:
    return shapes.PrintSection(
        label=("What happened", "Cause")[n % 2],
        facts=[
            shapes.PrintFact(label="Description", value=PROSE, prose=True),
            shapes.PrintFact(label="Found by", value="名前 太郎, Łukasz Wójcik"),
            shapes.PrintFact(label="Clauses", value=["ISO 9001 8.7.1", "ISO/IEC 42001 A.6.2.6"]),
            shapes.PrintFact(label="Reference of the customer", value=None),
        ],
        trees=[tree()] if n % 2 else (),
        tables=[table(rows)],
    )


def tree() -> shapes.PrintNode:
    root = shapes.PrintNode(
        text="No rule ties the gate to the age of its evaluation data",
        mark="confirmed",
        tone="good",
        notes=["root cause"],
    )
    refuted = shapes.PrintNode(text="The labels of May were wrong", mark="refuted", tone="bad")
    job = shapes.PrintNode(
        text="The refresh job has no fixed place in the pipeline",
        mark="confirmed",
        tone="good",
        notes=["evidence: run log 4 411"],
        children=[root],
    )
    return shapes.PrintNode(
        text="The gate was asked before the hold-out was refreshed",
        mark="assumed",
        tone="warn",
        children=[job, refuted],
    )


def table(rows: int) -> shapes.PrintTable:
    columns = [
        shapes.PrintColumn(label="Step", width="rev"),
        shapes.PrintColumn(label="Containment", width="long"),
        shapes.PrintColumn(label="Who", width="person"),
        shapes.PrintColumn(label="By", width="date"),
    ]
    body = [
        [n + 1, f"Rolled back to 2.3.{n} and told the people concerned", PEOPLE[n % 5], date(2026, 6, 1 + n % 28)]
        for n in range(rows)
    ]
    return shapes.PrintTable(label="Containment", columns=columns, rows=body)


def listing(rows: int, *, total: int | None = None) -> shapes.PrintList:
    columns = [
        shapes.PrintColumn(label="Number", width="number"),
        shapes.PrintColumn(label="Title", width="long"),
        shapes.PrintColumn(label="State", width="state"),
        shapes.PrintColumn(label="Owner", width="person"),
        shapes.PrintColumn(label="Due", width="date"),
        shapes.PrintColumn(label="Severity", width="short"),
        shapes.PrintColumn(label="Changed", width="instant"),
    ]
    body = [
        [
            f"NC-2026-{n:04d}",
            "Recall of churn model fell below its limit after the retraining",
            "Effectiveness check",
            PEOPLE[n % 5],
            date(2026, 6, 1 + n % 28),
            "Major",
            START + timedelta(hours=n),
        ]
        for n in range(1, rows + 1)
    ]
    return shapes.PrintList(
        organisation="Plumbline Demo Works",
        register="Nonconformities",
        address="http://qms.example.org/nonconformities/",
        at=START,
        reader="Maren Holt",
        table=shapes.PrintTable(label="", columns=columns, rows=body, total=total),
        filters=[
            shapes.PrintFact(label="Phase", value="Open"),
            shapes.PrintFact(label="Unit", value="Model Engineering"),
        ],
        csv_address="http://qms.example.org/nonconformities/?format=csv",
    )


def present() -> shapes.PrintPresent:
    return shapes.PrintPresent(
        organisation="Plumbline Demo Works",
        register="Nonconformity",
        number="NC-2026-0042",
        title="Recall of churn model fell below its limit after the March retraining",
        rev=6,
        state="Effectiveness check",
        address="http://qms.example.org/r/NC-2026-0042",
        at=START + timedelta(days=30),
        reader="名前 太郎",
        validities=[
            shapes.PrintValidity(signature=signature(0), valid=True),
            shapes.PrintValidity(
                signature=signature(1), valid=False, explanation="Signed revision 13, now revision 16."
            ),
        ],
        links=[
            shapes.PrintLink(
                kind="addresses",
                number="FND-2026-0058",
                title="Evaluation data older than the model",
                state="Accepted",
                address="http://qms.example.org/r/FND-2026-0058",
            )
        ],
    )
