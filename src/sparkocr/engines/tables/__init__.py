"""Tables of images: where they are, how their cells lie, and what is in them."""
