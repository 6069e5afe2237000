from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "qms.records"
    label = "records"
