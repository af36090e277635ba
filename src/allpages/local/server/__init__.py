"""The endpoint's door: its ASGI application, its in-process transports, its controls and its console."""
