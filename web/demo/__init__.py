"""The demonstration: invented mails, a private mail server, and a claims office to receive them."""
