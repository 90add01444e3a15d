"""The words of the business and its rules: pure Python, no I/O."""
