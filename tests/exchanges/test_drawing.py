"""A sample comes out the same for everybody who has its seed and its list, and nobody can choose it."""

import random
import subprocess

from hypothesis import given, settings
from hypothesis import strategies as st

from exchanges.workflow import draw, n_to_draw

CODES = st.lists(st.text("abcdefghjkmnpqrstuvwxyz23456789", min_size=10, max_size=10), max_size=60)


@given(CODES, st.text(min_size=1, max_size=40), st.integers(0, 100))
def test_a_draw_comes_out_the_same_in_whatever_order_the_list_is_read(
    codes: list[str], seed: str, percent: int
):
    shuffled = random.sample(codes, len(codes))

    sample = draw(codes, seed=seed, percent=percent)

    assert sample == draw(shuffled, seed=seed, percent=percent)
    assert len(sample) == len(set(sample)) == n_to_draw(len(set(codes)), percent)
    assert set(sample) <= set(codes)


@given(CODES, st.text(min_size=1, max_size=40), st.integers(0, 99))
def test_a_greater_share_only_adds_to_a_sample(codes: list[str], seed: str, percent: int):
    less = draw(codes, seed=seed, percent=percent)

    assert draw(codes, seed=seed, percent=percent + 1)[: len(less)] == less


@given(st.integers(0, 100_000), st.integers(1, 100))
def test_a_share_is_rounded_up_and_never_nothing_of_something(n: int, percent: int):
    drawn_now = n_to_draw(n, percent)

    assert n * percent <= drawn_now * 100 < n * percent + 100
    assert bool(drawn_now) == bool(n)


def test_every_code_is_drawn_about_as_often_as_every_other():
    codes = [f"code-{n}" for n in range(10)]
    times = dict.fromkeys(codes, 0)
    for n in range(3_000):
        for code in draw(codes, seed=f"seed {n}", percent=30):
            times[code] += 1

    assert all(780 <= n <= 1_020 for n in times.values()), times


@settings(max_examples=5)
@given(CODES.filter(bool))
def test_a_command_line_draws_the_same(codes: list[str]):
    """As the page says: hash of seed, colon and code; then in order; then the first."""
    hashed = []
    for code in set(codes):
        command = "printf '%s' \"$0\" | sha256sum"
        done = subprocess.run(["sh", "-c", command, f"s1:{code}"], capture_output=True, text=True, check=True)
        hashed.append((done.stdout.split()[0], code))

    by_hand = [code for _hash, code in sorted(hashed)][: n_to_draw(len(hashed), 10)]

    assert by_hand == draw(codes, seed="s1", percent=10)
