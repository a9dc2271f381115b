"""Matching over the API."""
