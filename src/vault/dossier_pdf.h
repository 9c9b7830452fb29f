#pragma once

#include "base/bytes.h"
#include "tlog/checkpoint.h"
#include "vault/dossier.h"

namespace pixiu::vault {

// report.pdf: what a dossier holds, for people, in Chinese and English: exhibits with their
// digests, findings, custody, the log and its time stamps. A4. The same dossier gives the same
// pages. Errors: internal (Cairo failed).
Result<Bytes> dossier_pdf(const Dossier& dossier, const tlog::Checkpoint& checkpoint);

}  // namespace pixiu::vault
