"""What reads images: one module per engine, made by name in `factory`; a new engine goes here.

May import `document`, `pdf`, `imaging` and what they may, but not Spark. `entities` is to come beside it.
"""
