"""The one local server behind the course: Jupyter with JupyterLab and the no-code pages."""
