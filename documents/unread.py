"""What tells a person that others wrote in a document since they last read it, and what counts as reading?"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from documents import comments, rules, since
from documents.models import Document
from govsocial.core.declare import Panel, panels


@panels("document")
def written_since(document: Document, user: Any) -> Panel | None:
    """Return the sections that others wrote in since `user` marked the document as read; None where there are none."""
    if not rules.READ.allows(user, document):
        return None
    looked = since.last_look(document, user)
    unread = set(looked.unread(since.revisions(document))) if looked else set()
    sections = [section.heading for section in document.outline.sections if section.key in unread]
    if looked is None or not sections:
        return None
    url = f"{reverse('documents:compare', args=[document.pk])}?since=looked"
    told = {"sections": sections, "at": looked.at, "url": url}
    return Panel(_("Since you last read it"), "documents/_unread.html", told, order=10)


@comments.listen
def saw_what_they_speak_of(news: comments.News) -> None:
    """Who comments on a section has read it."""
    since.look_at_section(news.thread.document, news.thread.section, by=news.by)
