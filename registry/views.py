"""What may the public ask? Which accounts are official, whether this one is, and all of it as data. No sign-in."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, urlencode
from django.utils.translation import gettext as _

from accounts.models import OfficialAccount
from govsocial.core.access import PUBLIC
from govsocial.core.views import Listing, Page, RuledView
from registry import listing, open_data
from registry.forms import Browse
from registry.shown import equivalent_of, row_of, state_of
from registry.verification import verify


class Root(RuledView):
    """The bare address: home for who is signed in, the public index for everybody else, in their language."""

    rule = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("reports:home" if request.user.is_authenticated else "registry:search"))


class Chosen(RuledView):
    """What pages and files of the index share: the choices in the address, and the accounts that they leave."""

    rule = PUBLIC

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        organizations, platforms, self.withdrawn = listing.choices()
        self.form = Browse(request.GET, organizations=organizations, platforms=platforms)
        self.chosen = self.form.chosen()

    def rows(self) -> QuerySet[OfficialAccount]:
        narrowed = {name: value for name, value in self.chosen.items() if name != "q"}
        return listing.accounts(words=self.chosen.get("q", ""), **narrowed)


class Search(Chosen, Listing):
    """The front door: “Is this account official?”, then the whole index to browse (§4.2(f))."""

    template_name = "registry/account_list.html"
    order = listing.ORDER

    def show(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        data = f"?{urlencode(self.chosen)}" if self.chosen else ""
        return super().show(
            status=status,
            form=self.form,
            is_narrowed=bool(self.chosen),
            withdrawn=self.withdrawn,
            words=self.chosen.get("q", ""),
            columns=[_("Account"), _("Platform"), _("Organization"), _("Language"), _("State"), _("Equivalent")],
            table=[row_of(account) for account in extra["rows"]],
            csv_url=reverse("registry:csv") + data,
            json_url=reverse("registry:json") + data,
            date_modified=listing.changed_at(),
            **extra,
        )


class Verify(Page):
    """The answer about one address or username: yes, was until, no, or not known. Words go on to the search."""

    rule = PUBLIC
    template_name = "registry/verify.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = request.GET.get("q", "").strip()
        if not text:
            return self.show(q="")
        answer = verify(text)
        if answer.asked.is_word and not answer.accounts:
            return HttpResponseRedirect(f"{reverse('registry:search')}?{urlencode({'q': text})}")
        columns = [_("Account"), _("Platform"), _("Organization"), _("Language"), _("State"), _("Equivalent")]
        tables = {name: [row_of(account) for account in getattr(answer, name)] for name in ("accounts", "near")}
        left_on = listing.left_on(answer.asked.platform) if answer.why == "platform_not_listed" else None
        return self.show(q=text, verdict=answer, columns=columns, tables=tables, left_on=left_on)


class Account(Page):
    """The permanent page of one account: still there, and still saying “closed”, after the account is gone.

    So it is after its platform’s pre-review was withdrawn: the page says that it left the index, when and why (G061).
    """

    rule = PUBLIC
    model = OfficialAccount
    template_name = "registry/account_detail.html"

    def rows(self) -> QuerySet[OfficialAccount]:
        found = OfficialAccount.objects.listed() | OfficialAccount.objects.off_index()
        return found.select_related(*listing.SHOWN_WITH)

    def context(self) -> dict[str, Any]:
        account: OfficialAccount = self.object
        return {
            "state": state_of(account),
            "equivalent": equivalent_of(account),
            "is_closed": account.state == "closed",
            "left_on": None if account.platform.is_pre_reviewed else listing.left_on(account.platform),
            "handle": account.handle.lstrip("@"),
            "verify_url": reverse("registry:verify"),
            "breadcrumbs": [
                {"label": _("Index of official accounts"), "url": reverse("registry:search")},
                {"label": account.name},
            ],
            "date_modified": account.state_changed_at,
        }


class DataFile(Chosen):
    """The index as a file, as narrowed in the address; unchanged answers cost nothing (ETag, Last-Modified)."""

    content_type: ClassVar[str]
    file_name: ClassVar[str]

    def get(self, request: HttpRequest) -> HttpResponse:
        changed_at = listing.changed_at()
        etag = listing.etag(self.file_name, request.LANGUAGE_CODE, sorted(self.chosen.items()))
        seconds = int(changed_at.timestamp()) if changed_at else None
        response = get_conditional_response(request, etag, seconds) or self.answer(changed_at)
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "public, max-age=300"
        if changed_at:
            response.headers["Last-Modified"] = http_date(seconds)
        return response

    def answer(self, changed_at: datetime | None) -> HttpResponse:
        response = StreamingHttpResponse(self.pieces(changed_at), content_type=self.content_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{self.file_name}"'
        return response

    def pieces(self, changed_at: datetime | None) -> Any:
        raise NotImplementedError


class Csv(DataFile):
    """The index for a spreadsheet."""

    content_type = "text/csv; charset=utf-8"
    file_name = "official-accounts.csv"

    def pieces(self, changed_at: datetime | None) -> Any:
        return open_data.as_csv(self.rows().order_by(*listing.ORDER), site=settings.SITE_URL)


class Json(DataFile):
    """The index for a program."""

    content_type = "application/json"
    file_name = "official-accounts.json"

    def pieces(self, changed_at: datetime | None) -> Any:
        stamp = changed_at.isoformat() if changed_at else ""
        return open_data.as_json(self.rows().order_by(*listing.ORDER), site=settings.SITE_URL, changed_at=stamp)
