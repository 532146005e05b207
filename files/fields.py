"""How does a form take a file? With a field whose value is a checked file, and whose errors say what to do."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from files.checking.refusal import Refused
from files.keeping import Checked, inspect, too_large
from files.kinds import ACCEPT
from files.uploading import TooLarge


def _what_is_accepted() -> str:
    most = settings.FILE_MOST_BYTES // 1024**2
    return _("PDF, Word (.docx), Excel (.xlsx), OpenDocument text (.odt), PNG or JPEG. At most %(most)d MB.") % {
        "most": most
    }


what_is_accepted = lazy(_what_is_accepted, str)


class FileInput(forms.FileInput):
    """The browser's own chooser, which shows the accepted kinds first."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ACCEPT} | (attrs or {}))


class UploadField(forms.FileField):
    """A file that is judged by its content; `cleaned_data` holds a `Checked`, or None."""

    widget = FileInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", what_is_accepted())
        super().__init__(**kwargs)

    def to_python(self, data: Any) -> Checked | None:
        if isinstance(data, TooLarge):
            raise too_large()
        if data in self.empty_values:
            return None
        if not data.size:
            raise Refused("empty")
        return inspect(data.file, data.name or "")

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the checked file, or None where none was chosen and none is needed."""
        found = self.to_python(data)
        self.validate(found)
        return found
