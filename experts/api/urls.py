"""Addresses of the expert's side in the API."""

from django.urls import path

from experts.api.views import ProfileView

urlpatterns = [path("profile/", ProfileView.as_view(), name="profile")]
