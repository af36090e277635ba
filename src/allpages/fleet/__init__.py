"""The fleet: any operation over all accounts and regions, killed and gone on with, proved complete."""
