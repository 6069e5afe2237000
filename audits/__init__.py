"""Audits: the programme, each audit with its checklist and its findings, and the signed report.

ISO 9001:2015 9.2 asks for internal audits at planned intervals, by people who do not audit their own work, with results
reported and followed up; ISO 19011 says how a programme and an audit are run and what a report holds.
"""
