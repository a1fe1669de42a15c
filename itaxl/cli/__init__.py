"""Commands: words on a screen, nothing decided."""
