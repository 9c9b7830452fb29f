set_target_properties(bench_robustness PROPERTIES LINK_LIBRARIES
                      "pixiu_matching;pixiu_media;bench_pictures;opencv_dnn")
