"""What may the public ask? Which accounts are official."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from govsocial.core.access import PUBLIC
from govsocial.core.views import RuledView


class Root(RuledView):
    """The bare address: home for who is signed in, the public index for everybody else, in their language."""

    rule = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("reports:home" if request.user.is_authenticated else "registry:search"))
