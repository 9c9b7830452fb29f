# The module table: one row a folder under src/, bottom to top. Read by the build, by the layers
# test and by tools/modules.py, which prints it into ARCHITECTURE.md. A module includes only what
# its row names (and itself). Rows without a folder are planned; the build skips them.
#
#   pixiu_module(NAME USES module... LIBRARIES cmake-target... HEADERS third-party-header-prefix...)
#
# HEADERS names the third-party headers that belong to this module alone.

set(PIXIU_SHARED_HEADERS opencv2/core tl/expected nlohmann gtest rapidcheck benchmark)

pixiu_module(base)
pixiu_module(crypto USES base LIBRARIES OpenSSL::Crypto HEADERS openssl sodium)
pixiu_module(findings USES base)
pixiu_module(media USES base
             LIBRARIES PkgConfig::TURBOJPEG JPEG::JPEG PNG::PNG PkgConfig::WEBP PkgConfig::HEIF
                       GIF::GIF TIFF::TIFF PkgConfig::LCMS2 PkgConfig::EXIV2
             HEADERS turbojpeg jpeglib jerror png webp libheif gif_lib tiff lcms2 exiv2)
pixiu_module(provenance USES base crypto findings media)
pixiu_module(signal USES base media)
pixiu_module(detectors USES base findings media signal)
pixiu_module(matching USES base findings media signal
             LIBRARIES opencv_imgproc opencv_features2d opencv_calib3d opencv_flann
             HEADERS opencv2/imgproc opencv2/features2d opencv2/calib3d opencv2/video)
pixiu_module(assessment USES base crypto findings media signal provenance detectors matching
             LIBRARIES opencv_imgproc HEADERS toml++)
pixiu_module(sandbox USES base findings media assessment LIBRARIES PkgConfig::SECCOMP
             HEADERS seccomp)
pixiu_module(tlog USES base crypto)
pixiu_module(privacy USES base crypto)
pixiu_module(vault USES base crypto privacy tlog)
pixiu_module(policy USES base findings)
pixiu_module(cases USES base findings policy)
pixiu_module(identity USES base crypto privacy)
pixiu_module(outbound USES base)
pixiu_module(registry USES base crypto privacy)
pixiu_module(law USES base)
pixiu_module(fieldservice USES base)
pixiu_module(workflow USES base crypto findings media provenance signal detectors matching assessment
             sandbox tlog privacy vault policy cases identity outbound registry law fieldservice)
pixiu_module(storage USES base findings privacy tlog vault policy cases identity registry
             fieldservice outbound)
pixiu_module(http USES base identity workflow LIBRARIES Boost::headers Boost::system
             PkgConfig::PROMETHEUS
             HEADERS boost prometheus)
pixiu_module(cli USES base workflow assessment sandbox HEADERS CLI)
