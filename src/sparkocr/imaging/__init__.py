"""Images as plain arrays: read files, change the pixel layout, threshold. No Spark."""
