set(modules pixiu_storage)  # which brings vault, privacy and tlog
