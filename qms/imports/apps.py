from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "qms.imports"
    label = "imports"
