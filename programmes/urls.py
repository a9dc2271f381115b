"""Addresses of programmes and agreements."""

from django.urls import include, path

from programmes.views import agreements, changing, policy, public

app_name = "programmes"

programme_patterns = [
    path("", public.programme_list, name="programme_list"),
    path("<slug:slug>/", public.programme, name="programme"),
    path("<slug:slug>/policy/", policy.policy, name="policy"),
    path("<slug:slug>/policy/<slug:section>/", policy.policy_section, name="policy_section"),
    path("<slug:slug>/about/", changing.about, name="about"),
    path("<slug:slug>/phases/", changing.phases, name="phases"),
    path("<slug:slug>/questions/", changing.questions, name="questions"),
    path("<slug:slug>/questions/<str:public_id>/retire/", changing.question_retire, name="question_retire"),
]

agreement_patterns = [
    path("", agreements.agreement_list, name="agreement_list"),
    path("new/", agreements.agreement_new, name="agreement_new"),
    path("<str:public_id>/", agreements.agreement, name="agreement"),
    path("<str:public_id>/document/", agreements.agreement_document, name="agreement_document"),
    path("<str:public_id>/renew/", agreements.agreement_renew, name="agreement_renew"),
]

urlpatterns = [
    path("programmes/", include(programme_patterns)),
    path("agreements/", include(agreement_patterns)),
]
