"""Pages of a PDF: the text that it carries, and the picture that it shows."""
