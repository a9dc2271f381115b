"""Shape of a person's own profile in the API."""

from rest_framework import serializers

from experts.models import Affiliation, Availability, Expert, ExpertLanguage, ExpertSkill, Work


class LanguageSerializer(serializers.ModelSerializer):
    class Meta:
        model = ExpertLanguage
        fields = ("code", "level")


class SkillSerializer(serializers.ModelSerializer):
    skill = serializers.SlugRelatedField(slug_field="slug", read_only=True)

    class Meta:
        model = ExpertSkill
        fields = ("skill", "typed", "level", "years", "last_used_year")


class AffiliationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Affiliation
        fields = ("kind", "organisation", "role", "city", "country", "ror", "starts", "ends", "is_current")


class WorkSerializer(serializers.ModelSerializer):
    class Meta:
        model = Work
        fields = ("kind", "title", "text", "venue", "year", "doi", "url")


class AvailabilitySerializer(serializers.ModelSerializer):
    modes = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Availability
        fields = ("starts_on", "ends_on", "hours_per_week", "modes")


class ProfileSerializer(serializers.ModelSerializer):
    """Everything that the person wrote; where each fact came from stands on the trust page."""

    themes = serializers.SlugRelatedField(slug_field="slug", many=True, read_only=True)
    motivation_kinds = serializers.ListField(child=serializers.CharField())
    motivation_places = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    languages = LanguageSerializer(many=True)
    skills = SkillSerializer(many=True)
    affiliations = AffiliationSerializer(many=True)
    works = WorkSerializer(many=True)
    availabilities = AvailabilitySerializer(many=True)

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
            "travel_document",
            "visibility",
            "capacity",
            "paused_until",
            "themes",
            "motivation_kinds",
            "motivation_places",
            "languages",
            "skills",
            "affiliations",
            "works",
            "availabilities",
        )
        read_only_fields = fields
