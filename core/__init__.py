"""The words of Claimpost as frozen values, its errors, its limits and its registry. Standard library only."""
