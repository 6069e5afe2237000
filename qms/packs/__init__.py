"""Evidence packs: what an auditor takes along. One ZIP that is read without Plumbline and checked without trusting it.

21 CFR 11.10(b) asks for copies in human readable and electronic form, ISO 9001:2015 7.5.3.2 for retrieval and use. An
order says what is wanted; a worker selects what the exporter may see, reads it in batches, prints what is not printed
yet, and writes the file with its manifest. No HTTP here: screens are in qms.pages, endpoints in qms.api.
"""
