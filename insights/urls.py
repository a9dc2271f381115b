from django.urls import path

from insights import views

app_name = "insights"

urlpatterns = [
    path("numbers/", views.numbers, name="numbers"),
    path("organisations/<slug:public_id>/standing/", views.standing, name="standing"),
]
