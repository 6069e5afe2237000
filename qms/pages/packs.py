"""Evidence packs on pages: order one, watch it being built, take it along."""

import re
from collections import Counter
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.errors import Invalid, NotVisible, Refused, WrongState
from qms.packs import orders
from qms.packs.build import verifier_sha256
from qms.packs.files import path_of
from qms.packs.hooks import kinds, settled
from qms.packs.limits import MOST_SHOWN
from qms.packs.models import Pack
from qms.packs.order import SEPARATED, Order
from qms.packs.selection import Chosen, in_words, select
from qms.records.access import visible_to
from qms.records.models import Entry
from qms.registers.registry import registry

from . import menu
from .front import Page
from .widgets import BLANK_ROWS, OFFERED

menu.places.append(menu.Place("prove", gettext_lazy("Evidence packs"), "/packs/", 10))
PHASES = {"waiting": "draft", "running": "open", "done": "done", "failed": "bad"}
ASKED = ("record", "register", "audit", "standard", "from", "to")
NUMBER = re.compile(r"[A-Za-z]+(-[A-Za-z0-9.]+)*-[A-Za-z]*[0-9]+")  # what stands alone in a line besides other numbers
BACK = (422, 429)  # refusals that are shown beside the form


def pack_url(register: Any, number: str = "") -> str:
    """Where a pack about this register, or about this record of it, is ordered."""
    name = next((k.key for k in kinds.values() if k.register == register.key), "record") if number else "register"
    return f"/packs/new/?{urlencode({name: number or register.key})}"


class Packs(Page):
    """`/packs/`: the packs of a person."""

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        rows = [(pack, in_words(pack.order), phase_of(pack)) for pack in orders.packs_of(self.actor)[:MOST_SHOWN]]
        return self.show("packs/list.html", rows=rows, days=settings.QMS_PACK_DAYS)


class NewPack(Page):
    """`/packs/new/`: what a pack is asked for. `?record=`, `?register=`, `?audit=`, `?standard=` say it beforehand."""

    allowed_parameters = frozenset(ASKED)
    allowed_inputs = frozenset({*ASKED, "records"})

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        said = request.GET.dict()
        return self.page({**said, "records": said.pop("record", "")})

    def post(self, request: HttpRequest) -> HttpResponse:
        self.check_inputs()
        said = settled({**request.POST.dict(), "records": " ".join(self.numbers)}, self.actor)
        try:
            pack = orders.place(Order.read(said), actor=self.actor, at=self.at, source=self.source)
        except Refused as refused:
            if refused.status not in BACK:
                raise
            return self.page(said, refused)
        return HttpResponseRedirect(f"/packs/{pack.pk}/")

    @cached_property
    def numbers(self) -> list[str]:
        """The single records asked for: a line that was chosen, `NC-2026-0042 What it is about`, means its number."""
        found: list[str] = []
        for line in self.request.POST.getlist("records"):
            words = SEPARATED.split(line.strip())
            found += words if all(NUMBER.fullmatch(word) for word in words) else words[:1]
        return [number for number in found if number]

    def page(self, said: dict[str, Any], refused: Refused | None = None) -> HttpResponse:
        """The form; with what it is about beside it where the address says so."""
        about = [name for name in ("records", "register", *kinds) if said.get(name)]
        return self.show(
            "packs/new.html", refused.status if refused else 200, said=said, refused=_sentences(refused),
            subject=self.subject(said) if len(about) == 1 and self.request.GET else None,
            registers=[(r.key, r.label_plural) for r in registry if r.menu],
            kinds=[(k, said.get(k.key, ""), k.choices(self.actor) if k.choices else []) for k in kinds.values()],
            records=[*self.numbers, *[""] * BLANK_ROWS], offered=self.newest(),
            since=said.get("from", ""), most=settings.QMS_PACK_RECORDS,
        )  # fmt: skip

    def newest(self) -> list[Entry]:
        """The records that the form offers before anything is typed: those that changed last."""
        return list(visible_to(Entry.objects.all(), self.actor).order_by("-changed_at", "-pk")[:OFFERED])

    def subject(self, said: dict[str, Any]) -> dict[str, Any]:
        """What the pack is about: (name of the input, value), in words, and how many records there are now."""
        whole = {name: said.get(name, "") for name in ("records", "register", *kinds)}
        try:
            order = Order.read(whole)
            found, why = select(order, actor=self.actor), []
        except Invalid as invalid:
            order, found, why = None, [], _sentences(invalid)
        name, value = next((n, v) for n, v in whole.items() if v)
        words = in_words(order) if order else value
        entry = visible_to(Entry.objects.filter(number=value), self.actor).first()
        title = entry.title if entry is not None else ""
        return {
            "name": name,
            "value": value,
            "words": words,
            "title": title,
            "n": len(found),
            "why": why,
            "of": _of(found),
        }


class PackPage(Page):
    """`/packs/<id>/`: one pack, while it is built and afterwards."""

    @cached_property
    def pack(self) -> Pack:
        """Raises NotVisible for somebody else's."""
        return orders.get(self.kwargs["pk"], self.actor)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.check_parameters()
        return self.show("packs/pack.html", verifier=verifier_sha256(), days=settings.QMS_PACK_DAYS)

    def context(self) -> dict[str, Any]:
        pack = self.pack
        return {
            "pack": pack, "words": in_words(pack.order), "phase": phase_of(pack), "url": f"/packs/{pack.pk}/",
            "there": path_of(pack) is not None, "tiles": _tiles(pack.counts) if pack.counts else [],
        }  # fmt: skip


class PackProgress(PackPage):
    """`/packs/<id>/progress/`: how far it is, for htmx; the whole page once it is over."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        answer = self.show("packs/progress.html")
        if not self.pack.is_busy:
            answer["HX-Refresh"] = "true"
        return answer


class PackWithdrawal(PackPage):
    """`/packs/<id>/withdraw/`: the order is taken back while it waits; begun meanwhile, its page says so."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.check_inputs()
        try:
            orders.withdraw(self.pack.pk, actor=self.actor, at=self.at)
        except WrongState as refused:
            messages.error(request, " ".join(refused.sentences))
        return HttpResponseRedirect(f"/packs/{pk}/")


class PackFile(PackPage):
    """`/packs/<id>/file/`: the ZIP, always as a download."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:  # type: ignore[override]
        """Raises NotVisible when it is not there yet, or any more."""
        path = path_of(self.pack)
        if path is None:
            raise NotVisible(_("The file of this pack is not there."))
        name = str(self.pack)
        answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
        answer["Cache-Control"] = "private, no-store"
        return answer


def _of(found: list[Chosen]) -> str:
    """How many records of which registers: `1 Document, 3 Revisions`."""
    counted = Counter(one.register for one in found)
    labels = {key: registry[key].label if n == 1 else registry[key].label_plural for key, n in counted.items()}
    return ", ".join(f"{n:,} {labels[key]}" for key, n in counted.items()) if len(counted) > 1 else ""


def phase_of(pack: Pack) -> str:
    """The colour of its state."""
    return "void" if pack.queue_state == Pack.DONE and not pack.file else PHASES[pack.queue_state]


def _tiles(counts: dict[str, Any]) -> list[dict[str, Any]]:
    """What is in it, in figures."""
    labels = {
        "records": _("Records"),
        "signatures": _("Signatures"),
        "files": _("Files"),
        "ledger_rows": _("Ledger rows"),
    }
    notes = {"records": _("in %s versions") % f"{counts['versions']:,}"}
    return [{"label": label, "value": f"{counts[n]:,}", "note": notes.get(n, "")} for n, label in labels.items()]


def _sentences(refused: Refused | None) -> list[str]:
    if refused is None:
        return []
    return [*refused.sentences, *(s for said in refused.fields.values() for s in said)]
