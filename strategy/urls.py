"""Addresses of strategies."""

from django.urls import path

from strategy import views

app_name = "strategy"
urlpatterns = [
    path("", views.StrategyList.as_view(), name="list"),
    path("start/<slug:organization>/", views.StrategyStart.as_view(), name="start"),
    path("<int:pk>/", views.StrategyHome.as_view(), name="strategy"),
]
