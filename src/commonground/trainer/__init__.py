"""Assessing trainers on nbgrader: strangers' notebooks graded apart from everything they could reach."""
