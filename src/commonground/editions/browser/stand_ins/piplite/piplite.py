"""See the package: the place for the two values that the kernel sets."""
