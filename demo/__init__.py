"""A plainly fictional company with eighteen months of records, written through the write door with their own dates.

Everything it writes has source "demo" and the mark "demo". It runs from the command line only, on an empty database.
"""
