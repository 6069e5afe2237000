from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "qms.notices"
    label = "notices"
