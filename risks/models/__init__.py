"""What is stored."""

from .fmea_lines import FmeaLine
from .fmea_worksheets import FmeaWorksheet

__all__ = ["FmeaLine", "FmeaWorksheet"]
