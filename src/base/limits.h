#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

// Every limit on foreign input, in one place. Changing one is a release note.
namespace pixiu::limits {

inline constexpr std::size_t photo_bytes_max = 64u << 20;
inline constexpr std::int64_t photo_pixels_max = 120'000'000;
inline constexpr int photo_side_px_max = 65'500;
inline constexpr int photo_frames_max = 40;
// Films: bytes as photo_bytes_max; one picture, all that are decoded, and packets looked at.
inline constexpr std::int64_t film_frame_pixels_max = 36'000'000;
inline constexpr int film_side_px_max = 8'192;
inline constexpr std::int64_t film_pixels_decoded_max = 280'000'000;
inline constexpr int film_packets_max = 2'000;
inline constexpr std::size_t metadata_bytes_max = 8u << 20;
inline constexpr int metadata_nesting_max = 64;
inline constexpr int jpeg_scans_max = 200;
inline constexpr std::int64_t jpeg_scan_pixels_max = 2'400'000'000;  // scans times pixels
inline constexpr int references_max = 20;
inline constexpr int others_max = 20;
inline constexpr std::chrono::seconds examination_cpu_time_max{10};
// Longer than the processor time, so that a busy machine does not turn a photo into "too slow".
inline constexpr std::chrono::seconds examination_wall_time_max{40};
inline constexpr std::size_t examination_resident_bytes_max = std::size_t{2} << 30;

// What is known about a claim, as JSON.
inline constexpr std::size_t context_bytes_max = 64u << 10;

// What is recorded.
inline constexpr std::size_t event_body_bytes_max = 64u << 10;
inline constexpr std::size_t event_kind_chars_max = 64;
inline constexpr std::size_t wrapped_key_bytes_max = 512;
inline constexpr std::size_t custody_entries_max = 100'000;
inline constexpr std::size_t fsck_findings_max = 10'000;

// A dossier that is checked.
inline constexpr std::size_t dossier_members_max = 20'000;
inline constexpr std::uint64_t dossier_bytes_max = std::uint64_t{64} << 30;
inline constexpr std::uint64_t dossier_expansion_max = 20;  // unpacked bytes for a byte of the zip
inline constexpr std::size_t dossier_record_bytes_max = 4u << 20;  // one that is kept in memory
inline constexpr std::size_t dossier_records_bytes_max = 256u << 20;
inline constexpr std::size_t dossier_events_max = 2000;
// A tile or an entry bundle: 256 entries of 65,535 bytes behind two bytes each.
inline constexpr std::size_t log_file_bytes_max = 256u * 65'537u;

// Steps that wait for the one writer of a SQLite database, those that share a commit, and how long
// one waits for a connection.
inline constexpr std::size_t database_steps_waiting_max = 4096;
inline constexpr std::size_t database_steps_per_commit_max = 1024;
inline constexpr std::chrono::seconds database_wait_time_max{15};

// One recording, uploaded in parts (tus 1.0), and how many such uploads may be under way.
inline constexpr std::uint64_t recording_bytes_max = std::uint64_t{8} << 30;
inline constexpr std::size_t uploads_max = 1000;
inline constexpr std::size_t upload_metadata_bytes_max = 4u << 10;
inline constexpr std::chrono::hours upload_time_max{7 * 24};

// Examinations waiting for a worker, and how long one may wait.
inline constexpr std::size_t inspection_queue_length_max = 16;
inline constexpr std::chrono::seconds inspection_wait_time_max{60};

// Requests that wait for a worker of the record.
inline constexpr std::size_t work_queue_length_max = 512;

// One HTTP connection and what all of them may hold together.
inline constexpr std::size_t http_connections_max = 256;
inline constexpr std::size_t http_header_bytes_max = 16u << 10;
inline constexpr std::size_t http_body_bytes_max = std::size_t{256} << 20;
inline constexpr std::size_t http_bodies_held_bytes_max = std::size_t{1} << 30;
inline constexpr std::size_t http_bytes_per_second_min = 32u << 10;
inline constexpr std::chrono::seconds http_header_time_max{10};
inline constexpr std::chrono::seconds http_idle_time_max{30};
inline constexpr std::chrono::seconds http_transfer_grace_time{10};
inline constexpr std::chrono::seconds http_transfer_time_max{300};
inline constexpr std::chrono::seconds http_request_time_max{150};
// A body that goes to the disk as it comes and can be resumed.
inline constexpr std::chrono::seconds http_streamed_transfer_time_max{3600};
inline constexpr std::chrono::seconds http_stop_time_max{20};

// One multipart body: a photo, references, others and a context.
inline constexpr std::size_t multipart_parts_max = 2 + references_max + others_max;
inline constexpr std::size_t multipart_part_header_bytes_max = 4u << 10;
inline constexpr std::size_t multipart_boundary_chars_max = 70;  // RFC 2046, 5.1.1

// Signed notes, and what is built of them: checkpoints, proof files, policies, witness requests.
// A note must accept 16 signatures, of which a post-quantum one has nearly 5 kB (C2SP signed-note).
inline constexpr std::size_t note_bytes_max = 256u << 10;
inline constexpr std::size_t note_signatures_max = 64;
inline constexpr std::size_t tlog_proof_bytes_max = 512u << 10;
inline constexpr std::size_t policy_bytes_max = 1u << 20;
inline constexpr std::size_t policy_lines_of_a_kind_max = 256;

// One event of a claim: a text in it, a list in it, all of it as JSON.
inline constexpr std::size_t claim_text_bytes_max = 20'000;
inline constexpr std::size_t claim_event_text_bytes_max = 100'000;  // all texts of one event
inline constexpr std::size_t claim_stored_text_bytes_max = 32'000;  // sealed, in base64
inline constexpr std::size_t claim_list_count_max = 50;
inline constexpr std::size_t claim_event_bytes_max = 256u << 10;
inline constexpr int claim_event_nesting_max = 8;
inline constexpr std::size_t claim_exhibits_max = 200;
inline constexpr std::size_t claim_events_max = 5000;

}  // namespace pixiu::limits
