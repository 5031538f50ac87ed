"""The programs that run inside the sandbox: the submission's kernel and the examiner.

They are started by path, alone in a folder, and import nothing of the course: what a stranger's
program can see there is this folder and Python.
"""
