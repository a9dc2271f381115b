"""Shapes of the vocabulary in the API."""

from rest_framework import serializers

from taxonomy.models import Place, Skill, SkillAlias, Theme


class ThemeSerializer(serializers.ModelSerializer):
    class Meta:
        model = Theme
        fields = ("slug", "name", "name_ur")
        read_only_fields = fields


class SkillAliasSerializer(serializers.ModelSerializer):
    class Meta:
        model = SkillAlias
        fields = ("text", "language")
        read_only_fields = fields


class VocabularySkillSerializer(serializers.ModelSerializer):
    theme = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    broader = serializers.SlugRelatedField(slug_field="slug", read_only=True, allow_null=True)
    aliases = SkillAliasSerializer(many=True, read_only=True)

    class Meta:
        model = Skill
        fields = ("slug", "name", "name_ur", "theme", "broader", "aliases")
        read_only_fields = fields


class PlaceSerializer(serializers.ModelSerializer):
    kind = serializers.CharField(read_only=True, help_text="territory, district or city")
    parent = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = Place
        fields = ("code", "kind", "name", "name_ur", "parent", "aliases")
        read_only_fields = fields
