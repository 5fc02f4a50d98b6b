//! Ids that depend on content alone, so that the same input gives the same ledger.

use sha2::{Digest, Sha256};

/// An id of the form `prefix-0123456789ab`: the first 48 bits of the SHA-256 over the parts,
/// each part preceded by its length so that `("ab","c")` and `("a","bc")` differ.
pub fn content_id(prefix: &str, parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let digest = hasher.finalize();
    let hex: String = digest[..6].iter().map(|b| format!("{b:02x}")).collect();
    format!("{prefix}-{hex}")
}

/// The lower-case hexadecimal SHA-256 of `bytes`.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}
