"""What do the pages share on which a document is started? The choice of a text to begin with."""

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from documents.beginning import Beginning
from govsocial.core.views import FormPage


class StartPage(FormPage):
    """A page that starts a document of `kind` in the organization that its address names."""

    kind = ""

    @cached_property
    def beginning(self) -> Beginning:
        said = self.request.POST if self.request.method == "POST" else self.request.GET
        return Beginning(self.kind, self.object, self.request.user, said)

    def form_again(self, data: Any) -> Any:
        """Return the form with what was typed so far, not judged yet."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.beginning.only_looks:
            return self.show(form=self.form_again(request.POST))
        return super().post(request, *args, **kwargs)

    def show(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        return super().show(status=status, beginning=self.beginning, **extra)

    def source(self) -> Any:
        """Return the version to begin with, or None; ValidationError when it cannot be read any more."""
        try:
            return self.beginning.source()
        except ValidationError:
            self.beginning.__dict__["chosen"] = None
            raise
