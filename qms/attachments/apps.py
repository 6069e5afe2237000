from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "qms.attachments"
    label = "attachments"
