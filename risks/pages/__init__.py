"""The pages of this folder."""

from .fmea import urlpatterns as of_fmea

urlpatterns = [*of_fmea]
