"""The operations on accounts: Organizations, STS, Account, and the regions of EC2."""
