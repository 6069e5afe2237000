"""Controlled documents and their revisions, and evidence: what shows that a requirement is met, for how long.

ISO 9001:2015 7.5 asks for documented information under control, 9.1.1 and 9.2.2 f for evidence that is kept.
"""
