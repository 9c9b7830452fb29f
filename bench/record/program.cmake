set(modules pixiu_storage pixiu_workflow)  # which brings vault, privacy and tlog
