"""Transports: HTTP and the clock for both colours, and the scripted one for tests."""
