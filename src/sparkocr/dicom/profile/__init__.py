"""Headers of DICOM files without identifiers: the Basic Profile of PS3.15, annex E, and strategies of one's own.

Nothing here knows how names are found in texts, or how other names are made: `replacing.Replacing` brings that along.
"""
