"""Who took a copy along? A line of the ledger for every download of a record by somebody who is signed in.

Open data is for everybody and leaves none; pages call `note` where they answer with a file.
"""

from typing import Any

from django.db import models
from django.http import HttpRequest

from govsocial.core import ledger

VERB = "document.exported"


def note(
    request: HttpRequest, subject: models.Model, *, form: str, language: str = "", version_sha: str = "", **more: Any
) -> None:
    """Record that the reader takes `subject` along as `form` ("pdf", "json", "csv", a file's type).

    `version_sha` names the bytes; `more` are plain facts without personal data. A HEAD request takes nothing along.
    """
    if request.method == "HEAD" or not request.user.is_authenticated:
        return
    details = {"format": form, **({"language": language} if language else {}), **more}
    ledger.record(VERB, subject=subject, by=request.user, version_sha=version_sha, details=details)
