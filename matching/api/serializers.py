"""Shapes of lists and their rows: what a page of matches shows, and no more."""

from rest_framework import serializers

from matching.enums import Reader
from matching.models import AssignmentRound, MatchList
from matching.selectors.wording import counts_for


class MatchListSerializer(serializers.ModelSerializer):
    """How many fit a need, and why the others do not."""

    need = serializers.CharField(source="need.public_id", read_only=True)
    title = serializers.CharField(source="need.title", read_only=True)
    excluded = serializers.SerializerMethodField()
    near_counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    is_stale = serializers.SerializerMethodField()

    class Meta:
        model = MatchList
        fields = (
            "need",
            "title",
            "matched_at",
            "is_stale",
            "n_considered",
            "n_eligible",
            "excluded",
            "near_counts",
            "weights_number",
        )
        read_only_fields = fields

    def get_excluded(self, row: MatchList) -> dict[str, int]:
        """Reason -> how many fail it first. A host reads conflicts among those excluded."""
        is_staff = self.context["request"].user.is_ministry_staff
        return dict(counts_for(row.excluded, Reader.MINISTRY if is_staff else Reader.ORGANISATION))

    def get_is_stale(self, row: MatchList) -> bool:
        return row.stale_since is not None


class ExplanationSerializer(serializers.Serializer):
    """Worded for an organisation, in the language of the request."""

    reasons = serializers.ListField(child=serializers.CharField(), read_only=True)
    gaps = serializers.ListField(child=serializers.CharField(), read_only=True)
    question = serializers.CharField(read_only=True)
    not_known = serializers.ListField(child=serializers.CharField(), read_only=True)


class MatchCardSerializer(serializers.Serializer):
    """One expert as a host may read them."""

    code = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True, help_text="Empty unless the person shows it.")
    headline = serializers.CharField(read_only=True)
    country = serializers.CharField(read_only=True)
    themes = serializers.ListField(child=serializers.CharField(), read_only=True)
    n_hours = serializers.IntegerField(read_only=True, allow_null=True)
    points = serializers.IntegerField(read_only=True, help_text="Out of 10,000.")
    state = serializers.CharField(read_only=True)
    match = serializers.CharField(source="match_id", read_only=True)
    stands_in_the_way = serializers.CharField(read_only=True)
    explanation = ExplanationSerializer(read_only=True)


class NeedMatchesSerializer(serializers.Serializer):
    """A tab of a need's board: one page of cards; proposals of a round and near-misses beside suggestions."""

    need = serializers.CharField(source="need.public_id", read_only=True)
    is_running = serializers.BooleanField(read_only=True)
    matched_at = serializers.DateTimeField(read_only=True, allow_null=True)
    is_stale = serializers.BooleanField(read_only=True)
    n_considered = serializers.IntegerField(read_only=True)
    n_eligible = serializers.IntegerField(read_only=True)
    excluded = serializers.ListField(child=serializers.CharField(), read_only=True)
    relaxations = serializers.ListField(child=serializers.CharField(), read_only=True)
    show = serializers.CharField(source="tab", read_only=True)
    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    after = serializers.CharField(read_only=True, help_text="Of the next page; empty on the last.")
    cards = MatchCardSerializer(many=True, read_only=True)
    proposed = MatchCardSerializer(
        many=True, read_only=True, help_text="By a published assignment round; nobody has decided yet."
    )
    near = MatchCardSerializer(many=True, read_only=True)


class AssignmentRoundSerializer(serializers.ModelSerializer):
    """A round with its options and totals; whom it proposes stands on its page alone."""

    programme = serializers.CharField(source="programme.slug", read_only=True)
    options = serializers.DictField(read_only=True)
    figures = serializers.DictField(read_only=True, help_text="Seats, points, proof; empty at first.")

    class Meta:
        model = AssignmentRound
        fields = (
            "public_id",
            "programme",
            "state",
            "options",
            "figures",
            "message",
            "engine_version",
            "input_digest",
            "requested_at",
            "computed_at",
            "published_at",
            "undone_at",
        )
        read_only_fields = fields


class DirectoryRowSerializer(serializers.Serializer):
    """One expert of the directory; what you may not see is empty."""

    code = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    headline = serializers.CharField(read_only=True)
    country = serializers.CharField(read_only=True)
    skills = serializers.ListField(child=serializers.CharField(), read_only=True)
    n_more_skills = serializers.IntegerField(read_only=True)
    languages = serializers.ListField(child=serializers.CharField(), read_only=True)
    themes = serializers.ListField(child=serializers.CharField(), read_only=True)
    state = serializers.CharField(read_only=True, help_text="For the ministry alone.")


class FacetValueSerializer(serializers.Serializer):
    """One value of a filter with how many there would be."""

    value = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)
    n = serializers.IntegerField(read_only=True)


class DirectoryPageSerializer(serializers.Serializer):
    """A page of the directory: exact numbers, and cursors to the pages beside it."""

    count = serializers.IntegerField(read_only=True)
    previous = serializers.CharField(read_only=True, allow_null=True, help_text="Empty: the first page.")
    next = serializers.CharField(read_only=True, allow_null=True)
    facets = serializers.DictField(child=FacetValueSerializer(many=True), read_only=True)
    results = DirectoryRowSerializer(many=True, read_only=True)


class AnswerSerializer(serializers.Serializer):
    label = serializers.CharField(read_only=True)
    value = serializers.CharField(read_only=True)
    detail = serializers.CharField(read_only=True)
    url = serializers.CharField(read_only=True)


class SeenPanelSerializer(serializers.Serializer):
    title = serializers.CharField(read_only=True)
    answers = AnswerSerializer(many=True, read_only=True)


class SeenProfileSerializer(serializers.Serializer):
    """What you may read of somebody. Contact follows acceptance, always."""

    code = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    headline = serializers.CharField(read_only=True)
    bio = serializers.CharField(read_only=True)
    panels = SeenPanelSerializer(many=True, read_only=True)
