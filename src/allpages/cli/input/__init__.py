"""What the command line takes: arguments, flags, shorthand, values converted."""
