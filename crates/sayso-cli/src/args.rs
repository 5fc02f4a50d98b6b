//! The command line: every command with its options, as `--help` shows them.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::views;

/// On whose say-so? Reads a pile of reports and keeps, for every word it shows, the bytes it
/// came from: who says so, through whom, who copies whom, which figures and holders conflict.
#[derive(Parser)]
#[command(
    version,
    after_help = "Example:\n  sayso build reports/ --metadata reports/metadata.csv -o pile.sayso\n  sayso claims pile.sayso --contested\n  sayso explain pile.sayso claim-0123456789ab\n  sayso search pile.sayso \"tanker trucks\""
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub act: Act,
}

#[derive(Args)]
pub(crate) struct Input {
    /// Files, folders, patterns, or - for standard input.
    #[arg(required = true)]
    pub inputs: Vec<PathBuf>,
    /// CSV of what the collector knew (path, outlet, author, published, uri, language, translation_of).
    #[arg(long)]
    pub metadata: Option<PathBuf>,
    /// Folder with actors.csv or places.csv of your own.
    #[arg(long)]
    pub knowledge: Vec<PathBuf>,
    /// Threads; 0 for one a core.
    #[arg(long, default_value_t = 0)]
    pub jobs: usize,
}

#[derive(Args)]
pub(crate) struct Proposers {
    /// Ask a back-end for more mentions and attributions: the address of an OpenAI-compatible
    /// endpoint (http://127.0.0.1:8080/v1; key in SAYSO_BACKEND_KEY), or a command that answers
    /// each JSON line on its input with one. Words it makes up are dropped. Sends the texts there.
    #[arg(long, value_name = "ADDRESS|COMMAND")]
    pub backend: Option<String>,
    /// The model that an endpoint shall use.
    #[arg(long, value_name = "NAME", requires = "backend")]
    pub backend_model: Option<String>,
}

/// Where the reading room listens, and who may come in.
#[derive(Args)]
pub(crate) struct Room {
    /// Address to listen on. Any other than this machine's own needs --users or --share.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub host: IpAddr,
    /// Port; 0 takes any free one.
    #[arg(long, default_value_t = 7297)]
    pub port: u16,
    /// Let its pages record judgements and add documents: from this machine only, or with --users
    /// for those whose account is a reviewer's.
    #[arg(long)]
    pub write: bool,
    /// Let in only those with an account in this file; see `sayso users`.
    #[arg(long, value_name = "FILE")]
    pub users: Option<PathBuf>,
    /// Let whoever reaches the address read everything, captures too. Nothing can be written.
    #[arg(long, conflicts_with_all = ["users", "write"])]
    pub share: bool,
    /// A name under which the room is reached (room.example.org); other names are refused.
    #[arg(long = "name", value_name = "HOST")]
    pub names: Vec<String>,
    /// A proxy before this server speaks TLS: cookies are for TLS only, and X-Forwarded-For says
    /// who asks. Without TLS passwords go over the network in the clear.
    #[arg(long, requires = "users")]
    pub tls_proxy: bool,
}

/// What to do with accounts.
#[derive(Subcommand)]
pub(crate) enum UsersAct {
    /// Make an account. The password is asked for, or read from the first line of standard input.
    Add {
        /// Under this name they sign in and judge.
        name: String,
        /// The file of accounts; made where there is none, for its owner's eyes only.
        #[arg(long, value_name = "FILE")]
        users: PathBuf,
        /// reader: reads; reviewer: also judges and adds documents, where `serve --write` lets them.
        #[arg(long, default_value = "reader", value_parser = ["reader", "reviewer"])]
        role: String,
    },
    /// List names and roles.
    List {
        /// The file of accounts.
        #[arg(long, value_name = "FILE")]
        users: PathBuf,
    },
    /// Set another password; whoever is signed in under the old one is signed out.
    Password {
        /// The name.
        name: String,
        /// The file of accounts.
        #[arg(long, value_name = "FILE")]
        users: PathBuf,
    },
    /// Make a reader a reviewer or the other way round, and sign them out.
    Role {
        /// The name.
        name: String,
        /// reader: reads; reviewer: also judges and adds documents, where `serve --write` lets them.
        #[arg(value_parser = ["reader", "reviewer"])]
        role: String,
        /// The file of accounts.
        #[arg(long, value_name = "FILE")]
        users: PathBuf,
    },
    /// Take an account away and sign it out; its judgements stay.
    Remove {
        /// The name.
        name: String,
        /// The file of accounts.
        #[arg(long, value_name = "FILE")]
        users: PathBuf,
    },
}

#[derive(Subcommand)]
pub(crate) enum Act {
    /// Build a ledger from inputs; over the same inputs, renew what changed.
    Build {
        #[command(flatten)]
        input: Input,
        #[command(flatten)]
        proposers: Proposers,
        /// The ledger file.
        #[arg(short)]
        output: PathBuf,
        /// No progress.
        #[arg(long)]
        quiet: bool,
        /// Print the time each stage took.
        #[arg(long)]
        timings: bool,
    },
    /// Add inputs to a ledger; only what is new is read and annotated.
    Add {
        /// The ledger.
        ledger: PathBuf,
        #[command(flatten)]
        input: Input,
        #[command(flatten)]
        proposers: Proposers,
    },
    /// Print each document's layers, one JSON object a line.
    Annotate {
        #[command(flatten)]
        input: Input,
        #[command(flatten)]
        proposers: Proposers,
        /// Print tokens too.
        #[arg(long)]
        tokens: bool,
        /// Only jsonl.
        #[arg(long, default_value = "jsonl", value_parser = ["jsonl"])]
        format: String,
    },
    /// Print passages taken from one place into another, one JSON object a line.
    Reuse {
        #[command(flatten)]
        input: Input,
        /// Only jsonl.
        #[arg(long, default_value = "jsonl", value_parser = ["jsonl"])]
        format: String,
    },
    /// List a ledger's passages, one JSON object a line.
    Passages {
        /// The ledger.
        ledger: PathBuf,
    },
    /// List a ledger's claims, contested ones first.
    Claims {
        /// The ledger.
        ledger: PathBuf,
        #[command(flatten)]
        filter: views::Filter,
        /// Only what had appeared by this day, month or year: what could be known then.
        #[arg(long, value_name = "DATE")]
        as_of: Option<String>,
        /// table for people; json, jsonl, csv for machines.
        #[arg(long, default_value = "table", value_parser = ["table", "json", "jsonl", "csv"])]
        format: String,
    },
    /// Show why: every reason and every word behind a claim, relation, passage, statement, outcome or judgement.
    #[command(alias = "claim")]
    Explain {
        /// The ledger.
        ledger: PathBuf,
        /// Its id, such as claim-0123456789ab.
        id: String,
    },
    /// List figures by place and time.
    Figures {
        /// The ledger.
        ledger: PathBuf,
        #[command(flatten)]
        filter: views::Filter,
        /// table for people; csv and jsonl for machines.
        #[arg(long, default_value = "table", value_parser = ["table", "csv", "jsonl"])]
        format: String,
    },
    /// List who is said to hold which place when.
    Control {
        /// The ledger.
        ledger: PathBuf,
        #[command(flatten)]
        filter: views::Filter,
        /// table for people; csv and jsonl for machines, geojson for maps.
        #[arg(long, default_value = "table", value_parser = ["table", "csv", "jsonl", "geojson"])]
        format: String,
    },
    /// List events by place and time.
    Events {
        /// The ledger.
        ledger: PathBuf,
        #[command(flatten)]
        filter: views::Filter,
        /// table for people; csv and jsonl for machines.
        #[arg(long, default_value = "table", value_parser = ["table", "csv", "jsonl"])]
        format: String,
    },
    /// List what was foretold, by whom.
    Forecasts {
        /// The ledger.
        ledger: PathBuf,
        #[command(flatten)]
        filter: views::Filter,
        /// table for people; csv and jsonl for machines.
        #[arg(long, default_value = "table", value_parser = ["table", "csv", "jsonl"])]
        format: String,
    },
    /// Show how each outlet and author names each actor, in their own voice and in others' words.
    Naming {
        /// The ledger.
        ledger: PathBuf,
        /// Only this actor.
        #[arg(long)]
        actor: Option<String>,
        /// Only this outlet or author.
        #[arg(long)]
        teller: Option<String>,
        /// Only words of blame or praise.
        #[arg(long)]
        loaded: bool,
        /// table for people; jsonl for machines.
        #[arg(long, default_value = "table", value_parser = ["table", "jsonl"])]
        format: String,
    },
    /// Show each source's record: through whom it speaks, whom it copies, what came of its forecasts.
    Sources {
        /// The ledger.
        ledger: PathBuf,
        /// table for people; jsonl for machines.
        #[arg(long, default_value = "table", value_parser = ["table", "jsonl"])]
        format: String,
    },
    /// Show the reply tree of a document's comments.
    Thread {
        /// The ledger.
        ledger: PathBuf,
        /// The document's id.
        document: String,
    },
    /// Open the reading room, for this machine or for those with an account.
    #[command(
        after_help = "Examples:\n  sayso serve pile.sayso --write\n  sayso users add \"Ona Brandt\" --role reviewer --users users.json\n  sayso serve pile.sayso --write --users users.json --tls-proxy --name room.example.org"
    )]
    Serve {
        /// The ledger.
        ledger: PathBuf,
        #[command(flatten)]
        room: Room,
    },
    /// Make, list, change and remove the accounts that `serve --users` asks for.
    Users {
        #[command(subcommand)]
        act: UsersAct,
    },
    /// Build the demo pile (fiction, inside this binary) and open the reading room on it.
    Demo {
        /// The ledger it makes; one that is there is replaced.
        #[arg(short, default_value = "demo.sayso")]
        output: PathBuf,
        /// Port; 0 takes any free one.
        #[arg(long, default_value_t = 7297)]
        port: u16,
        /// Only build the ledger.
        #[arg(long)]
        no_serve: bool,
    },
    /// Record your own decision; it outranks every rule and survives every rebuild.
    Judge {
        /// The ledger.
        ledger: PathBuf,
        /// What you decide.
        #[arg(value_parser = ["same_origin", "not_same_origin", "merge", "split", "grade", "correct", "boilerplate", "withdraw", "note", "retract"])]
        act: String,
        /// What it is about: a claim, an appearance, a document, the judgement to retract; for
        /// `correct` a statement, for `boilerplate` words as DOCUMENT#START-END.
        target: String,
        /// The second appearance or claim, for acts on two.
        #[arg(long)]
        other: Option<String>,
        /// The grade, for `grade`; SLOT=VALUE, for `correct` (low=300).
        #[arg(long)]
        value: Option<String>,
        /// Your name.
        #[arg(long)]
        who: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Write a ledger in another form to standard output.
    Export {
        /// The ledger.
        ledger: PathBuf,
        /// jsonl: every record; csv: claims, a row an appearance; geojson: control of places;
        /// acled: events in ACLED's columns, the lowest number of deaths coded and the dispute in
        /// the notes; ucdp: events with deaths in the columns of UCDP GED, low, best and high;
        /// claimreview: schema.org Claim and ClaimReview (JSON-LD).
        #[arg(long, value_parser = ["jsonl", "csv", "geojson", "acled", "ucdp", "claimreview"])]
        to: String,
    },
    /// Find words; matches stand in [ ].
    Search {
        /// The ledger.
        ledger: PathBuf,
        /// All of these words; the last may be a beginning.
        query: String,
    },
    /// Weigh any table of who says what; sources that share errors count as copies.
    #[command(
        after_help = "CLAIMS.csv has the columns source,object,attribute,value. The result is a suggestion:\n--parts shows what it rests on, --sources who seems to copy whom."
    )]
    Truth {
        /// The table; - reads standard input.
        claims: PathBuf,
        /// vote: every source counts once; accuracy: by how often each seems right; copying: the
        /// same with copies discounted.
        #[arg(long, default_value = "copying", value_parser = ["vote", "accuracy", "copying"])]
        method: String,
        /// How an attribute's values are compared: ATTRIBUTE=time, number, persons or text.
        /// What is not named is told from its name or its values.
        #[arg(long = "as", value_name = "ATTRIBUTE=KIND")]
        kinds: Vec<String>,
        /// Print every value of every cell with who says so and how many independent voices.
        #[arg(long, conflicts_with = "sources")]
        parts: bool,
        /// Print the sources: accuracy, and whom each seems to copy from.
        #[arg(long)]
        sources: bool,
        /// Only csv.
        #[arg(long, default_value = "csv", value_parser = ["csv"])]
        format: String,
    },
    /// Print the annotators in their order.
    Plan,
    /// Verify hashes, spans and laws: exit 0 sound, 2 broken.
    Check {
        /// The ledger.
        ledger: PathBuf,
    },
}
