"""How much one file may hold. Real records stay far below each of these."""

MAX_BYTES = 5 * 1024 * 1024
MAX_BYTES_TEXT = "5 MB"
MAX_DEPTH = 32
MAX_VALUES = 200_000
MAX_DIGITS = 18  # more than this does not fit a bigint

# An archive may bring pictures and letters along, which are never opened: only its list is read.
MAX_ARCHIVE_BYTES = 50 * 1024 * 1024
MAX_ARCHIVE_TEXT = "50 MB"
MAX_ENTRIES = 2_000
MAX_DIRECTORY_BYTES = 1024 * 1024
MAX_ENTRY_BYTES = 2 * 1024 * 1024
MAX_RATIO = 200  # text shrinks to a tenth; what shrinks to less than this is no text
MAX_ROWS = 2_000

# A document is read by a process of its own, which these end.
MAX_PAGES = 60
MAX_CHARACTERS = 300_000
MAX_WORD_BYTES = 10 * 1024 * 1024  # word processors write ten signs of markup for one of text
MAX_WORD_DEPTH = 100
MAX_WORD_VALUES = 1_000_000
MAX_CPU_SECONDS = 20
MAX_SECONDS = 30
MAX_MEMORY_BYTES = 512 * 1024 * 1024

# What one page can show, and one form can tick, on a slow line.
MAX_FACTS = 350
# Our own document holds a whole profile: what is left of it is shown when it is imported again.
MAX_OWN_FACTS = 1_000
MAX_SKIPPED = 350

# Lengths in characters, as long as the portal's own fields (a test compares them).
HEADLINE = 140
BIO = 4_000
CITY = 80
SKILL = 120
TITLE = 400
NAME = 200
LONG_TEXT = 8_000
NOTE = 500
REFERENCE = 120
URL = 400
SOURCE_NAME = 120

PLACE = 300
EXCERPT = 80
