"""What would help a profile most, in words. Each sentence is a pair for one need and for several."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from matching.enums import ProfileFact

FACTS = {
    ProfileFact.SKILLS: _("Skills"),
    ProfileFact.AVAILABILITY: _("When you could help"),
    ProfileFact.LANGUAGES: _("Languages you work in"),
    ProfileFact.MOTIVATION: _("What you would like to do"),
    ProfileFact.THEMES: _("Themes"),
    ProfileFact.PLACE: _("Your time zone"),
    ProfileFact.SENIORITY: _("Seniority"),
    ProfileFact.WORKS: _("Publications, patents, projects, talks"),
}

# Needs that would fit and do not fit now.
OPENS = {
    ProfileFact.SKILLS: ngettext_lazy(
        "%(n)s open need asks for skills and for nothing else that stands in your way. Say what you can do.",
        "%(n)s open needs ask for skills and for nothing else that stands in your way. Say what you can do.",
        "n",
    ),
    ProfileFact.AVAILABILITY: ngettext_lazy(
        "%(n)s more need would fit you at other times, with more hours or in another way of working.",
        "%(n)s more needs would fit you at other times, with more hours or in another way of working.",
        "n",
    ),
    ProfileFact.LANGUAGES: ngettext_lazy(
        "%(n)s more need would fit you if you also work in %(language)s well enough for it.",
        "%(n)s more needs would fit you if you also work in %(language)s well enough for them.",
        "n",
    ),
}

# Needs that fit already, ask about it and do not know.
ASKS = {
    ProfileFact.AVAILABILITY: ngettext_lazy(
        "%(n)s need that fits you asks when you could help and cannot see it yet.",
        "%(n)s needs that fit you ask when you could help and cannot see it yet.",
        "n",
    ),
    ProfileFact.LANGUAGES: ngettext_lazy(
        "%(n)s need that fits you asks for a language and does not know yours.",
        "%(n)s needs that fit you ask for a language and do not know yours.",
        "n",
    ),
    ProfileFact.MOTIVATION: ngettext_lazy(
        "%(n)s need that fits you cannot see whether you would like to do what it asks.",
        "%(n)s needs that fit you cannot see whether you would like to do what they ask.",
        "n",
    ),
    ProfileFact.THEMES: ngettext_lazy(
        "%(n)s need that fits you has a theme and does not know yours.",
        "%(n)s needs that fit you have a theme and do not know yours.",
        "n",
    ),
    ProfileFact.PLACE: ngettext_lazy(
        "%(n)s need that fits you cannot tell which working hours you would share.",
        "%(n)s needs that fit you cannot tell which working hours you would share.",
        "n",
    ),
    ProfileFact.SENIORITY: ngettext_lazy(
        "%(n)s need that fits you wishes for a seniority and does not know yours.",
        "%(n)s needs that fit you wish for a seniority and do not know yours.",
        "n",
    ),
    ProfileFact.WORKS: ngettext_lazy(
        "%(n)s need that fits you could be compared with works of yours; one or two are enough.",
        "%(n)s needs that fit you could be compared with works of yours; one or two are enough.",
        "n",
    ),
}
