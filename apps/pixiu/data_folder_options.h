#pragma once

#include "data_folder.h"

#include <CLI/CLI.hpp>

namespace pixiu {

// Declares --data, --database, --master-key and --log-key. Returns the first.
CLI::Option* declare_data_folder(CLI::App& app, DataFolderOptions& options);

}  // namespace pixiu
