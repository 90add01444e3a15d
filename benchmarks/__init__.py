"""Every figure that the product claims, each beside its reference measured in the same run: `python -m benchmarks`.

References: H is a bare Textual application (header, static, footer) to its first full frame; T a stock `DataTable` of
100 rows. Machines are shared and noisy: ratios count, and medians.
"""
