"""Read text with the open PP-OCR models on ONNX Runtime."""
