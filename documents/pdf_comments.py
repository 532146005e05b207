"""What was said about a version's text, for the reader who asks to take it along? The last appendix of their PDF.

It is no part of what people sign: the PDF that everybody gets is the same, byte for byte, whatever was said.
"""

from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from documents import threads
from documents.models import Version
from documents.pdf import Appendix, Source
from documents.quoting import Texts
from documents.threads import Reader
from govsocial.core.templatetags.ui import in_words


def comments_read_by(user: Any) -> Source:
    """Return the source of the appendix with the conversations that `user` may read, and no other."""

    def comments(version: Version) -> Appendix:
        reader = Reader(version.document, user, Texts.of_version(version))
        shown = reader.shown(threads.of(version.document, user))
        said = _("With the comments that %(name)s may read, as of %(date)s. They are not part of what is signed.")
        return Appendix(
            heading=_("Comments"),
            template_name="documents/pdf/comments.html",
            context={"sections": [(heading, list(some)) for heading, some in groupby(shown, lambda one: one.section)]},
            state=said % {"name": user, "date": in_words(timezone.localdate())},
            tone="neutral",
        )

    return comments
