"""The processes of the company, put in use in its first weeks and reviewed after a year."""

import datetime

from qms.registers import registry

from .company import Company

DAY = datetime.timedelta(days=1)

PROCESSES = (  # title, purpose, unit, owner, importance, inputs, outputs, clauses
    ("Requirements with the customer", "Agree what a model has to do before it is built.", "CS", "cs.1", "high",
     ["customer enquiry"], ["agreed requirements"], ["iso9001-2015:8.2.2", "iso9001-2015:8.2.3"]),
    ("Data acquisition and labelling", "Data that are fit for training and evaluation, with known origin.", "DO", "do.1",
     "high", ["data sources", "labelling guide"], ["released data set"], ["iso9001-2015:8.4.1", "iso9001-2015:7.1.5"]),
    ("Model development", "Models that meet the agreed requirements.", "ME", "ml",
     "high", ["agreed requirements", "released data set"], ["trained model", "model card"], ["iso9001-2015:8.3.4", "iso9001-2015:8.3.5"]),
    ("Model validation", "An independent look before a model is released.", "DO", "validator", "high",
     ["trained model", "hold-out data"], ["validation report"], ["iso9001-2015:8.3.4", "iso9001-2015:8.6"]),
    ("Release and roll-back", "Only approved versions go out, and they can come back.", "ME", "me.1", "high",
     ["validation report"], ["released version"], ["iso9001-2015:8.5.1", "iso9001-2015:8.6"]),
    ("Monitoring in service", "Notice drift and failures before the customer does.", "ME", "me.2", "normal",
     ["released version"], ["monitoring record"], ["iso9001-2015:9.1.1", "iso9001-2015:8.5.5"]),
    ("Customer support and complaints", "Answer in time and learn from what is said.", "CS", "cs.2", "normal",
     ["complaint"], ["answer"], ["iso9001-2015:8.2.1", "iso9001-2015:9.1.2"]),
    ("Purchasing of data and services", "Suppliers that deliver what was ordered.", "FW", "approver", "normal",
     ["need"], ["evaluated supplier"], ["iso9001-2015:8.4.1", "iso9001-2015:8.4.2"]),
    ("Competence and training", "People who can do what they are asked to do.", "FW", "quality", "normal",
     ["role profile"], ["training record"], ["iso9001-2015:7.2"]),
    ("Document control", "The right version in the right place.", "FW", "compliance", "low",
     ["draft"], ["approved document"], ["iso9001-2015:7.5.2", "iso9001-2015:7.5.3.1"]),
    ("Internal audit", "Know where we stand before others tell us.", "FW", "quality", "normal",
     ["audit programme"], ["audit report"], ["iso9001-2015:9.2.2"]),
    ("Improvement", "Problems are solved once.", "FW", "quality", "high",
     ["nonconformity"], ["verified action"], ["iso9001-2015:10.2.1"]),
)  # fmt: skip


def write(company: Company, *, start: datetime.datetime) -> dict[str, object]:
    """Create the processes and put them in use; gives the records by title."""
    register, quality, made = registry["processes"], company["quality"], {}
    for place, (title, purpose, unit, owner, importance, inputs, outputs, clauses) in enumerate(PROCESSES):
        at = start + (3 + place) * DAY
        record = register.create(
            actor=quality, at=at, source="demo", mark="demo", title=title, purpose=purpose, unit=company.units[unit],
            owner=company[owner], importance=importance, inputs=inputs, outputs=outputs, clauses=clauses,
        )  # fmt: skip
        record = register.perform(record, "put_in_use", rev=record.rev, actor=quality, at=at + 7 * DAY, source="demo")
        if place % 3:
            result = "Still fits the work as it is done; the measures are met."
            record = register.perform(
                record, "review", rev=record.rev, actor=quality, at=at + 360 * DAY, source="demo", review_result=result
            )
        made[title] = record
    return made
