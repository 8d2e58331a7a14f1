"""Papers made up for learning what tells one type from another, and the program that learns it; not part of the distribution."""
