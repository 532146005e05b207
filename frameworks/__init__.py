"""Policy packs: what a government's policy asks, in both languages, as data.

`frameworks.get("gc-2013")` gives a `Framework`; `frameworks.codes()` tells which there are.
"""

from .loader import PackError, codes, get
from .outlines import Column, Field, Outline, Section
from .pack import Framework, Item
from .texts import Text

__all__ = ["Column", "Field", "Framework", "Item", "Outline", "PackError", "Section", "Text", "codes", "get"]
