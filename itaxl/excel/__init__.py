"""The only room that knows an Excel library: reading, drawing, guarding."""
