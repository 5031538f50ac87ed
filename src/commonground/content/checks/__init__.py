"""Checks of the content: one small function per rule, each yielding findings."""
