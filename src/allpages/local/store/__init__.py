"""What the endpoint remembers: an SQLite database, its tables, and the demo inventory."""
