"""hOCR: the text of pages as XHTML, by version 1.2 of its specification (http://kba.cloud/hocr-spec/1.2/)."""
