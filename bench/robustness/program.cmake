set(modules pixiu_matching pixiu_media)
set(libraries opencv_dnn)
