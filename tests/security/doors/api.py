"""The doors of the API. Strangers get 401; staff without their second factor get 403."""

from tests.security.rows import NOT_SANA, SIGNED_IN, Row, of

OPEN_LISTS = ("skill", "theme", "place", "need", "organisation")

API = [
    Row("api:root", public=True, before_second_factor=True, api=True),  # leads to the page, which asks
    *(Row(f"api:{name}", public=True, api=True) for name in ("schema", "docs")),
    *(Row(f"api:{name}-list", public=True, api=True) for name in OPEN_LISTS),
    Row("api:need-detail", public=True, arguments=of("need"), api=True),
    Row(
        "api:need-detail",
        ok="sana",
        arguments=of("draft_need"),
        hidden_from_strangers=True,
        label="draft",
        api=True,
    ),
    Row("api:organisation-detail", public=True, arguments=of("organisation"), api=True),
    Row("api:need-list", "POST", ok=SIGNED_IN, api=True),
    Row("api:need-detail", "PATCH", ok="sana", deny=NOT_SANA, arguments=of("need"), api=True),
    *(
        Row(f"api:need-{action}", "POST", ok="sana", deny=NOT_SANA, arguments=of("need"), api=True)
        for action in ("pause", "withdraw")
    ),
    *(
        # It is open already: neither published again nor resumed.
        Row(f"api:need-{action}", "POST", deny=SIGNED_IN, arguments=of("need"), api=True)
        for action in ("publish", "resume")
    ),
    Row("api:skill-detail", public=True, arguments=lambda _w: {"slug": "power-systems"}, api=True),
    Row("api:theme-detail", public=True, arguments=lambda _w: {"slug": "renewable-energy"}, api=True),
    Row("api:place-detail", public=True, arguments=lambda _w: {"code": "PK-PB"}, api=True),
    Row("api:profile-list", ok=SIGNED_IN, api=True),
    Row("api:match-list-list", ok=SIGNED_IN, api=True),
    Row("api:match-list-detail", arguments=of("need"), api=True),  # no list has been made yet
    Row("api:directory-list", public=True, api=True),
    Row("api:directory-detail", public=True, arguments=of("public_expert"), api=True),
    Row(
        "api:directory-detail",
        ok="sana kamran omar rabia dawood",
        hidden_from_strangers=True,
        arguments=of("listed_expert"),
        label="of somebody in the hosts' directory",
        api=True,
    ),
    Row("api:assignment-round-list", ok=SIGNED_IN, api=True),
    Row("api:assignment-round-detail", ok="omar rabia dawood asma", arguments=of("round"), api=True),
    Row("api:invitation-list", ok=SIGNED_IN, api=True),
    Row(
        "api:invitation-list",
        "POST",
        ok="hina bilal",
        deny="sana kamran omar rabia dawood asma ayesha",
        body=lambda world: {"need": world.other_need.public_id},
        api=True,
    ),
    Row(
        "api:invitation-later",
        "POST",
        ok="hina",
        deny="sana",
        arguments=of("invitation"),
        body=lambda _w: {"later_on": "2026-12-20"},
        api=True,
    ),
    Row("api:invitation-detail", ok="hina sana", arguments=of("invitation"), api=True),
    Row("api:invitation-accept", "POST", ok="hina", deny="sana", arguments=of("invitation"), api=True),
    Row(
        "api:invitation-decline",
        "POST",
        ok="hina",
        deny="sana",
        arguments=of("invitation"),
        body=lambda _w: {"reason": "no_time"},
        api=True,
    ),
    Row("api:invitation-messages", ok="hina sana", arguments=of("invitation"), api=True),
    Row(
        "api:invitation-messages",
        "POST",
        ok="hina sana",
        arguments=of("invitation"),
        body=lambda _w: {"text": "Two sites."},
        api=True,
    ),
    Row("api:placement-list", ok=SIGNED_IN, api=True),
    Row(
        "api:placement-detail",
        ok="hina sana omar rabia dawood asma",
        arguments=of("submitted"),
        api=True,
    ),
    Row("api:placement-detail", ok="hina sana", arguments=of("draft"), label="draft", api=True),
]
