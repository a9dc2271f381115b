from django.urls import path

from insights import views

app_name = "insights"

urlpatterns = [
    path("numbers/", views.numbers, name="numbers"),
    path("oversight/", views.oversight, name="oversight"),
    path("oversight/figures.<slug:kind>", views.oversight_export, name="oversight_export"),
    path("organisations/<slug:public_id>/standing/", views.standing, name="standing"),
]
