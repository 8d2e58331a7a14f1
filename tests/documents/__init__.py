"""The project's own set of claims papers with what stands on them, and how well reading does against it."""
