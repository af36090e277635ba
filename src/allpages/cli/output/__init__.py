"""What the command line prints: forms, tables, progress, the terminal."""
