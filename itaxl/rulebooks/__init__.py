"""What each fiscal year asks: data, and the code that loads it."""
