from django.urls import path, register_converter

from accounts.enums import Purpose
from accounts.views import (
    calendars,
    data,
    notices,
    outbox,
    oversight,
    people,
    staff,
    tokens,
    units,
    working_calendar,
)

app_name = "accounts"


class PurposeConverter:
    """Only purposes that exist have an address."""

    regex = "|".join(Purpose)

    def to_python(self, value: str) -> Purpose:
        return Purpose(value)

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(PurposeConverter, "purpose")

urlpatterns = [
    path("settings/", people.own_settings, name="settings"),
    path("settings/consents/", people.consents, name="consents"),
    path("settings/consents/<purpose:purpose>/withdraw/", people.consent_withdraw, name="consent_withdraw"),
    path("settings/data/", data.own_data, name="data"),
    path("settings/data/export/", data.export, name="export"),
    path("settings/data/erase/", data.erase, name="erase"),
    path("settings/mails/", notices.notices, name="notices"),
    path("settings/calendar/", calendars.calendar, name="calendar"),
    path("settings/calendar/new/", calendars.calendar_create, name="calendar_create"),
    path("settings/calendar/end/", calendars.calendar_revoke, name="calendar_revoke"),
    path("fewer-mails/<str:token>/", notices.unsubscribe, name="unsubscribe"),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/new/", tokens.token_create, name="token_create"),
    path("settings/tokens/<slug:public_id>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("staff-invitations/<str:token>/", staff.staff_invitation, name="staff_invitation"),
    path("administration/units/", units.administration, name="administration"),
    path("administration/units/new/", units.unit_create, name="unit_create"),
    path("administration/units/<slug:public_id>/", units.unit, name="unit"),
    path("administration/units/<slug:public_id>/invite/", units.staff_invite, name="staff_invite"),
    path("administration/units/<slug:public_id>/posts/new/", units.post_create, name="post_create"),
    path("administration/posts/<slug:public_id>/end/", units.post_end, name="post_end"),
    path(
        "administration/invitations/<slug:public_id>/withdraw/",
        units.staff_invitation_withdraw,
        name="staff_invitation_withdraw",
    ),
    path("administration/second-factors/", oversight.factor_reset_list, name="factor_reset_list"),
    path("administration/second-factors/new/", oversight.factor_reset_request, name="factor_reset_request"),
    path(
        "administration/second-factors/<slug:public_id>/",
        oversight.factor_reset_decide,
        name="factor_reset_decide",
    ),
    path("administration/events/", oversight.account_event_list, name="account_event_list"),
    path("oversight/calendar/", working_calendar.working_calendar, name="working_calendar"),
    path("oversight/calendar/week/", working_calendar.working_week, name="working_week"),
    path("oversight/calendar/holidays/new/", working_calendar.holiday_new, name="holiday_new"),
    path("oversight/calendar/holidays/<slug:on>/", working_calendar.holiday, name="holiday"),
    path(
        "oversight/calendar/holidays/<slug:on>/call-off/",
        working_calendar.holiday_call_off,
        name="holiday_call_off",
    ),
    path("oversight/outbox/", outbox.outbox, name="outbox"),
    path("oversight/outbox/batches/<str:batch>/", outbox.outbox_batch, name="outbox_batch"),
    path("oversight/outbox/<uuid:key>/", outbox.outbox_mail, name="outbox_mail"),
    path("oversight/outbox/<uuid:key>/retry/", outbox.outbox_retry, name="outbox_retry"),
    path("administration/concerns/", oversight.concern_list, name="concern_list"),
    path("administration/concerns/<slug:public_id>/handle/", oversight.concern_handle, name="concern_handle"),
]
