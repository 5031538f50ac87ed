"""Stands in front of the real `rfc3987_syntax`, which takes 1.5 to 2 seconds to import.

jsonschema imports that package only to check one string format (internationalised web addresses)
and goes on without it when the import fails. Nothing in the course uses the format, and every
kernel and every Jupyter command would wait for it, so the folder of this file is put first on the
search path of both (`commonground.server.environment`).
"""

raise ImportError("the course does without rfc3987_syntax, whose import is slow")
