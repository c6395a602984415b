"""The engine ppocr: open PP-OCR models on ONNX Runtime, from finding lines to reading them."""
