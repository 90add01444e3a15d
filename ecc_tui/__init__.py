"""A terminal client for a cloud customer's whole life with a provider."""

__version__ = "0.1.0"
