"""Addresses of the public index, which stands at the root of each language."""

from django.urls import path

from registry import checkpoint_views, views

app_name = "registry"
urlpatterns = [
    path("", views.Search.as_view(), name="search"),
    path("verify/", views.Verify.as_view(), name="verify"),
    path("index/<int:pk>/", views.Account.as_view(), name="account"),
    path("index.csv", views.Csv.as_view(), name="csv"),
    path("ledger/", checkpoint_views.Checkpoints.as_view(), name="checkpoints"),
    path("ledger/checkpoints.json", checkpoint_views.CheckpointsJson.as_view(), name="checkpoints_json"),
    path("index.json", views.Json.as_view(), name="json"),
]
