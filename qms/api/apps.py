from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "qms.api"
    label = "api"
