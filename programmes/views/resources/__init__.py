"""The library: what programmes have made, for those it is for."""
