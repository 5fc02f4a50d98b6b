//! From captured bytes to the payload a document was read from, step by step and repeatable.

use std::io::Read;

use sayso_record::Unwrap;

use crate::{Error, packed, warc};

/// Most bytes one compressed input may unfold to: larger ones are cut, with a remark.
pub(crate) const UNFOLD_LIMIT: u64 = 1 << 30;

/// What unfolding gave.
pub(crate) struct Unfolded {
    /// The bytes, as far as they could be had.
    pub(crate) bytes: Vec<u8>,
    /// Why there are no more.
    pub(crate) trouble: Option<String>,
}

/// Reads all of `from` up to the limit, keeping what came before an error.
fn unfold(from: impl Read) -> Unfolded {
    let mut bytes = Vec::new();
    let trouble = match from.take(UNFOLD_LIMIT + 1).read_to_end(&mut bytes) {
        Err(error) => Some(format!("broken off after {} bytes: {error}", bytes.len())),
        Ok(_) if bytes.len() as u64 > UNFOLD_LIMIT => {
            bytes.truncate(UNFOLD_LIMIT as usize);
            Some(format!(
                "unfolds to more than {UNFOLD_LIMIT} bytes; cut there"
            ))
        }
        Ok(_) => None,
    };
    Unfolded { bytes, trouble }
}

/// All members of a gzip file.
pub(crate) fn gunzip(bytes: &[u8]) -> Unfolded {
    unfold(flate2::read::MultiGzDecoder::new(bytes))
}

/// A Zstandard file.
pub(crate) fn unzstd(bytes: &[u8]) -> Unfolded {
    match zstd::stream::read::Decoder::new(bytes) {
        Ok(mut decoder) => {
            // Long-window files are common in archives; 27 bits is what `zstd --long` makes.
            decoder.window_log_max(27).ok();
            unfold(decoder)
        }
        Err(error) => Unfolded {
            bytes: Vec::new(),
            trouble: Some(error.to_string()),
        },
    }
}

/// Replays `steps` over the bytes of a capture.
///
/// # Errors
/// When a step does not fit the bytes. Broken compressed data gives what came before the break,
/// as at reading.
pub fn payload(bytes: &[u8], steps: &[Unwrap]) -> Result<Vec<u8>, Error> {
    let mut now = bytes.to_vec();
    for step in steps {
        now = match step {
            Unwrap::Gunzip => gunzip(&now).bytes,
            Unwrap::Unzstd => unzstd(&now).bytes,
            Unwrap::Range(start, end) => now
                .get(*start as usize..*end as usize)
                .ok_or_else(|| {
                    Error::Unwrap(format!(
                        "bytes {start}..{end} lie outside its {}",
                        now.len()
                    ))
                })?
                .to_vec(),
            Unwrap::ZipMember(name) => packed::member(&now, name).map_err(Error::Unwrap)?,
            Unwrap::WarcRecord(start) => warc::replay(&now, *start)
                .ok_or_else(|| Error::Unwrap(format!("no web archive record at byte {start}")))?,
            Unwrap::MailPart(number) => packed::mail_part(&now, *number)
                .ok_or_else(|| Error::Unwrap(format!("no text part {number} in the mail")))?,
        };
    }
    Ok(now)
}
