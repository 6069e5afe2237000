"""How much a file of a standard may hold."""

MOST_BYTES = 25 * 1024**2
MOST_NODES = 20_000
MOST_PAIRS = 50_000
MOST_DEPTH = 15  # levels of requirements; libraries in use have up to eight
DEEPEST = 60  # levels of brackets or indentation in a file
LONGEST_TITLE, LONGEST_REF, LONGEST_TEXT = 200, 120, 100_000
SHOWN = 50  # rows of a list that a result carries
