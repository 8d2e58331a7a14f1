"""Takes mails and containers apart: `tree.walk` goes all the way down, the openers one level each."""
