"""Ratings by people: two raters, the rule that their scores pass, and the ways in which scores arrive."""
