"""The tasks of each module: rules in Python, words in YAML of the same name."""
