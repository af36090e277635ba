"""Anything: every list and describe operation of every service, answered from its model with items that you seed."""
