"""A partnership to try: fictional schools and people, every state, one process to serve it."""
