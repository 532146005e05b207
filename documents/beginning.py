"""With what does a new document begin: blank, or with an approved text of this or another organization?

The choice stands on the page that starts the document: a short list, a search, and a look at what would be copied.
Nothing of it needs scripts, and its buttons lose nothing that was typed elsewhere on the page.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from documents import examples, travelling
from documents.models import Document, Version
from documents.travelling import Outlook, Target
from organizations.models import Organization

SOURCE, WORDS, SEARCHED = "source", "source_words", "source_searched"
#: Buttons that only show the page again.
LOOKS = {"search", "preview"}


class Beginning:
    """What a document of `kind` here may begin with, and what was chosen in `said` (a form's data or an address).

    With `document`, a draft that is there already, and the keys of its `sections` that are still to be filled.
    """

    def __init__(
        self,
        kind: str,
        organization: Organization,
        user: Any,
        said: Mapping[str, str],
        *,
        document: Document | None = None,
        sections: Sequence[str] | None = None,
    ) -> None:
        self.kind, self.organization, self.user, self.said = kind, organization, user, said
        self.document, self.sections = document, sections

    @property
    def words(self) -> str:
        return self.said.get(WORDS, "").strip()

    @property
    def only_looks(self) -> bool:
        """Say whether the page is only shown again: a look was asked for, or Enter was pressed in the search field."""
        return self.said.get("then") in LOOKS or self.words != self.said.get(SEARCHED, "").strip()

    @cached_property
    def chosen(self) -> Version | None:
        """Return the version that was chosen, None for a blank page."""
        found = examples.readable(self.said.get(SOURCE, ""), self.user)
        return found if found and found.document.kind == self.kind else None

    def source(self) -> Version | None:
        """Return the chosen version; ValidationError when one was named that cannot be read (any more)."""
        if self.said.get(SOURCE) and self.chosen is None:
            raise ValidationError(_("The text that you chose to start from is not shared any more. Choose another."))
        return self.chosen

    @cached_property
    def options(self) -> list[Version]:
        """Return the versions to choose from, the chosen one always among them."""
        found = examples.sources(self.kind, self.organization, words=self.words, but=self.document)
        if self.chosen is not None and self.chosen not in found:
            found = [self.chosen, *found]
        return found

    @property
    def is_open(self) -> bool:
        """Say whether the list is unfolded: something was looked for or chosen, or there is nothing else to choose."""
        return bool(self.words or self.chosen or self.document)

    @cached_property
    def preview(self) -> Outlook | None:
        """Return what would be copied, once a text was chosen."""
        if self.chosen is None:
            return None
        target = Target.of(self.document) if self.document else Target(self.kind, self.organization)
        return travelling.outlook(target, self.chosen, self.sections)
