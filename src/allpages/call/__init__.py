"""One call of one operation: planned, checked, decided, repeated, performed."""
