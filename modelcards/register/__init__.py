"""The registers of this folder."""

from .cards import ModelCards
from .datasets import Datasets
from .deployments import Deployments
from .incidents import Incidents
from .monitors import Monitors
from .policies import Policies
from .systems import Systems
from .versions import SystemVersions

__all__ = ["Datasets", "Deployments", "Incidents", "ModelCards", "Monitors", "Policies", "SystemVersions", "Systems"]
