"""The site's addresses and one page more, which fails with a secret in its hands."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from govsocial.core.access import PUBLIC
from govsocial.core.routes import ruled
from govsocial.urls import handler400
from govsocial.urls import urlpatterns as whole

SECRET = "swordfish-in-a-local-variable"


def fails(request: HttpRequest) -> HttpResponse:
    password = SECRET
    raise RuntimeError(f"{password} {settings.SECRET_KEY}")


urlpatterns = [path("en/broken/", ruled(fails, PUBLIC)), path("fr/broken/", ruled(fails, PUBLIC)), *whole]

__all__ = ["handler400", "urlpatterns"]
