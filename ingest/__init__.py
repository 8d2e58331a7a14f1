"""From a mailbox to a task: polling, the steps, and when they run."""
