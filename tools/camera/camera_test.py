#!/usr/bin/env python3
"""Tests of the camera model. Run: tools/camera/camera_test.py"""
import dataclasses
import io
import unittest

import numpy as np
from PIL import Image, ImageOps

import camera

SIZE = (96, 64)


def gradient():
    ramp = np.linspace(0.05, 0.6, SIZE[0], dtype=np.float32)
    return np.repeat(np.repeat(ramp[None, :, None], SIZE[1], 0), 3, 2)


def decoded(data):
    return np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB"),
                      np.float32)


class CameraTest(unittest.TestCase):
    def test_same_seeds_give_the_same_bytes(self):
        first = camera.photograph(gradient(), SIZE)
        self.assertEqual(first, camera.photograph(gradient(), SIZE))

    def test_another_shot_differs_in_noise_only(self):
        first = decoded(camera.photograph(gradient(), SIZE))
        second = decoded(camera.photograph(gradient(), SIZE, shot=camera.Shot(shot_seed=2)))
        self.assertFalse(np.array_equal(first, second))
        self.assertLess(np.abs(first - second).mean(), 6)

    def test_raw_variance_follows_the_photon_count(self):
        flat = np.full((256, 256, 3), 0.5, np.float32)
        model = camera.Camera(prnu=0, dsnu_e=0, read_noise_e=0, crosstalk=0, bits=16)
        counts = camera.expose(flat, model, camera.Shot())
        green = (counts[0::2, 1::2] - model.black_level) / (2 ** 16 - 1 - model.black_level)
        electrons = green * model.full_well_e
        self.assertAlmostEqual(electrons.mean(), 3000, delta=5)
        self.assertAlmostEqual(electrons.var() / electrons.mean(), 1, delta=0.05)

    def test_sensor_pattern_belongs_to_the_camera(self):
        one, _ = camera.sensor_pattern(64, 64, camera.Camera(camera_seed=1))
        again, _ = camera.sensor_pattern(64, 64, camera.Camera(camera_seed=1))
        other, _ = camera.sensor_pattern(64, 64, camera.Camera(camera_seed=2))
        self.assertTrue(np.array_equal(one, again))
        self.assertLess(abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]), 0.1)

    def test_flat_colour_survives_both_demosaicers(self):
        mosaic = np.full((32, 32), 0.4, np.float32)
        for demosaic in (camera.demosaic_malvar, camera.demosaic_bilinear):
            np.testing.assert_allclose(demosaic(mosaic), 0.4, atol=1e-5)

    def test_every_orientation_reads_back_upright(self):
        upright = decoded(camera.photograph(gradient(), SIZE))
        for orientation in range(1, 9):
            shot = dataclasses.replace(camera.Shot(), orientation=orientation)
            turned = decoded(camera.photograph(gradient(), SIZE, shot=shot))
            self.assertEqual(turned.shape, upright.shape)
            self.assertLess(np.abs(turned - upright).mean(), 4)

    def test_ppm_of_16_bits_is_read_as_linear_light(self):
        samples = np.array([[[0, 32768, 65535]]], ">u2")
        picture = camera.read_ppm(b"P6\n# comment\n1 1\n65535\n" + samples.tobytes())
        np.testing.assert_allclose(picture[0, 0], [0, 0.5, 1], atol=1e-4)


if __name__ == "__main__":
    unittest.main()
