"""The registers of this folder."""

from .acceptances import Acceptances
from .controls import Controls
from .fmea_lines import FmeaLines
from .fmea_worksheets import FmeaWorksheets
from .matrices import RiskMatrices
from .opportunities import Opportunities
from .risks import Risks

__all__ = ["Acceptances", "Controls", "FmeaLines", "FmeaWorksheets", "Opportunities", "RiskMatrices", "Risks"]
