//! The model file: small, the same for the same training, checked when read.
//!
//! `sayso-model\n1\n`, the labels (one a line, an empty line after), the transitions as
//! little-endian `f32`, the scale as `f32`, then for each row its distance to the one before
//! (LEB128), its number of cells (a byte), and per cell a label (a byte) and a weight (an `i8`
//! times the scale).

use crate::{Model, ROWS};

const HEAD: &[u8] = b"sayso-model\n1\n";

/// A file that is no model or is cut.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a model file of this version ({0}); train it again")]
pub struct Error(&'static str);

impl Model {
    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = HEAD.to_vec();
        for label in &self.labels {
            out.extend(label.bytes());
            out.push(b'\n');
        }
        out.push(b'\n');
        for weight in &self.transitions {
            out.extend(weight.to_le_bytes());
        }
        out.extend(self.scale.to_le_bytes());
        let mut last = 0u32;
        for (row, cells) in self.rows() {
            let mut gap = row - last;
            last = row;
            while gap >= 0x80 {
                out.push(gap as u8 | 0x80);
                gap >>= 7;
            }
            out.push(gap as u8);
            out.push(cells.len() as u8);
            for (label, weight) in cells {
                out.push(label);
                out.push(weight as u8);
            }
        }
        out
    }

    /// Reads a model.
    ///
    /// # Errors
    /// When the bytes are none or are cut.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut rest = bytes.strip_prefix(HEAD).ok_or(Error("no head"))?;
        let mut labels = Vec::new();
        loop {
            let end = rest
                .iter()
                .position(|b| *b == b'\n')
                .ok_or(Error("labels are cut"))?;
            let (line, after) = rest.split_at(end);
            rest = &after[1..];
            if line.is_empty() {
                break;
            }
            let label = std::str::from_utf8(line).map_err(|_| Error("a label is no text"))?;
            labels.push(label.to_owned());
            if labels.len() > 255 {
                return Err(Error("too many labels"));
            }
        }
        let count = labels.len();
        let number = |rest: &mut &[u8]| -> Result<f32, Error> {
            let (four, after) = rest.split_first_chunk::<4>().ok_or(Error("cut"))?;
            *rest = after;
            Ok(f32::from_le_bytes(*four))
        };
        let mut transitions = Vec::with_capacity((count + 1) * count);
        for _ in 0..(count + 1) * count {
            transitions.push(number(&mut rest)?);
        }
        let scale = number(&mut rest)?;
        let (mut rows, mut starts, mut cells) = (Vec::new(), Vec::new(), Vec::new());
        let mut at = 0usize;
        let mut last = 0u32;
        while at < rest.len() {
            let (mut gap, mut shift) = (0u32, 0);
            loop {
                let byte = *rest.get(at).ok_or(Error("cut"))?;
                at += 1;
                gap |= u32::from(byte & 0x7f) << shift;
                shift += 7;
                if byte < 0x80 {
                    break;
                }
                if shift > 28 {
                    return Err(Error("a row is out of range"));
                }
            }
            last = last
                .checked_add(gap)
                .ok_or(Error("a row is out of range"))?;
            if last >= ROWS || rows.last().is_some_and(|r| *r >= last) {
                return Err(Error("a row is out of range"));
            }
            rows.push(last);
            starts.push(cells.len() as u32);
            let many = usize::from(*rest.get(at).ok_or(Error("cut"))?);
            at += 1;
            for pair in rest
                .get(at..at + 2 * many)
                .ok_or(Error("cut"))?
                .chunks_exact(2)
            {
                if usize::from(pair[0]) >= count {
                    return Err(Error("a label is out of range"));
                }
                cells.push((pair[0], pair[1] as i8));
            }
            at += 2 * many;
        }
        starts.push(cells.len() as u32);
        Ok(Model::new(
            labels,
            transitions,
            &rows,
            &starts,
            &cells,
            scale,
        ))
    }
}
