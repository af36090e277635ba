"""Paging, all of it and nothing else: rules, tokens, walks and results, pure, without I/O."""
