"""The shape of one's own profile in the API."""

from rest_framework import serializers

from experts.models import Expert


class ProfileSkillSerializer(serializers.Serializer):
    skill = serializers.SlugRelatedField(slug_field="slug", read_only=True, allow_null=True)
    typed = serializers.CharField()
    level = serializers.IntegerField()
    years = serializers.IntegerField(allow_null=True)


class ProfileSerializer(serializers.ModelSerializer):
    skills = ProfileSkillSerializer(many=True, read_only=True)
    themes = serializers.SlugRelatedField(slug_field="slug", many=True, read_only=True)

    class Meta:
        model = Expert
        fields = (
            "public_id",
            "state",
            "headline",
            "bio",
            "language",
            "orcid",
            "country",
            "city",
            "time_zone",
            "seniority",
            "years_experience",
            "visibility",
            "capacity",
            "themes",
            "skills",
        )
        read_only_fields = fields
