# The module table: one row a folder under src/, bottom to top. Read by the build, by the layers
# test and by tools/modules.py, which prints it into ARCHITECTURE.md. A module includes only what
# its row names (and itself). Rows without a folder are planned; the build skips them.
#
#   pixiu_module(NAME HOLDS "what" USES module... LIBRARIES cmake-target...
#                HEADERS third-party-header-prefix...)
#
# HEADERS names the third-party headers that belong to this module alone.

set(PIXIU_SHARED_HEADERS opencv2/core tl/expected nlohmann toml++ gtest gmock rapidcheck benchmark)

pixiu_module(base
    HOLDS "strong ids, money, time, clock and entropy, Result, transactions, sensitive values,
          bytes, every limit")
pixiu_module(crypto
    HOLDS "digests, signatures, sealing, certificates: the only user of OpenSSL and libsodium"
    USES base
    LIBRARIES OpenSSL::Crypto PkgConfig::SODIUM
    HEADERS openssl sodium)
pixiu_module(findings
    HOLDS "the vocabulary of results: Finding, Outcome, Region, the weight of evidence"
    USES base)
pixiu_module(media
    HOLDS "foreign bytes to a Photo within limits; the structure of each still and video format;
          EXIF"
    USES base
    LIBRARIES PkgConfig::TURBOJPEG JPEG::JPEG PNG::PNG PkgConfig::WEBP PkgConfig::HEIF GIF::GIF
              TIFF::TIFF PkgConfig::LCMS2 PkgConfig::EXIV2 PkgConfig::FFMPEG
    HEADERS turbojpeg jpeglib jerror png zlib webp libheif gif_lib tiff lcms2 exiv2 libavcodec
            libavformat libavutil libswscale)
pixiu_module(provenance
    HOLDS "what a file says of itself: C2PA, marks of AI origin, traces of editors"
    USES base crypto findings media
    LIBRARIES PkgConfig::TESSERACT PkgConfig::BROTLI gomp
    HEADERS tesseract brotli)
pixiu_module(signal
    HOLDS "tiles, residuals, block transforms and robust statistics shared by detectors"
    USES base media)
pixiu_module(detectors
    HOLDS "one folder a forensic signal; they never include each other"
    USES base findings media signal)
pixiu_module(matching
    HOLDS "a photo against known pictures: same capture, alignment, edit map"
    USES base findings media signal
    LIBRARIES opencv_imgproc opencv_features2d opencv_calib3d opencv_flann
    HEADERS opencv2/imgproc opencv2/features2d opencv2/calib3d opencv2/video)
pixiu_module(assessment
    HOLDS "runs the examiners, fuses their findings by the calibration, writes the summaries"
    USES base crypto findings media signal provenance detectors matching
    LIBRARIES opencv_imgproc)
pixiu_module(sandbox
    HOLDS "runs assessment and renditions in locked-down child processes: the public C++ library"
    USES base crypto findings media provenance assessment
    LIBRARIES PkgConfig::SECCOMP
    HEADERS seccomp)
pixiu_module(tlog
    HOLDS "the append-only Merkle log: tiles, checkpoints, proofs; no I/O"
    USES base crypto)
pixiu_module(privacy
    HOLDS "sealed fields, blind index, reveal bound to a purpose, erasure"
    USES base crypto)
pixiu_module(vault
    HOLDS "events and exhibits, custody, the sequencer of the log, time stamps, dossier, fsck; the
          interfaces of their stores"
    USES base crypto privacy tlog
    HEADERS archive cairo pango)
pixiu_module(policy
    HOLDS "rules as dated data, evaluation with a trace, back-test"
    USES base findings)
pixiu_module(cases
    HOLDS "the life of a claim: parties, evidence windows, reviews, appeal"
    USES base findings policy)
pixiu_module(identity
    HOLDS "users, roles, sessions, API keys"
    USES base crypto privacy)
pixiu_module(outbound
    HOLDS "the one HTTP client, fenced off from private networks"
    USES base
    LIBRARIES CURL::libcurl
    HEADERS curl)
pixiu_module(registry
    HOLDS "private look-up across platforms"
    USES base crypto privacy)
pixiu_module(law
    HOLDS "statutes by date, amounts, aid for grading"
    USES base)
pixiu_module(fieldservice
    HOLDS "divisions, technicians, work orders, quotes, guarantees"
    USES base)
pixiu_module(workflow
    HOLDS "the use cases: take in, examine, decide, appeal, dispatch, export"
    USES base crypto findings media provenance signal detectors matching assessment sandbox tlog
         privacy vault policy cases identity outbound registry law fieldservice)
pixiu_module(storage
    HOLDS "SQLite and PostgreSQL, file system and S3 behind the store interfaces; job queue"
    USES base crypto findings privacy tlog vault policy cases identity registry fieldservice
         outbound
    LIBRARIES SOCI::core SOCI::sqlite3 SOCI::postgresql SQLite::SQLite3 pugixml::pugixml
    HEADERS soci sqlite3 pugixml)
pixiu_module(http
    HOLDS "routes, JSON shapes, OpenAPI, the server"
    USES base crypto identity workflow
    LIBRARIES Boost::headers Boost::system PkgConfig::PROMETHEUS
    HEADERS boost prometheus)
pixiu_module(cli
    HOLDS "the commands, one file each"
    USES base crypto provenance vault workflow assessment sandbox
    HEADERS CLI)
