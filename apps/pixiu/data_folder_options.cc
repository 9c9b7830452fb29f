#include "data_folder_options.h"

namespace pixiu {

CLI::Option* declare_data_folder(CLI::App& app, DataFolderOptions& options) {
  CLI::Option* data = app.add_option("--data", options.folder, "Folder that the record is kept in")
                          ->type_name("FOLDER");
  app.add_option("--database", options.database,
                 "Database of the record; default: sqlite:FOLDER/record.sqlite")
      ->needs(data)
      ->type_name("URL");
  app.add_option("--master-key", options.master_key,
                 "File of the master key, or command:ID:PROGRAM; default: the variable "
                 "PIXIU_MASTER_KEY")
      ->needs(data)
      ->type_name("FILE");
  app.add_option("--log-key", options.log_key, "File of the key that signs the log")
      ->needs(data)
      ->type_name("FILE");
  return data;
}

}  // namespace pixiu
