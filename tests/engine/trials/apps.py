from django.apps import AppConfig


class TrialsConfig(AppConfig):
    name = "tests.engine.trials"
    label = "trials"
