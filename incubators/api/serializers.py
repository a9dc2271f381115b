"""Shapes of organisations and needs in the API."""

from collections.abc import Iterable
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from incubators.enums import Importance
from incubators.forms.fields import FIRST_DAY, LAST_DAY
from incubators.labels import CATEGORIES, CLOSING_REASONS, IMPORTANCES, choices_from
from incubators.models import Facility, Need, NeedSkill, Organisation, Venture
from incubators.selectors.needs import may_read_counterpart
from incubators.services import SkillAsk, Terms
from programmes.labels import MODES
from programmes.models import Programme
from taxonomy.enums import LANGUAGE_CODES
from taxonomy.labels import CEFR_LEVELS, SENIORITIES
from taxonomy.models import Place, Skill, Theme


class FacilitySerializer(serializers.ModelSerializer):
    """Something that a visiting expert can use."""

    kind = serializers.CharField(read_only=True)
    place = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = Facility
        fields = (
            "public_id",
            "kind",
            "name",
            "description",
            "place",
            "available_from",
            "available_to",
            "capacity",
        )
        read_only_fields = fields


class VentureSerializer(serializers.ModelSerializer):
    """What everybody may read of a venture; who leads it is not here, whoever asks."""

    stage = serializers.CharField(read_only=True)
    themes = serializers.SlugRelatedField(slug_field="slug", read_only=True, many=True)

    class Meta:
        model = Venture
        fields = ("public_id", "name", "stage", "themes", "about", "founded_on", "website")
        read_only_fields = fields


class NamedVentureSerializer(serializers.ModelSerializer):
    """The venture of a need, in short."""

    class Meta:
        model = Venture
        fields = ("public_id", "name")
        read_only_fields = fields


class OrganisationSerializer(serializers.ModelSerializer):
    place = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    kind = serializers.CharField(read_only=True)
    sector = serializers.CharField(read_only=True)
    n_open_needs = serializers.IntegerField(read_only=True)
    parent = serializers.SerializerMethodField(help_text="Public id of a verified organisation above it.")
    facilities = FacilitySerializer(many=True, read_only=True)
    ventures = VentureSerializer(many=True, read_only=True)

    class Meta:
        model = Organisation
        fields = (
            "public_id",
            "name",
            "name_ur",
            "kind",
            "sector",
            "state",
            "place",
            "country",
            "website",
            "about",
            "language",
            "n_open_needs",
            "parent",
            "facilities",
            "ventures",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_parent(self, organisation: Organisation) -> str | None:
        parent = organisation.parent
        return parent.public_id if parent is not None and parent.is_verified else None


class HostSerializer(serializers.ModelSerializer):
    """The organisation of a need, in short."""

    class Meta:
        model = Organisation
        fields = ("public_id", "name", "name_ur")
        read_only_fields = fields


class NeedSkillSerializer(serializers.ModelSerializer):
    skill = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    importance = serializers.CharField(read_only=True, help_text="must or should")

    class Meta:
        model = NeedSkill
        fields = ("skill", "importance", "least_level", "rank")
        read_only_fields = fields


class NeedSerializer(serializers.ModelSerializer):
    """A need as its reader may see it."""

    organisation = HostSerializer(read_only=True)
    programme = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    venture = NamedVentureSerializer(read_only=True, allow_null=True)
    category = serializers.CharField(read_only=True)
    mode = serializers.CharField(read_only=True)
    place = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    least_language_level = serializers.CharField(read_only=True)
    least_seniority = serializers.CharField(read_only=True)
    themes = serializers.SlugRelatedField(slug_field="slug", read_only=True, many=True)
    skills = NeedSkillSerializer(many=True, read_only=True)
    counterpart = serializers.SerializerMethodField(
        help_text="A person: empty unless you are a member of the organisation or of the ministry."
    )
    counterpart_role = serializers.SerializerMethodField(help_text="Their post, shown to the same readers.")

    class Meta:
        model = Need
        fields = (
            "public_id",
            "state",
            "version",
            "organisation",
            "programme",
            "venture",
            "category",
            "title",
            "purpose",
            "deliverable",
            "counterpart",
            "counterpart_role",
            "language",
            "mode",
            "place",
            "starts_on",
            "ends_on",
            "hours_per_week",
            "weeks",
            "seats",
            "working_languages",
            "least_language_level",
            "least_seniority",
            "themes",
            "sdgs",
            "skills",
            "opened_at",
        )
        read_only_fields = fields

    @extend_schema_field(str)
    def get_counterpart(self, need: Need) -> str:
        return need.counterpart if may_read_counterpart(need, self.context["request"].user) else ""

    @extend_schema_field(str)
    def get_counterpart_role(self, need: Need) -> str:
        return need.counterpart_role if may_read_counterpart(need, self.context["request"].user) else ""


class SkillAskSerializer(serializers.Serializer):
    """A skill that is asked for; the rank is its position in the list."""

    skill = serializers.SlugField(max_length=80)
    importance = serializers.ChoiceField(choices=choices_from(IMPORTANCES))
    least_level = serializers.IntegerField(min_value=1, max_value=4, default=2)


class NeedWriteSerializer(serializers.Serializer):
    """Terms of reference: all of them may be left out of a draft but title, category and programme."""

    programme = serializers.SlugRelatedField(
        slug_field="slug", queryset=Programme.objects.filter(is_open=True)
    )
    venture = serializers.SlugRelatedField(
        slug_field="public_id", queryset=Venture.objects.none(), allow_null=True, required=False
    )
    category = serializers.ChoiceField(choices=choices_from(CATEGORIES))
    title = serializers.CharField(max_length=140)
    purpose = serializers.CharField(max_length=4000, allow_blank=True, required=False)
    deliverable = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    counterpart = serializers.CharField(max_length=160, allow_blank=True, required=False)
    counterpart_role = serializers.CharField(max_length=160, allow_blank=True, required=False)
    language = serializers.ChoiceField(choices=["en", "ur"], required=False)
    mode = serializers.ChoiceField(choices=choices_from(MODES), required=False)
    place = serializers.SlugRelatedField(
        slug_field="code", queryset=Place.objects.all(), allow_null=True, required=False
    )
    starts_on = serializers.DateField(
        allow_null=True,
        required=False,
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )
    ends_on = serializers.DateField(
        allow_null=True,
        required=False,
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )
    hours_per_week = serializers.IntegerField(min_value=1, max_value=60, required=False)
    weeks = serializers.IntegerField(min_value=1, max_value=104, required=False)
    seats = serializers.IntegerField(min_value=1, max_value=50, required=False)
    working_languages = serializers.ListField(
        child=serializers.ChoiceField(choices=LANGUAGE_CODES), max_length=20, required=False
    )
    least_language_level = serializers.ChoiceField(choices=choices_from(CEFR_LEVELS), required=False)
    least_seniority = serializers.ChoiceField(
        choices=choices_from(SENIORITIES), allow_blank=True, required=False
    )
    themes = serializers.ListField(child=serializers.SlugField(max_length=60), max_length=20, required=False)
    sdgs = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=17), max_length=17, required=False
    )
    skills = SkillAskSerializer(many=True, max_length=24, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "request" in self.context:
            self.fields["venture"].queryset = Venture.objects.visible_to(self.context["request"].user)

    def validate_themes(self, slugs: list[str]) -> list[Theme]:
        themes = Theme.objects.in_bulk(slugs, field_name="slug")
        _refuse_unknown(slugs, themes)
        return list(themes.values())

    def validate_skills(self, rows: list[dict[str, Any]]) -> list[SkillAsk]:
        slugs = [row["skill"] for row in rows]
        skills = Skill.objects.in_bulk(slugs, field_name="slug")
        _refuse_unknown(slugs, skills)
        return [
            SkillAsk(skills[row["skill"]], Importance(row["importance"]), row["least_level"]) for row in rows
        ]

    def terms(self) -> Terms:
        """What was given, as the services take it."""
        given = self.validated_data
        return Terms(**{name: given[name] for name in Terms.__annotations__ if name in given})

    def asks(self) -> list[SkillAsk] | None:
        """The list of skills, or None when none was given."""
        return self.validated_data.get("skills")


class NeedDraftSerializer(NeedWriteSerializer):
    """The terms of a new draft, and for which of your organisations."""

    organisation = serializers.SlugRelatedField(slug_field="public_id", queryset=Organisation.objects.none())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "request" in self.context:
            visible = Organisation.objects.visible_to(self.context["request"].user)
            self.fields["organisation"].queryset = visible


class NoteSerializer(serializers.Serializer):
    """Words beside a step."""

    note = serializers.CharField(max_length=2000, allow_blank=True, required=False, default="")


class ClosingSerializer(NoteSerializer):
    """Why a need is given up: a reason is wanted once it was published, a note with the reason "other"."""

    reasons = serializers.ListField(
        child=serializers.ChoiceField(choices=choices_from(CLOSING_REASONS)), max_length=1, required=False
    )


def _refuse_unknown(slugs: Iterable[str], known: dict[str, Any]) -> None:
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        raise serializers.ValidationError(
            _("Not in the vocabulary: %(slugs)s") % {"slugs": ", ".join(unknown)}
        )
