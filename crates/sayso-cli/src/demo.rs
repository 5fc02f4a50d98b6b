//! The demo pile inside the binary.

use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;

use crate::Failure;

#[derive(RustEmbed)]
#[folder = "../../demo/pile"]
struct Pile;

/// Lays the pile out in `folder` and says where its sidecar is.
pub(crate) fn lay_out(folder: &Path) -> Result<PathBuf, Failure> {
    std::fs::create_dir_all(folder)?;
    for name in Pile::iter() {
        if let Some(file) = Pile::get(&name) {
            std::fs::write(folder.join(name.as_ref()), file.data)?;
        }
    }
    Ok(folder.join("metadata.csv"))
}
