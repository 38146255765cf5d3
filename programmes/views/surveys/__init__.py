"""Surveys: answering one by its link, what the answers say, and writing one."""
