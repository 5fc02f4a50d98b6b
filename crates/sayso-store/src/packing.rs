//! Records as bytes: JSON, compressed with Zstandard.

use std::cell::RefCell;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;

/// Largest record unpacked at one stroke, in bytes; larger ones are unpacked piece by piece.
const LARGEST: u64 = 256 << 20;

/// Level of compression of stored records.
const LEVEL: i32 = 3;

thread_local! {
    // Making a context costs more than packing one small record.
    static PACKER: RefCell<Option<zstd::bulk::Compressor<'static>>> = const { RefCell::new(None) };
    static UNPACKER: RefCell<Option<zstd::bulk::Decompressor<'static>>> =
        const { RefCell::new(None) };
}

/// A record as compressed JSON.
pub(crate) fn pack<T: Serialize>(record: &T) -> Result<Vec<u8>, Error> {
    let json = serde_json::to_vec(record).map_err(|e| Error::Record(e.to_string()))?;
    PACKER
        .with_borrow_mut(|kept| match kept {
            Some(packer) => packer.compress(&json),
            None => kept
                .insert(zstd::bulk::Compressor::new(LEVEL)?)
                .compress(&json),
        })
        .map_err(|e| Error::Record(e.to_string()))
}

/// The record of compressed JSON.
pub(crate) fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    // The size is written by `pack`; a broken one is not believed beyond what a record can have.
    let size = zstd::zstd_safe::get_frame_content_size(bytes)
        .ok()
        .flatten();
    let json = match size {
        Some(size) if size <= LARGEST => UNPACKER.with_borrow_mut(|kept| match kept {
            Some(unpacker) => unpacker.decompress(bytes, size as usize),
            None => kept
                .insert(zstd::bulk::Decompressor::new()?)
                .decompress(bytes, size as usize),
        }),
        _ => zstd::stream::decode_all(bytes),
    };
    let json = json.map_err(|e| Error::Record(e.to_string()))?;
    serde_json::from_slice(&json).map_err(|e| Error::Record(e.to_string()))
}
