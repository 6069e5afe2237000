"""The whole demo, in the order in which things happened."""

import datetime
from functools import partial

from django.db import transaction
from django.db.models import F

from competence.services import let_run_out as qualifications_run_out
from documents.services.evidence import let_run_out as evidence_runs_out
from qms.notices.models import Notice
from qms.notices.reminders import remind

from . import (
    applicability,
    auditing,
    company,
    competence,
    lists,
    lives,
    nonconformities,
    outside,
    papers,
    procedures,
    programmes,
    tasks,
)
from .applicability import Applicability
from .audit_plots import Audit, Programme
from .case_plots import Case
from .competence import Course
from .lives import Life
from .papers import Paper
from .pen import SOURCE, Pen
from .plots import Alone
from .procedures import Process
from .stories import stories
from .timeline import Step, Timeline

START = -540
REMINDED = 12  # days over which people were told what the clock tells
UNREAD = datetime.timedelta(days=5)


@transaction.atomic
def load(*, today: datetime.datetime) -> None:
    """Write the company's eighteen months before `today`, all or nothing.

    Each change carries its own time, later than every one before it and none later than `today`.
    """
    timeline = Timeline(today)
    pen = Pen(company.found(today + datetime.timedelta(days=START), until=timeline.day(outside.LAST_DAY)), timeline)
    for process in stories("processes", Process):
        timeline.tell(procedures.steps(pen, process))
    for paper in stories("documents", Paper):
        timeline.tell(papers.steps(pen, paper))
    for programme in stories("programmes", Programme):
        timeline.tell(programmes.steps(pen, programme))
    for audit in stories("audits", Audit):
        timeline.tell(auditing.steps(pen, audit))
    for case in stories("nonconformities", Case):
        timeline.tell(nonconformities.steps(pen, case))
    for alone in stories("actions", Alone):
        timeline.tell(tasks.steps_alone(pen, alone))
    for life in stories("models", Life):
        timeline.tell(lives.steps(pen, life))
    for course in stories("competence", Course):
        timeline.tell(competence.steps(pen, course))
    for item in stories("evidence", Life):
        timeline.tell(lives.steps(pen, item))
    timeline.tell(outside.steps(pen))
    for statement in stories("applicability", Applicability):
        timeline.tell(applicability.steps(pen, statement))
    for life in [*stories("context", Life), *stories("risks", Life)]:
        timeline.tell(lives.steps(pen, life))
    timeline.tell(lists.steps(pen))
    timeline.tell(_reminders(timeline))
    timeline.run()
    Notice.objects.filter(at__lt=today - UNREAD, read_at=None).update(read_at=F("at"))


def _reminders(timeline: Timeline) -> list[Step]:
    """What the clock told people of late, and what it let run out."""
    return [(day, partial(_clock, timeline)) for day in range(-REMINDED, 0)]


def _clock(timeline: Timeline) -> None:
    remind(at=timeline.at())
    evidence_runs_out(at=timeline.at(), source=SOURCE)
    qualifications_run_out(at=timeline.at(), source=SOURCE)
