"""The endpoint's side of the wire: requests read and routed, answers and errors written."""
