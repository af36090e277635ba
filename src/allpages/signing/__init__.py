"""Signatures: requests signed for AWS, and signed requests verified for the local endpoint."""
