"""`POST /api/v1/tools/{chart,drift,fairness}/`: a file in, the same JSON as `manage.py … --json` out, nothing kept."""

from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from qms.api.requests import Endpoint
from qms.lib.errors import BadRequest

from ..tool_forms import FORMS


class Tool(Endpoint):
    """One calculator."""

    parser_classes = (MultiPartParser,)
    tool = ""

    @extend_schema(tags=["tools"], request=OpenApiTypes.OBJECT, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        """Send the file (drift: `baseline` and `current`) and the options as multipart fields."""
        said: Any = request.data
        form = FORMS[self.tool](said, request.FILES)
        if unknown := sorted(set(said) - set(form.fields)):
            known = ", ".join(form.fields)
            raise BadRequest(f"“{unknown[0][:60]}” is no option here. There are: {known}.")
        return Response(form.result()[1])


def _one(key: str) -> Any:
    view = type(f"{key.title()}Tool", (Tool,), {"tool": key, "__doc__": Tool.__doc__, "__module__": __name__})
    return extend_schema(operation_id=f"tools_{key}", tags=["tools"])(view).as_view()


urlpatterns = [path(f"tools/{key}/", _one(key)) for key in FORMS]
