"""What stands beside a question of where its answer came from, and of what the register knows about it?"""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("documents/_carried.html")
def carried_mark(notes: Any, spot: Any, label: Any, row: Any = None) -> dict[str, Any]:
    """The mark of an answer or row that was copied and not reviewed, or that the register filled in."""
    marks = notes.get("carried") if notes else None
    origin = marks.get(str(spot)) if marks else None
    return {"origin": origin, "spot": spot, "label": label, "is_filled": getattr(row, "source", "") == "prefilled"}


@register.inclusion_tag("documents/_fill.html")
def fill_offer(notes: Any, key: str) -> dict[str, Any]:
    """What the register knows about a question, with the button that puts it into the answer."""
    fills = notes.get("fills") if notes else None
    return {"fill": fills.get(key) if fills else None}
