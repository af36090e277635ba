"""The reference of every operation, from its model: what `help()` shows, made when somebody asks."""
