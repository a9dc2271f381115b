"""The whole authorisation matrix."""

from tests.security.doors.accounts import ACCOUNTS
from tests.security.doors.api import API
from tests.security.doors.exchanges import EXCHANGES
from tests.security.doors.experts import EXPERTS
from tests.security.doors.incubators import INCUBATORS
from tests.security.doors.matching import MATCHING
from tests.security.doors.programmes import PROGRAMMES
from tests.security.doors.shell import PUBLIC, SHELL

MATRIX = [*PUBLIC, *SHELL, *ACCOUNTS, *PROGRAMMES, *EXPERTS, *INCUBATORS, *MATCHING, *EXCHANGES, *API]
