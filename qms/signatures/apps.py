from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    name = "qms.signatures"
    label = "signatures"
