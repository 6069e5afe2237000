from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "qms.links"
    label = "links"
