"""The looks of the course outside a notebook: page templates, printed and browser editions."""
