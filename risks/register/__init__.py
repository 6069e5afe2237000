"""The registers of this folder."""

from .fmea_lines import FmeaLines
from .fmea_worksheets import FmeaWorksheets

__all__ = ["FmeaLines", "FmeaWorksheets"]
