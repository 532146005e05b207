"""The verbs of writing: of the text (`writing`), of tables (`tables`), of a document's life and of its people."""

from documents.actions.attaching import attach, detach
from documents.actions.lifecycle import freeze, rename, restore, share_with_entity, start
from documents.actions.people import invite_writer, remove_writer
from documents.actions.recording import locked, touch, wrote_again
from documents.actions.tables import (
    RowChanged,
    add_row,
    add_rows,
    filled,
    move_row,
    remove_row,
    save_row,
    undo,
    undoable,
)
from documents.actions.writing import Collision, StaleWriting, Written, mark_section, save_section, write

__all__ = [
    "Collision",
    "RowChanged",
    "StaleWriting",
    "Written",
    "add_row",
    "add_rows",
    "attach",
    "detach",
    "filled",
    "freeze",
    "invite_writer",
    "locked",
    "mark_section",
    "move_row",
    "remove_row",
    "remove_writer",
    "rename",
    "restore",
    "save_row",
    "save_section",
    "share_with_entity",
    "start",
    "touch",
    "undo",
    "undoable",
    "write",
    "wrote_again",
]
