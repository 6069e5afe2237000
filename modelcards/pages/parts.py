"""Registering a version of a system, and planning a deployment of a version: the quick form with its owner chosen."""

from django.http import HttpRequest, HttpResponse

from qms.pages.form import Create
from qms.registers import registry


class NewVersion(Create):
    """`/systems/<number>/version/`"""

    def get(self, request: HttpRequest, register: str, number: str = "") -> HttpResponse:
        self.check_parameters()
        return self.form_page(self.form_class(initial={"system": registry["systems"].get(number, self.actor).pk}))

    def post(self, request: HttpRequest, register: str, number: str = "") -> HttpResponse:
        return super().post(request, register)


class NewDeployment(Create):
    """`/system-versions/<number>/deployment/`"""

    def get(self, request: HttpRequest, register: str, number: str = "") -> HttpResponse:
        self.check_parameters()
        version = registry["system-versions"].get(number, self.actor)
        return self.form_page(self.form_class(initial={"version": version.pk, "share": 100}))

    def post(self, request: HttpRequest, register: str, number: str = "") -> HttpResponse:
        return super().post(request, register)
