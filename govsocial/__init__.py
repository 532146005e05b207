"""govsocial: governing official government social media accounts."""

from govsocial.celery import app as celery_app

__all__ = ["celery_app"]
