"""Lines and tables into plans, and each plan into its outline of headings and tasks."""
