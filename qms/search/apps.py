from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "qms.search"
    label = "search"
