"""An organization of accounts: its tree, the roles in it and their sessions, and what its members hold."""
