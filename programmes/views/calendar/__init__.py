"""Pages of the academic calendar and of clusters."""
