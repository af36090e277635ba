"""The command `allpages sweep` and its verbs."""
