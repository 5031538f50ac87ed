"""Plotly figures with one accessible template, a description in words and a table on request."""
