"""Addresses of review and decision."""

from django.urls import path

from approvals import views

app_name = "approvals"
urlpatterns = [
    path("<int:pk>/", views.Review.as_view(), name="document"),
    path("<int:pk>/sign-off/<slug:area>/", views.SignOffPage.as_view(), name="sign_off"),
    path("<int:pk>/share/", views.Share.as_view(), name="share"),
    path("<int:pk>/unshare/", views.Unshare.as_view(), name="unshare"),
    path("<int:pk>/<slug:verb>/", views.MovePage.as_view(), name="move"),
]
