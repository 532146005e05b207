"""Who may open a sign-in account? Only who was invited: public sign-up is closed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation
from django.utils.translation import gettext_lazy as _


class InvitedOnly(DefaultAccountAdapter):
    """allauth's behaviour, with sign-up closed and people sent to the pages of their own language."""

    # In our own words: allauth's French says « e-mail », and the rest of the product « adresse courriel ».
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail address and this password do not go together."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        with translation.override(request.user.language):
            return super().get_login_redirect_url(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        person = context.get("user")
        language = getattr(person, "language", None) or translation.get_language()
        if "password_reset_url" in context:
            # The link leads to the page in the language of the letter, not of whoever asked for it.
            context["password_reset_url"] = translate_url(context["password_reset_url"], language)
        with translation.override(language):
            super().send_mail(template_prefix, email, context)
