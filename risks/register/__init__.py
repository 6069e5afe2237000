"""The registers of this folder."""

from .acceptances import Acceptances
from .controls import Controls
from .matrices import RiskMatrices
from .opportunities import Opportunities
from .risks import Risks

__all__ = ["Acceptances", "Controls", "Opportunities", "RiskMatrices", "Risks"]
