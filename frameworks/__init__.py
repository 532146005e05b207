"""Policy packs: what a government's policy asks, in both languages, as data.

`frameworks.get("gc-2013")` gives a `Framework`; `frameworks.codes()` tells which there are.
"""

from frameworks.framework import Framework
from frameworks.loader import PackError, codes, get
from frameworks.outlines import Column, Field, Outline, Section
from frameworks.pack import Item
from frameworks.texts import Text

__all__ = ["Column", "Field", "Framework", "Item", "Outline", "PackError", "Section", "Text", "codes", "get"]
