"""Controlled documents and evidence: written, approved, effective, read, reviewed; asked for, accepted, good for a time
(ISO 9001:2015 7.5, 9.1.1, 9.2.2 f; ISO/IEC 42001:2023 7.5).

A document says what it is, who answers for it and who must read it; its revisions are records of their own, one of
them effective at a time; an acknowledgement says that a person has read one revision.
"""
