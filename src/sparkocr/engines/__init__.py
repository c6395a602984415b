"""What reads images: one module per engine, made by name in `factory`; a new engine goes here."""
