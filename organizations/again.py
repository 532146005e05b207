"""On which page does somebody prove that it is still them? allauth's, which also knows the way back."""

from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.account.views import ReauthenticateView


class Again(ReauthenticateView):
    """The password once more, before a final decision (`core.confirming`)."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Only an address of this very site: what stands in the link is what the reader's address bar brought.
        return {**super().get_context_data(**kwargs), "back_url": get_next_redirect_url(self.request)}
