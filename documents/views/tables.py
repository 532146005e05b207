"""How do the small tables of a section stand on its page? As rows of inputs, whatever other tabs did meanwhile."""

from typing import Any

from django.utils.translation import gettext as _

from documents import actions
from documents.actions import StaleWriting
from documents.forms import INLINE_COLUMNS, RowForm, as_number, differences, input_name, languages_of
from documents.models import Row
from organizations.models import User


class Tables:
    """The tables of a section on its page: small ones as rows of inputs, the others as a list with links."""

    def __init__(self, page: Any, data: Any = None) -> None:
        self.page, self.data = page, data
        self.inline = {
            table.key: self._forms(table) for table in page.section.tables if len(table.columns) <= INLINE_COLUMNS
        }

    def _forms(self, table: Any) -> list[RowForm]:
        document = self.page.object
        rows = self.page.draft.rows.get(table.key, [])
        forms = [RowForm(document, table, row, self._sent(row), prefix=f"row-{row.pk}") for row in rows]
        forms += [RowForm(document, table, None, self.data, prefix=prefix) for prefix in self._orphans(table, rows)]
        if not table.seed_list or not rows:
            forms.append(RowForm(document, table, None, self.data, prefix=f"new-{table.key}"))
        return forms

    def _sent(self, row: Row) -> Any:
        """Return what was sent, or None where the page that was sent did not have this row yet: it is left alone."""
        return self.data if self.data is not None and f"row-{row.pk}-row_revision" in self.data else None

    def _orphans(self, table: Any, rows: list[Row]) -> list[str]:
        """Return the prefixes of rows on the page that was sent which somebody removed since."""
        if self.data is None:
            return []
        living = {f"row-{row.pk}" for row in rows}
        living |= {"row-" + self.data.get("then", "").removeprefix("remove:")}
        first = languages_of(table.columns[0])[0]
        tail = "-" + input_name(table.columns[0].key, first)
        sent = [name.removesuffix(tail) for name in self.data if name.startswith("row-") and name.endswith(tail)]
        return [prefix for prefix in sent if prefix not in living and not self._is_of_another(prefix)]

    def _is_of_another(self, prefix: str) -> bool:
        number = as_number(prefix.removeprefix("row-"))
        return number is None or Row.objects.filter(document=self.page.object, pk=number).exists()

    @property
    def all_forms(self) -> list[RowForm]:
        return [form for forms in self.inline.values() for form in forms]

    @property
    def sent(self) -> list[RowForm]:
        """Return the forms of the rows that were on the page that was sent."""
        return [form for form in self.all_forms if form.is_bound]

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.sent]  # every form shows its own errors, so none is skipped
        return all(valid)

    def save(self, by: User) -> None:
        """Save every row that changed; a new row only when something was typed into it."""
        for form in self.sent:
            if form.row is not None:
                actions.save_row(form.row, form.cells, by=by, expected_revision=form.seen)
            elif form.cleaned_data["row_revision"] is not None:
                raise StaleWriting(_("Somebody else removed a row while you were writing."), code="stale")
            elif not form.is_blank:
                actions.add_row(self.page.object, form.table.key, form.cells, by=by)

    def conflicts(self) -> list[dict[str, Any]]:
        """Return what is saved now where it differs from what was sent, and let the forms be sent again."""
        found: list[dict[str, Any]] = []
        for form in self.sent:
            row = Row.objects.filter(pk=form.row.pk).first() if form.row else None
            if row is not None:
                current = RowForm(self.page.object, form.table, row)
                found += differences(current, form)
            elif form.data.get(form.add_prefix("row_revision")):
                found.append({"question": form.table.row_label, "lang": "", "label": "", "text": ""})
            form.data[form.add_prefix("row_revision")] = row.revision if row else ""
        return found
