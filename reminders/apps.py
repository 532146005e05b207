"""Notices, mail and what falls due."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "reminders"
