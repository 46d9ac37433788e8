"""What a bad camera, a scratched screen and a hurried hand do to a picture; seeded, so repeatable."""

from collections.abc import Callable, Mapping

import cv2
import numpy as np
from numpy.random import Generator

from tests.browser.decoders import Picture

Degradation = Callable[[Picture, Generator], Picture]


def clean(picture: Picture, chance: Generator) -> Picture:
    del chance
    return picture


def blur(picture: Picture, chance: Generator) -> Picture:
    return _pixels(cv2.GaussianBlur(picture, (0, 0), chance.uniform(1.0, 2.6)))


def noise(picture: Picture, chance: Generator) -> Picture:
    return _pixels(picture + chance.normal(0, chance.uniform(20, 60), picture.shape))


def low_contrast(picture: Picture, chance: Generator) -> Picture:
    faint = 110 + picture * chance.uniform(0.05, 0.3)
    return _pixels(faint + chance.normal(0, chance.uniform(4, 16), picture.shape))


def glare(picture: Picture, chance: Generator) -> Picture:
    height, width = picture.shape
    rows, columns = np.mgrid[0:height, 0:width]
    centre = chance.uniform(0.2, 0.8, 2) * (height, width)
    distance = np.hypot(rows - centre[0], columns - centre[1])
    spot = 255 * np.exp(-((distance / (chance.uniform(0.08, 0.18) * width)) ** 2))
    return _pixels(picture + spot)


def rotation(picture: Picture, chance: Generator) -> Picture:
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), chance.uniform(-45, 45), 0.7)
    return _pixels(cv2.warpAffine(picture, turn, (width, height), borderValue=255))


def perspective(picture: Picture, chance: Generator) -> Picture:
    height, width = picture.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners + chance.uniform(-0.12, 0.12, (4, 2)) * (width, height)
    warp = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    return _pixels(cv2.warpPerspective(picture, warp, (width, height), borderValue=255))


def small_scale(picture: Picture, chance: Generator) -> Picture:
    share = chance.uniform(0.25, 0.6)
    return _pixels(cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA))


STYLES: Mapping[str, Degradation] = {
    "clean": clean,
    "blur": blur,
    "noise": noise,
    "low contrast": low_contrast,
    "glare": glare,
    "rotation": rotation,
    "perspective": perspective,
    "small scale": small_scale,
}


def _pixels(values: object) -> Picture:
    return np.clip(np.asarray(values), 0, 255).astype(np.uint8)
