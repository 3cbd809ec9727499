"""Loads municipalities/data: sources (read) → checks (refuse) → identity (who is who) → load (write)."""
