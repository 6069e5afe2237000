"""What the organisation is measured against: standards, their editions and the requirements in them.

A catalogue holds numbers and our own short titles, never the text of a standard, which belongs to its publisher.
Editions stand side by side (Q9-01): whatever names a clause names it with its edition, as `iso9001-2015:9.2.2.f`.
"""
