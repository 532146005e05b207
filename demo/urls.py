"""Addresses of the demo."""

from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("people/", views.People.as_view(), name="people"),
    path("people/confirm/", views.Confirm.as_view(), name="confirm"),
    path("people/<int:pk>/sign-in/", views.SignIn.as_view(), name="sign_in"),
]
