//! The laws that a machine can hold over the tree: who may depend on whom, that the map names
//! what is there, that modules say what they are, that files stay short and libraries quiet.

use std::path::{Path, PathBuf};

/// Our crates and the ones of ours each may depend on, outside its tests.
const TABLE: &[(&str, &[&str])] = &[
    ("sayso-record", &[]),
    ("sayso-learn", &[]),
    ("sayso-knowledge", &["sayso-record"]),
    ("sayso-read", &["sayso-record"]),
    ("sayso-store", &["sayso-record"]),
    ("sayso-publish", &["sayso-record"]),
    (
        "sayso-annotate",
        &["sayso-record", "sayso-knowledge", "sayso-learn"],
    ),
    ("sayso-relate", &["sayso-record", "sayso-knowledge"]),
    (
        "sayso",
        &[
            "sayso-record",
            "sayso-knowledge",
            "sayso-read",
            "sayso-store",
            "sayso-publish",
            "sayso-annotate",
            "sayso-relate",
        ],
    ),
    ("sayso-serve", &["sayso"]),
    ("sayso-cli", &["sayso", "sayso-serve"]),
];

/// Most lines of a source file.
const LONGEST: usize = 800;

/// Everything that is not as it should be, a line each.
pub fn troubles(root: &Path) -> Vec<String> {
    let mut out = Vec::new();
    dependencies(root, &mut out);
    map(root, &mut out);
    for name in ["LICENSE-MIT", "LICENSE-APACHE", "README.md", "CHANGELOG.md"] {
        if !root.join(name).is_file() {
            out.push(format!("{name} is missing"));
        }
    }
    let mut files = Vec::new();
    for folder in ["crates", "xtask", "web/src", "web/tests"] {
        sources(&root.join(folder), &mut files);
    }
    files.sort();
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let name = file
            .strip_prefix(root)
            .unwrap_or(file)
            .display()
            .to_string();
        let lines = text.lines().count();
        if lines > LONGEST {
            out.push(format!(
                "{name}: {lines} lines; split it, {LONGEST} are the most"
            ));
        }
        if name.ends_with(".rs") {
            if !text.starts_with("//!") {
                out.push(format!("{name}: no `//!` head that says what it is"));
            }
            quiet(&name, &text, &mut out);
        }
    }
    out
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
        if path.is_dir() {
            sources(&path, files);
        } else if matches!(ending, "rs" | "ts" | "svelte" | "mjs" | "css") {
            files.push(path);
        }
    }
}

fn dependencies(root: &Path, out: &mut Vec<String>) {
    for entry in std::fs::read_dir(root.join("crates"))
        .into_iter()
        .flatten()
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        let manifest = std::fs::read_to_string(entry.path().join("Cargo.toml")).unwrap_or_default();
        let Some((_, allowed)) = TABLE.iter().find(|t| t.0 == name) else {
            out.push(format!(
                "crates/{name}: not in the dependency table of xtask/src/tidy.rs"
            ));
            continue;
        };
        let mut section = "";
        for line in manifest.lines() {
            if line.starts_with('[') {
                section = line;
            }
            let key = line.split(['.', ' ', '=']).next().unwrap_or("");
            let ours = key == "sayso" || key.starts_with("sayso-");
            if section == "[dependencies]" && ours && !allowed.contains(&key) {
                out.push(format!("crates/{name} may not depend on {key}"));
            }
        }
    }
}

/// Every path that ARCHITECTURE.md names between backticks is there.
fn map(root: &Path, out: &mut Vec<String>) {
    let text = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap_or_default();
    let known = [
        "crates/",
        "knowledge/",
        "web",
        "xtask",
        "demo",
        "docs/",
        "bench/",
    ];
    for path in text.split('`').skip(1).step_by(2) {
        let here = known.iter().any(|k| path.starts_with(k)) && !path.contains(['*', ' ']);
        if here && !root.join(path).exists() {
            out.push(format!("ARCHITECTURE.md names {path}, which is not there"));
        }
    }
}

/// Libraries neither print nor unwrap; binaries, tests and examples may.
fn quiet(name: &str, text: &str, out: &mut Vec<String>) {
    let library = name.starts_with("crates/")
        && name.contains("/src/")
        && !name.starts_with("crates/sayso-cli/");
    if !library {
        return;
    }
    let code = text.split("#[cfg(test)]").next().unwrap_or("");
    for (number, line) in code.lines().enumerate() {
        let line = line.trim_start();
        let loud = ["println!(", "print!(", "dbg!(", ".unwrap()"]
            .iter()
            .any(|w| line.contains(w));
        if loud && !line.starts_with("//") {
            out.push(format!("{name}:{}: prints or unwraps", number + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_tidy() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let found = troubles(&root);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }

    #[test]
    fn an_untidy_tree_is_noticed() {
        let folder = std::env::temp_dir().join(format!("tidy-{}", std::process::id()));
        let source = folder.join("crates/sayso-record/src");
        std::fs::create_dir_all(&source).expect("a temporary folder");
        std::fs::write(
            folder.join("crates/sayso-record/Cargo.toml"),
            "[dependencies]\nsayso-store.workspace = true\n",
        )
        .expect("the folder is ours");
        std::fs::write(source.join("lib.rs"), "fn f() { x.unwrap(); }\n").expect("ours");
        std::fs::write(folder.join("ARCHITECTURE.md"), "see `crates/gone`").expect("ours");
        let found = troubles(&folder).join("\n");
        std::fs::remove_dir_all(&folder).ok();
        for words in [
            "may not depend",
            "crates/gone",
            "no `//!` head",
            "prints or unwraps",
            "LICENSE",
        ] {
            assert!(found.contains(words), "{words} in:\n{found}");
        }
    }
}
