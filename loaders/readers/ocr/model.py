"""The recognition model: pictures of one text line → characters with confidences.

The weights are PP-OCR's (Apache-2.0), as the package `rapidocr` carries them; they are run with onnxruntime directly, because the
confidence and the place of every single character are needed.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime

HEIGHT = 48
"""Pixels of a line picture, as the model was trained."""
WIDTH_STEP = 16
BATCH_PIXELS = 6144
"""Width of all pictures of one batch together; bounds memory."""
LONGEST = 3200

Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class LineText:
    """The reading of one line picture: `letters[i]` stands at `places[i]` (share of the width) with `confidences[i]`."""

    letters: str
    places: tuple[float, ...]
    confidences: tuple[float, ...]


class Model:
    """One session of the recognition model; made in the process that uses it."""

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1)
        options.log_severity_level = 3
        # waiting threads would burn the cores that other files are read on
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(_weights()), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name
        letters = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._letters = ["", *letters, " "]

    def read(self, pictures: Sequence[Grey]) -> list[LineText]:
        """The texts of the pictures (grey, any height), in their order."""
        scaled = [_scaled(picture) for picture in pictures]
        order = sorted(range(len(scaled)), key=lambda i: scaled[i].shape[1])
        texts: list[LineText] = [LineText("", (), ())] * len(scaled)
        while order:
            batch = _batch(order, scaled)
            for number, text in zip(batch, self._run([scaled[i] for i in batch]), strict=True):
                texts[number] = text
        return texts

    def _run(self, pictures: list[Grey]) -> list[LineText]:
        width = -(-max(picture.shape[1] for picture in pictures) // WIDTH_STEP) * WIDTH_STEP
        values = np.zeros((len(pictures), 3, HEIGHT, width), np.float32)
        for row, picture in enumerate(pictures):
            values[row, :, :, : picture.shape[1]] = picture.astype(np.float32) / 127.5 - 1.0
        chances = self._session.run(None, {self._input: values})[0]
        best = chances.argmax(axis=2)
        sure = chances.max(axis=2)
        return [
            self._decoded(best[row], sure[row], picture.shape[1] / width)
            for row, picture in enumerate(pictures)
        ]

    def _decoded(self, best: npt.NDArray[np.int64], sure: npt.NDArray[np.float32], share: float) -> LineText:
        """Connectionist decoding: repeats are one letter, blanks part letters."""
        new = np.concatenate(([True], best[1:] != best[:-1])) & (best != 0)
        steps = np.flatnonzero(new)
        letters, places, confidences = [], [], []
        for step in steps:
            end = step
            while end + 1 < len(best) and best[end + 1] == best[step]:
                end += 1
            letters.append(self._letters[best[step]])
            places.append(min(1.0, ((step + end + 1) / 2) / len(best) / share))
            confidences.append(float(sure[step : end + 1].max()))
        return LineText("".join(letters), tuple(places), tuple(confidences))


def _weights() -> Path:
    found = importlib.util.find_spec("rapidocr")
    assert found is not None and found.submodule_search_locations
    folder = Path(next(iter(found.submodule_search_locations))) / "models"
    return sorted(folder.glob("*_rec_*.onnx"))[-1]


def _scaled(picture: Grey) -> Grey:
    height, width = picture.shape
    wanted = min(LONGEST, max(8, round(width * HEIGHT / height)))
    method = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (wanted, HEIGHT), interpolation=method), np.uint8)


def _batch(order: list[int], scaled: list[Grey]) -> list[int]:
    """Take from the front of `order` (narrow ones first) what fits one batch."""
    batch: list[int] = []
    while order:
        width = -(-scaled[order[0]].shape[1] // WIDTH_STEP) * WIDTH_STEP
        if batch and (len(batch) + 1) * width > BATCH_PIXELS:
            break
        batch.append(order.pop(0))
    return batch
