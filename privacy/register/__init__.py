"""The registers of this folder."""

from . import activities, assessments, breaches, requests

__all__ = ["activities", "assessments", "breaches", "requests"]
