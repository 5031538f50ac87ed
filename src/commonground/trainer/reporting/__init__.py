"""What an assessed cohort comes to, as pages and tables: one set for the organization, one that names nobody."""
