"""What all suites of a run share: the size, the drawn population and needs, and how much may be spent."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from benchmarks.population import SEED, draw_experts, draw_need
from matching.engine.columns import Experts, Need
from matching.engine.segment import Segment, build

MILLION = 1_000_000


@dataclass(frozen=True)
class Ground:
    """`n` experts; populations and needs are drawn once, from a fixed seed."""

    n: int

    @property
    def n_checked(self) -> int:
        """Needs whose whole result is compared with the brute-force reference before anything is timed."""
        return 12 if self.n >= MILLION else 60

    @property
    def n_timed(self) -> int:
        return 25

    @cached_property
    def experts(self) -> Experts:
        return draw_experts(self.n, np.random.default_rng(SEED))

    @cached_property
    def segment(self) -> Segment:
        return build(self.experts)

    def needs(self, n_needs: int) -> list[Need]:
        """The first needs of the series; a longer series begins with a shorter one."""
        random = np.random.default_rng(SEED + 1)
        return [draw_need(random) for _ in range(n_needs)]

    def first(self, n: int) -> "Ground":
        """The first n of these experts as a ground of their own."""
        few = Ground(n)
        few.__dict__["experts"] = self.experts if n == self.n else self.experts.take(np.arange(n))
        return few
