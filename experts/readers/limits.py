"""How much one file may hold. Real records stay far below each of these."""

MAX_BYTES = 5 * 1024 * 1024
MAX_BYTES_TEXT = "5 MB"
MAX_DEPTH = 32
MAX_VALUES = 200_000
MAX_DIGITS = 18  # more than this does not fit a bigint

# What one page can show, and one form can tick, on a slow line.
MAX_FACTS = 350
MAX_SKIPPED = 350

# Lengths in characters, as long as the portal's own fields (a test compares them).
HEADLINE = 140
BIO = 4_000
CITY = 80
SKILL = 120
TITLE = 400
NAME = 200
LONG_TEXT = 8_000
URL = 400
SOURCE_NAME = 120

PLACE = 300
EXCERPT = 80
