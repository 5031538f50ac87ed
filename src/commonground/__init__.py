"""Common Ground: a course that people do, on sharing student data across public agencies."""
