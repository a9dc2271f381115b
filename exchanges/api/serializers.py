"""Shapes of invitations and placements in the API."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from exchanges.enums import DeclineReason, HostDeclineReason
from exchanges.labels import DECLINE_REASONS, HOST_DECLINE_REASONS
from exchanges.models import Invitation, Placement
from exchanges.selectors.lists import expert_as_known
from exchanges.services.invitations import Answer
from incubators.models import Need
from programmes.labels import MODES


class InvitationSerializer(serializers.ModelSerializer):
    need = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    need_title = serializers.CharField(source="need.title", read_only=True)
    organisation = serializers.CharField(source="need.organisation.name", read_only=True)
    expert = serializers.SerializerMethodField()
    placement = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields = (
            "public_id",
            "need",
            "need_title",
            "organisation",
            "direction",
            "expert",
            "state",
            "message",
            "sent_at",
            "expires_at",
            "answered_at",
            "later_on",
            "placement",
        )
        read_only_fields = fields

    @extend_schema_field(str)
    def get_expert(self, invitation: Invitation) -> str:
        return expert_as_known(invitation, self.context["request"].user)

    @extend_schema_field({"type": "string", "nullable": True})
    def get_placement(self, invitation: Invitation) -> str | None:
        placement = getattr(invitation, "placement", None)
        return placement.public_id if placement else None


class InterestSerializer(serializers.Serializer):
    """An expert offers to take an open need on."""

    need = serializers.SlugRelatedField(slug_field="public_id", queryset=Need.objects.open())
    message = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class PostponeSerializer(serializers.Serializer):
    later_on = serializers.DateField()


class DeclineSerializer(serializers.Serializer):
    """Reasons of the expert for an invitation, of the host for an interest."""

    reason = serializers.ChoiceField(
        choices=[(code.value, label) for code, label in (HOST_DECLINE_REASONS | DECLINE_REASONS).items()]
    )
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    shares_reason = serializers.BooleanField(required=False, default=False)

    def answer(self) -> Answer:
        cleaned = self.validated_data
        reason = cleaned["reason"]
        code = DeclineReason(reason) if reason in list(DeclineReason) else HostDeclineReason(reason)
        return Answer(code, cleaned["note"], cleaned["shares_reason"])


class PlacementSerializer(serializers.ModelSerializer):
    state = serializers.CharField(source="public_state", read_only=True)
    need = serializers.SlugRelatedField(slug_field="public_id", read_only=True)
    need_title = serializers.CharField(source="need.title", read_only=True)
    organisation = serializers.CharField(source="organisation.name", read_only=True)
    programme = serializers.SlugRelatedField(source="need.programme", slug_field="slug", read_only=True)
    place = serializers.SlugRelatedField(slug_field="code", read_only=True)
    mode = serializers.ChoiceField(
        choices=[(mode.value, label) for mode, label in MODES.items()], read_only=True
    )

    class Meta:
        model = Placement
        fields = (
            "public_id",
            "state",
            "need",
            "need_title",
            "organisation",
            "programme",
            "tier",
            "purpose",
            "deliverable",
            "counterpart",
            "mode",
            "place",
            "starts_on",
            "ends_on",
            "hours_per_week",
            "days_in_country",
            "submitted_at",
        )
        read_only_fields = fields
