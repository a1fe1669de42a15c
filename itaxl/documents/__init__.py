"""An agency's own report, Word or plain text, as cells: a row per paragraph or table row."""
