"""Tables that the analyst lessons begin with, made from the synthetic county.

Only what is not the subject of a lesson stands here; what a learner is there to learn stands in the lesson.
"""
