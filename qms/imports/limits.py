"""How much a file may hold, and what may not stand in it."""

import re

MOST_BYTES = 512 * 1024**2  # of a file from the command line; the page takes QMS_UPLOAD_MAX
MOST_LINES = 1_048_576  # what a spreadsheet holds
MOST_COLUMNS = 200
LONGEST_CELL = 100_000  # characters

MOST_MEMBERS = 1000  # of an XLSX file
MOST_UNPACKED = 500 * 1024**2  # bytes
MOST_STRINGS = 100 * 1024**2  # bytes of its table of texts, which is the one part held in memory
MOST_IN_ROW = 100_000  # XML elements of one row of a sheet
MOST_RATIO = 100  # unpacked to packed
SMALL = 1024**2  # up to here the ratio does not matter: a small empty sheet packs very well

HEADER_WITHIN = 10  # lines in which the headings are looked for

#: Control characters but tab and line ends, lone surrogates, and the two signs that no text holds.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
