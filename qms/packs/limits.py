"""How much a pack may hold, and how many may wait."""

MOST_NAMED = 500  # single records of one order
MOST_WAITING = 3  # packs of one person that are not built yet
MOST_SHOWN = 50  # packs in a list, newest first
MOST_FILE_BYTES = 8 * 1024**3  # of the files of all records of a pack
BATCH = 50  # records that are read at once
