"""AWS's special cases: what its services want beyond their models."""
