"""What is attached inside PDF files (ISO 32000-2), and opening those that are locked."""
