"""The second engine: PP-OCRv6 (Baidu, Apache-2.0) by its weights, which come with rapidocr, in a loop of our own.

One network says where lines are, another what they say. It needs no language and no straight page, and errs a tenth as
often as Tesseract on poor scans.
"""
