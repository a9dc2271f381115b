"""Rows that leave as one binary COPY come back as they were."""

import numpy as np
import pytest
from django.db import connection

from matching.adapter import sending
from tests.factories import NOW


@pytest.mark.django_db
def test_every_kind_of_column_arrives_as_it_was_sent():
    with connection.cursor() as cursor:
        cursor.execute("""CREATE TEMP TABLE arrived (n int2, ids int8[], few int2[], words varchar(24)[],
            facts jsonb, at timestamptz, yes boolean) ON COMMIT DROP""")
        sending.copy_into(
            "arrived",
            {
                "n": sending.integers([7, -7], "i2"),
                "ids": sending.arrays([np.array([2**40, -1]), np.zeros(0, np.int64)], "i8"),
                "few": sending.arrays([np.array([3], np.uint8), np.array([-1, 9], np.int16)], "i2"),
                "words": sending.text_arrays([["hours", "dates"], []]),
                "facts": sending.documents(['{"hours": 2}', "{}"]),
                "at": [sending.moment(NOW)] * 2,
                "yes": [sending.FALSE] * 2,
            },
        )
        cursor.execute("SELECT n, ids, few, words, facts::text, at, yes FROM arrived ORDER BY n DESC")

        assert cursor.fetchall() == [
            (7, [2**40, -1], [3], ["hours", "dates"], '{"hours": 2}', NOW, False),
            (-7, [], [-1, 9], [], "{}", NOW, False),
        ]


def test_a_value_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="does not fit into 2 bytes"):
        sending.arrays([np.array([40_000])], "i2")
