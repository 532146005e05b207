"""Files that people attach: checked by content, kept by hash, scanned, and served so that they cannot run."""
