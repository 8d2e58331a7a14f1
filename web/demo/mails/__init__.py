"""The sample mails, a module for each kind of sender or trouble; each function tells what must happen to its mail."""
