"""The command line: what checks, plans, runs and reports a command; one module per concern.

`options` and `checks` import nothing that takes time: a mistake is told before Spark or an engine is loaded.
"""
