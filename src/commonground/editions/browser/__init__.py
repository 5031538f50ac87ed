"""The browser edition: the course as a folder of static files, with Python running in the page.

`site.build` makes the folder. What runs in the page is in `inside` (Python) and `page` (scripts and
styles); `packing` is run once at build time, by the very Python that will run in the page.
"""
