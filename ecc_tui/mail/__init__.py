"""Mails: what they say, how they are laid out, and how they leave (product.md N2)."""
