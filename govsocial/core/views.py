"""What is a page? A class with a rule: it loads its object through what the user may see, then asks the rule.

A stranger to an object gets 404, a person who sees it but lacks the right gets 403, and a page without a rule does not
start. No other base class of views is used in the project (ruff bans Django's own).
"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db import models
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views import View

from govsocial.core import keyset, refusals
from govsocial.core.access import Rule, require
from govsocial.core.kept import back_again, keep_and_sign_in, take_kept


class RuledView(View):
    """The one root of every page. Subclasses name `rule`, and `model` when the address names an object."""

    rule: Rule
    model: Any = None
    lookup: ClassVar[dict[str, str]] = {"pk": "pk"}
    object: Any = None

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        if not isinstance(initkwargs.get("rule", getattr(cls, "rule", None)), Rule):
            raise ImproperlyConfigured(f"{cls.__module__}.{cls.__name__} names no rule.")
        view: Any = super().as_view(**initkwargs)
        view.rule = initkwargs.get("rule") or cls.rule
        return view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.rule.needs_sign_in and not request.user.is_authenticated:
            return keep_and_sign_in(request)
        try:
            self.object = self.load()
            require(request.user, self.rule, self.subject())
            return super().dispatch(request, *args, **kwargs)
        except (PermissionDenied, Http404) as error:
            refusals.note(self, error)
            raise

    def rows(self) -> models.QuerySet:
        """Return what may be loaded at all: the rows of `model` that this user sees."""
        return self.model._default_manager.visible_to(self.request.user)

    def load(self) -> Any:
        """Return the object that the address names, or None; 404 when it is not among `rows()`."""
        names = {field: self.kwargs[kwarg] for field, kwarg in self.lookup.items() if kwarg in self.kwargs}
        return get_object_or_404(self.rows(), **names) if self.model is not None and names else None

    def subject(self) -> Any:
        """Return what the rule is asked about: the object, unless a page says otherwise."""
        return self.object

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 405 with a page in the reader's language instead of Django's blank one."""
        refused = super().http_method_not_allowed(request, *args, **kwargs)
        page = render(request, "400.html", status=405)
        page.headers["Allow"] = refused.headers["Allow"]
        return page


class Endpoint(RuledView):
    """What a page's script asks for: an answer in JSON, also when the session has run out or the right is missing."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.rule.needs_sign_in and not request.user.is_authenticated:
            answer = JsonResponse({"signed_in": False, "sign_in": self.sign_in_url()}, status=401)
            add_never_cache_headers(answer)
            return answer
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            return JsonResponse({"allowed": False}, status=403)

    def sign_in_url(self) -> str:
        """Return where to sign in: in another window, so that the page with the text stays."""
        return resolve_url(settings.LOGIN_URL)


class Page(RuledView):
    """A page that shows something. `context()` gives the template what it needs."""

    template_name: str = ""

    def context(self) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show()

    def show(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        """Render the template with the object, the page's context and `extra`."""
        context = {"object": self.object, "view": self, **self.context(), **extra}
        return render(self.request, self.template_name, context, status=status)


class Listing(Page):
    """A list of any length, one page at a time, by keyset. `order` ends in a unique field."""

    order: tuple[str, ...] = ("pk",)
    page_size = 50

    def rows(self) -> models.QuerySet:
        return super().rows()

    def load(self) -> Any:
        return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = {name: request.GET.get(name, "") for name in ("after", "before")}
        page = keyset.page(self.rows(), order=self.order, size=self.page_size, **asked)
        return self.show(
            rows=page.rows,
            newer_url=self.turned("before", page.newer),
            older_url=self.turned("after", page.older),
        )

    def turned(self, name: str, cursor: str) -> str:
        """Return this page's address with its filters and another cursor, or "" without one."""
        if not cursor:
            return ""
        query = self.request.GET.copy()
        query.pop("after", None)
        query.pop("before", None)
        query[name] = cursor
        return f"?{query.urlencode()}"


class FormPage(Page):
    """A page with a form. What was typed is shown again whatever goes wrong, even an expired session."""

    form_class: Any = None
    done: Any = ""

    def form(self, data: Any = None, files: Any = None) -> BaseForm:
        """Return the form, bound to `data` when there is some."""
        return self.form_class(data, files, **self.form_arguments())

    def form_arguments(self) -> dict[str, Any]:
        return {}

    def perform(self, form: Any) -> str:
        """Do what the form asks and return the address to go to; a ValidationError is shown on the form."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = take_kept(request)
        if kept is None:
            return self.show(form=self.form())
        messages.warning(request, back_again(request))
        return self.show(form=self.form(kept))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if form.is_valid():
            try:
                address = self.perform(form)
            except ValidationError as error:
                refusals.note(self, error)
                form.add_error(None, error)
            else:
                if self.done:
                    messages.success(request, self.done)
                return HttpResponseRedirect(address)
        return self.show(form=form, has_errors=True, status=422)


class Act(RuledView):
    """A button: one action on POST, one message, and back to a page."""

    http_method_names = ["post", "options"]
    done: Any = ""

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead who pressed the button without a session, and has just signed in, back to the page of the button."""
        if request.method == "GET" and take_kept(request) is not None:
            messages.warning(request, _("You had been signed out, so nothing was changed. Press the button again."))
            return HttpResponseRedirect(self.back())
        return super().http_method_not_allowed(request, *args, **kwargs)

    def perform(self) -> None:
        raise NotImplementedError

    def back(self) -> str:
        """Return the address to go to afterwards, done or refused."""
        return self.object.get_absolute_url()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.perform()
        except ValidationError as error:
            refusals.note(self, error)
            for message in error.messages:
                messages.error(request, message)
        else:
            if self.done:
                messages.success(request, self.done)
        return HttpResponseRedirect(self.back())
