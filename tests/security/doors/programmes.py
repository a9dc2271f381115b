"""The doors of programmes and agreements."""

from tests.security.doors.matching import NOT_OMAR, programme
from tests.security.rows import OUTSIDERS, STAFF, Row, World, of

NOT_OFFICERS = "rabia dawood asma ayesha"


def section(world: World) -> dict[str, str]:
    return programme(world) | {"section": "duration"}


def question(world: World) -> dict[str, str]:
    return programme(world) | {"public_id": world.question.public_id}


def figures(_world: World) -> dict[str, str]:
    return {
        "least_weeks": "1",
        "most_weeks": "20",
        "most_hours_per_week": "30",
        "seen_number": "1",
        "publish": "1",
    }


PROGRAMMES = [
    Row("programmes:programme_list", public=True),
    Row("programmes:programme", public=True, arguments=programme),
    Row("programmes:policy", ok=STAFF, deny=OUTSIDERS, arguments=programme),
    Row("programmes:policy_section", ok="omar", deny=NOT_OMAR, arguments=section),
    Row("programmes:policy_section", "POST", ok="omar", deny=NOT_OMAR, arguments=section, body=figures),
    *(
        Row(f"programmes:{page}", method, ok="omar", deny=NOT_OMAR, arguments=programme)
        for page in ("about", "phases", "questions")
        for method in ("GET", "POST")
    ),
    Row("programmes:question_retire", "POST", ok="omar", deny=NOT_OMAR, arguments=question),
    Row("programmes:agreement_list", ok=STAFF, deny=OUTSIDERS),
    *(Row("programmes:agreement_new", method, ok="omar", deny=NOT_OMAR) for method in ("GET", "POST")),
    Row("programmes:agreement", ok=STAFF, arguments=of("agreement")),
    Row("programmes:agreement_document", ok=STAFF, arguments=of("agreement")),
    *(
        Row("programmes:agreement_renew", method, ok="omar", deny=NOT_OFFICERS, arguments=of("agreement"))
        for method in ("GET", "POST")
    ),
]
