"""The portal around the engine: building a snapshot, storing a round, and the page that is opened most."""

import io
import logging
import shutil
import time
from collections.abc import Callable, Iterable
from functools import cache
from itertools import islice
from typing import Any

from django.core.cache import cache as portal_cache
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from benchmarks.clock import Way, in_turn, ratio
from benchmarks.ground import Ground
from benchmarks.peers import all_cpu
from benchmarks.portal_world import NOW, make_experts, make_host
from experts.models import Expert
from incubators.models import Need
from matching.adapter import packing, snapshot
from matching.adapter.building import fresh_snapshot
from matching.adapter.extract import Who
from matching.models import Match, MatchList, MatchRun
from matching.services import runs
