from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "qms.jobs"
    label = "jobs"
