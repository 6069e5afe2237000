"""What a mail says: text and HTML of the same lines, links that open the very step, headers that cannot be forged."""

import datetime
import hashlib
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.accounts.reach import reach_of_all
from qms.records.access import sees
from qms.records.models import NamedDate

from .models import Mail, Notice
from .reminders import LIVE_PHASES
from .unsubscribing import unsubscribe_url
from .ways import steps_of
from .words import CLOCK, REMINDER, clock_behind, clocks_of, is_over, sentence, told_on

MOST = 100  # lines of one mail; the rest stands in the app


def message_id(key: str) -> str:
    """The same for every copy of a mail, so that mail programs show one."""
    host = urlsplit(settings.QMS_PUBLIC_URL).hostname or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{host}>"


def compose(mail: Mail, notices: list[Notice], *, at: datetime.datetime) -> EmailMultiAlternatives | None:
    """The message of these notices (see `still_to_tell`); None if that is nothing."""
    if not mail.user.is_active or not notices:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        context = {**_content(mail, notices[:MOST], at), "more": max(len(notices) - MOST, 0)}
        subject = _subject(notices, context["told"], at)
        message = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string("mail/notices.txt", context),
            to=[mail.user.email],
            headers=_headers(mail, context["unsubscribe"]),
        )
        message.attach_alternative(render_to_string("mail/notices.html", {**context, "subject": subject}), "text/html")
        return message


def _content(mail: Mail, notices: list[Notice], at: datetime.datetime) -> dict[str, Any]:
    entries = {n.entry_id: n.entry for n in notices if n.entry is not None}
    steps, clocks = steps_of(list(entries.values()), mail.user, at), clocks_of(notices, mail.user, at)
    site, told = settings.QMS_PUBLIC_URL, []
    for n in notices:
        clock = clock_behind(n, clocks)
        step = (clock.url if clock else "") or steps.get(n.entry_id or 0, "")
        told.append({
            "entry": n.entry, "says": sentence(n, today=told_on(n, at), behind=clock), "statutory": n.statutory,
            "behalf": n.instead_of.printed_name if n.instead_of else "", "step": bool(step),
            "url": site + (step or f"/r/{n.entry.number}") if n.entry else "",
        })  # fmt: skip
    may_end = not all(n.statutory for n in notices)  # a clock of the law cannot be switched off
    unsubscribe = unsubscribe_url(mail.user) if may_end else ""
    return {"user": mail.user, "told": told, "site": site, "unsubscribe": unsubscribe}


def _headers(mail: Mail, unsubscribe: object) -> dict[str, str]:
    headers = {"Message-ID": message_id(mail.key), "Auto-Submitted": "auto-generated"}
    if unsubscribe:  # RFC 8058
        headers |= {"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers


def _subject(notices: list[Notice], told: list[dict[str, Any]], at: datetime.datetime) -> str:
    """One notice says itself; of more their number, behind what the law sets and is over or ends soon."""
    if len(notices) == 1:
        entry, text = notices[0].entry, str(told[0]["says"])
        if entry is not None and entry.number not in text:
            text = f"{entry}: {text}"
    else:
        text = ", ".join([*_of_the_law(notices, at), ngettext("%d notice", "%d notices", len(notices)) % len(notices)])
    return _("Plumbline: %s") % " ".join(text.split())[:180]


def _of_the_law(notices: list[Notice], at: datetime.datetime) -> list[str]:
    """`2 time limits of the law are over`, `1 ends within a day`: each record counts once, as what is worse."""
    over, soon = set(), set()
    for notice in (n for n in notices if n.statutory):
        if is_over(notice, at):
            over.add(notice.entry_id)
        elif notice.rule.startswith(CLOCK) or notice.on <= told_on(notice, at) + datetime.timedelta(days=1):
            soon.add(notice.entry_id)
    late, near = len(over), len(soon - over)
    said = (
        (late, ngettext("%d time limit of the law is over", "%d time limits of the law are over", late)),
        (near, ngettext("%d time limit of the law ends soon", "%d time limits of the law end soon", near)),
    )
    return [words % count for count, words in said if count]


def still_to_tell(mails: Sequence[Mail]) -> dict[int, list[Notice]]:
    """What each mail still says, by its id: without reminders of a date that was moved since or of a record that is
    finished, and without what its reader may not see any more. A fixed number of queries, but for people named alone.
    """
    readers = {user.pk: user for user in reach_of_all({mail.user_id: mail.user for mail in mails}.values())}
    rows = Notice.objects.filter(mail__in=mails).select_related("entry__unit", "instead_of").order_by("on", "pk")
    notices = [n for n in rows if n.entry is None or sees(readers[n.user_id], n.entry)]
    dated = {n.entry_id for n in notices if n.entry_id and REMINDER.fullmatch(n.rule)}
    found = NamedDate.objects.filter(entry__in=dated).values_list("entry_id", "name", "on") if dated else ()
    dates, told = set(found), dict[int, list[Notice]]()
    for notice in notices:
        if notice.mail_id and _still_true(notice, dates):
            told.setdefault(notice.mail_id, []).append(notice)
    return told


def _still_true(notice: Notice, dates: set[tuple[int, str, datetime.date]]) -> bool:
    found = REMINDER.fullmatch(notice.rule)
    if notice.rule.startswith(CLOCK) and notice.entry is not None:
        return notice.entry.phase in LIVE_PHASES
    if found is None or notice.entry is None:
        return True
    return notice.entry.phase in LIVE_PHASES and (notice.entry_id, found.group(1), notice.on) in dates
