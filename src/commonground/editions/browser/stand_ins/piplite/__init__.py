"""Stands in for the kernel's package installer: pages of the course install nothing.

The kernel sets two values on `piplite.piplite` when it starts, and asks for nothing else.
"""
