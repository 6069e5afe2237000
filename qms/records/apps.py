from django.apps import AppConfig
from django.db.models.signals import pre_save


class RecordsConfig(AppConfig):
    name = "qms.records"
    label = "records"

    def ready(self) -> None:
        from .backdoor import refuse_raw

        pre_save.connect(refuse_raw, dispatch_uid="records.refuse_raw")
