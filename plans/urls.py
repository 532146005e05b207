"""Addresses of plans."""

from django.urls import path

from plans import views

app_name = "plans"
urlpatterns = [
    path("", views.PlanList.as_view(), name="list"),
    path("start/<slug:organization>/", views.PlanStart.as_view(), name="start"),
    path("sight/<int:pk>/", views.LineOfSight.as_view(), name="sight"),
    path("<int:pk>/", views.PlanHome.as_view(), name="plan"),
    path("<int:pk>/header/", views.PlanHeader.as_view(), name="header"),
    path("<int:pk>/strategy/", views.PlanStrategy.as_view(), name="rest_on_strategy"),
]
