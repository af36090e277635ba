"""allpages pages through any AWS list or describe operation."""
