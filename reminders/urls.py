"""Addresses of notices."""

from django.urls import path

from reminders import views

app_name = "reminders"
urlpatterns = [
    path("", views.Notices.as_view(), name="notices"),
    path("read/", views.ReadAll.as_view(), name="read_all"),
    path("<int:pk>/read/", views.Read.as_view(), name="read"),
    path("mail/", views.Mail.as_view(), name="mail"),
    path("mail/<int:pk>/send-again/", views.SendAgain.as_view(), name="send_again"),
]
