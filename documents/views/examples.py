"""The page of approved texts that departments share, so that others can learn from them or begin with them."""

from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from documents import examples, rules
from documents.models import Document
from govsocial.core.views import Listing

BY_KIND = examples.Filter(
    "kind",
    gettext_lazy("Kind of document"),
    pgettext_lazy("kinds of document", "All"),
    lambda: [(kind.code, kind.label_plural) for kind in examples.kinds_shared()],
    lambda found, code: found.filter(kind=code),
)


class Examples(Listing):
    """Approved versions shared as examples, of every kind that can be (§4.1 note; §5)."""

    rule = rules.EXAMPLES
    model = Document
    template_name = "documents/examples.html"
    order = ("-effective_at", "-pk")

    def rows(self) -> Any:
        found = examples.matching(examples.shared(), self.asked("q"))
        for one in (BY_KIND, *examples.filters):
            if self.asked(one.name):
                found = one.narrow(found, self.asked(one.name))
        return found

    def asked(self, name: str) -> str:
        """Return what the address asks for, without what no list could hold."""
        return self.request.GET.get(name, "").replace("\0", "").strip()[:200]

    def context(self) -> dict[str, Any]:
        return {
            "q": self.asked("q"),
            "filters": [
                {**vars(one), "choices": one.choices(), "chosen": self.asked(one.name)}
                for one in (BY_KIND, *examples.filters)
            ],
            "is_narrowed": any(self.asked(name) for name in ("q", *(one.name for one in (BY_KIND, *examples.filters)))),
        }
