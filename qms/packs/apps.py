from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "qms.packs"
    label = "packs"
