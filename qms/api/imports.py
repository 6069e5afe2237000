"""Imports by API: send a file, read what was proposed, choose, confirm, watch."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from qms.imports import progress, runs
from qms.imports.dates import STYLES
from qms.imports.mapping import Mapping
from qms.imports.models import ImportRun
from qms.imports.reading import Options
from qms.lib.canonical import plain
from qms.lib.errors import BadRequest

from .requests import Endpoint, body_of, source_of

PAGE = 50
PARTS = {"columns": dict, "values": dict, "dates": dict, "decimals": dict, "given": dict, "unit": str}


class Imports(Endpoint):
    """Your imports, newest first, and where a new one begins."""

    parser_classes = (MultiPartParser,)

    @extend_schema(responses=OpenApiTypes.OBJECT, tags=["imports"])
    def get(self, request: Request) -> Response:
        return Response({"results": [_shape(run) for run in runs.runs_of(request.user)[:PAGE]]})

    @extend_schema(request=OpenApiTypes.OBJECT, responses={201: OpenApiTypes.OBJECT}, tags=["imports"])
    def post(self, request: Request) -> Response:
        """Send a file: multipart `register` and `file`; `encoding`, `delimiter`, `sheet`, `header` if need be."""
        said: Any = request.data
        sent = request.FILES.get("file")
        if sent is None:
            raise BadRequest(_("Send the file as multipart field “file”."))
        line = str(said.get("header", ""))
        if line and not (line.isdigit() and len(line) < 8):
            raise BadRequest(_("“header” is the line of the headings; 0 says that there are none."))
        options = Options(
            str(said.get("encoding", "")), str(said.get("delimiter", ""))[:1], str(said.get("sheet", "")),
            int(line) if line else None,
        )  # fmt: skip
        run = runs.start(
            register=str(said.get("register", "")), name=sent.name or "", data=sent.read(), actor=request.user,
            at=self.at, options=options, source=source_of(request),
        )  # fmt: skip
        return Response(_shape(run), status=201, headers={"Location": f"/api/v1/imports/{run.pk}/"})


class OneImport(Endpoint):
    """One of your imports."""

    @extend_schema(responses=OpenApiTypes.OBJECT, tags=["imports"])
    def get(self, request: Request, pk: int) -> Response:
        return Response(_shape(runs.get(pk, request.user)))


class Columns(Endpoint):
    """What the columns of an import mean."""

    @extend_schema(request=OpenApiTypes.OBJECT, responses={202: OpenApiTypes.OBJECT}, tags=["imports"])
    def put(self, request: Request, pk: int) -> Response:
        """Say what the columns mean, as `mapping` shows it; all rows are checked then. Parts left out stay."""
        run = runs.get(pk, request.user)
        mapping = Mapping(**{**run.mapping, **_parts(body_of(request))})
        return Response(_shape(runs.choose(run, mapping=mapping, at=self.at)), status=202)


class Confirm(Endpoint):
    """The last step of an import."""

    @extend_schema(request=None, responses={202: OpenApiTypes.OBJECT}, tags=["imports"])
    def post(self, request: Request, pk: int) -> Response:
        """Write what was checked: all records or none."""
        return Response(_shape(runs.confirm(runs.get(pk, request.user), at=self.at)), status=202)


def _parts(body: dict[str, Any]) -> dict[str, Any]:
    """Raises BadRequest for what is no part of a mapping or of the wrong shape."""
    for name, value in body.items():
        if name not in PARTS or not isinstance(value, PARTS[name]):
            raise BadRequest(_("A mapping holds: %s.") % ", ".join(f"{n} ({t.__name__})" for n, t in PARTS.items()))
        if isinstance(value, dict) and name != "values" and not all(isinstance(v, str) for v in value.values()):
            raise BadRequest(_("“%s” holds texts.") % name)
        if name == "values" and not all(isinstance(v, dict) for v in value.values()):
            raise BadRequest(_("“values” holds, for each column, cells and what they mean."))
        if name == "dates" and not set(value.values()) <= set(STYLES):
            raise BadRequest(_("The order of dates is one of %s.") % ", ".join(STYLES))
    return body


def _shape(run: ImportRun) -> dict[str, Any]:
    far = None
    if run.is_busy and (task := run.tasks.order_by("-pk").first()):
        far = progress.read(task.pk)
    return {
        "id": run.pk, "register": run.register, "file": run.name, "sha256": run.blob.sha256, "state": run.state,
        "read": run.seen, "mapping": run.mapping, "questions": run.questions, "sentences": run.said,
        "progress": {"done": far.done, "total": far.total} if far else None, "result": run.result or None,
        "created_at": plain(run.created_at), "changed_at": plain(run.changed_at), "url": f"/api/v1/imports/{run.pk}/",
    }  # fmt: skip
