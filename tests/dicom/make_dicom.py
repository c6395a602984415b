"""DICOM files for tests: any array as pixels, in any transfer syntax that something encodes."""

import io
import warnings

import numpy as np
import PIL.Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID

EXPLICIT, IMPLICIT, BIG_ENDIAN = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2", "1.2.840.10008.1.2.2"
DEFLATED, RLE = "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.5"
JPEG_BASELINE, JPEG_LS, JPEG_LS_NEAR = ("1.2.840.10008.1.2.4." + number for number in ("50", "80", "81"))
JPEG_2000_LOSSLESS, JPEG_2000 = "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"
NATIVE = (IMPLICIT, EXPLICIT, BIG_ENDIAN, DEFLATED)
SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"


def header(**fields):
    """A header without pixels."""
    made = Dataset()
    made.SOPClassUID, made.SOPInstanceUID = SECONDARY_CAPTURE, "2.25.1"
    made.PatientName, made.PatientID, made.Modality = "Doe^Jane", "4711", "OT"
    for keyword, value in fields.items():
        setattr(made, keyword, value)
    return made


def saved(dataset, syntax=EXPLICIT):
    """Write a header as a file."""
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = UID(syntax)
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dataset.save_as(file, enforce_file_format=True)
    return file.getvalue()


def dicom(*frames, syntax=EXPLICIT, photometric="", bits=None, planar=0, codes=None, **fields):
    """Write frames as a file.

    Integers or floats; shape (rows, columns) or (rows, columns, 3). `codes` are code streams in place of encoding them.
    """
    first = np.asarray(frames[0])
    made = header(**fields)
    made.Rows, made.Columns = first.shape[:2]
    made.SamplesPerPixel = 1 if first.ndim == 2 else first.shape[2]
    made.PhotometricInterpretation = photometric or ("MONOCHROME2" if first.ndim == 2 else "RGB")
    if first.ndim > 2:
        made.PlanarConfiguration = planar
    if len(frames) > 1:
        made.NumberOfFrames = len(frames)
    is_float = first.dtype.kind == "f"
    made.BitsAllocated = 1 if bits == 1 else 8 * first.dtype.itemsize
    if not is_float:
        made.BitsStored = bits or made.BitsAllocated
        made.HighBit = made.BitsStored - 1
        made.PixelRepresentation = int(first.dtype.kind == "i")
    stored = [np.moveaxis(frame, -1, 0) if planar else np.asarray(frame) for frame in frames]
    if codes is not None:
        made.add_new(0x7FE00010, "OB", encapsulate(codes))
        made["PixelData"].is_undefined_length = True
        return saved(made, syntax)
    if syntax == JPEG_BASELINE:
        return dicom(
            *frames,
            syntax=syntax,
            photometric=_jpeg_photometric(first),
            codes=[_jpeg(frame) for frame in frames],
            **fields,
        )
    order = ">" if syntax == BIG_ENDIAN else "<"
    data = b"".join(frame.astype(frame.dtype.newbyteorder(order)).tobytes() for frame in stored)
    if bits == 1:
        data = np.packbits(np.concatenate([frame.ravel() for frame in stored]), bitorder="little").tobytes()
    data += b"\0" * (len(data) % 2)
    if is_float:
        made.add_new(
            0x7FE00008 if first.dtype.itemsize == 4 else 0x7FE00009, "OF" if first.dtype.itemsize == 4 else "OD", data
        )
    else:
        made.add_new(0x7FE00010, "OB" if made.BitsAllocated <= 8 else "OW", data)
    if syntax in NATIVE:
        return saved(made, syntax)
    saved(made)
    plugin = "pyjpegls" if syntax in {JPEG_LS, JPEG_LS_NEAR} else "pylibjpeg"
    options = {JPEG_LS_NEAR: {"jls_error": 2}, JPEG_2000: {"j2k_cr": [5]}}.get(syntax, {})
    made.compress(UID(syntax), encoding_plugin=plugin, generate_instance_uid=False, **options)
    return saved(made, syntax)


def _jpeg_photometric(frame):
    return "MONOCHROME2" if frame.ndim == 2 else "YBR_FULL_422"


def _jpeg(frame):
    file = io.BytesIO()
    PIL.Image.fromarray(frame).save(file, "JPEG", quality=95, subsampling="4:2:2")
    return file.getvalue()


def noise(shape, low, high, dtype, seed=0):
    """Values that differ from pixel to pixel."""
    return np.random.default_rng(seed).integers(low, high, shape, dtype=dtype, endpoint=True)


def ramp(shape, low, high, dtype, seed=0):
    """Values from the whole range that a code can make smaller."""
    steps = np.arange(np.prod(shape)).reshape(shape) + 7 * seed
    return (low + steps * 13 % (high - low + 1)).astype(dtype)
