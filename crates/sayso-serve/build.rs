//! Makes the folder of the built web pages where it is not there, so that a plain `cargo build`
//! needs no Node: the server then says how to build them.

fn main() {
    let folder = std::path::Path::new("../../web/dist");
    println!("cargo:rerun-if-changed=../../web/dist");
    std::fs::create_dir_all(folder).ok();
}
