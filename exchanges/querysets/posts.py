"""The units and posts by which staff see rows."""


def reviewing_units(user: object) -> list[int]:
    roles = ("officer", "reviewer", "decider", "auditor")
    return [post.unit_id for post in user.posts_today if post.role in roles]


def declaring_units(user: object) -> list[int]:
    """Units whose cases somebody reviews or decides: they say first whether they have a conflict."""
    return [post.unit_id for post in user.posts_today if post.role in ("reviewer", "decider")]


def posts_that_coordinate(user: object) -> list:
    """Posts in whose name somebody refers and approaches people."""
    return [post for post in user.posts_today if post.role in ("officer", "reviewer", "decider", "liaison")]
