//! The command line.

use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::api::runtime::cancel::{Category, Customer, Money, VendorClient};
use super::choices::{self, At, Choices};
use super::exit::{self, Fault};
use super::vendors::{self, Subject};

/// The work to be done, and the way it is printed.
pub(crate) struct Arguments {
    pub(crate) json: bool,
    pub(crate) env_file: Option<PathBuf>,
    pub(crate) task: Task,
}

pub(crate) enum Task {
    Vendors,
    Cancel(Cancel),
    Bulk(Bulk),
    Status(Subject),
    Undo(Undo),
    List(CustomerAt),
    CancelAll(CancelAll),
}

pub(crate) struct Cancel {
    pub(crate) subject: Subject,
    pub(crate) choices: Choices,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) is_dry: bool,
    pub(crate) is_agreed: bool,
}

pub(crate) struct Undo {
    pub(crate) subject: Subject,
    pub(crate) is_dry: bool,
    pub(crate) is_agreed: bool,
}

/// A customer of a vendor.
pub(crate) struct CustomerAt {
    pub(crate) client: &'static VendorClient,
    pub(crate) customer: Customer,
}

pub(crate) struct CancelAll {
    pub(crate) customer: CustomerAt,
    pub(crate) choices: Choices,
    pub(crate) is_dry: bool,
    pub(crate) is_agreed: bool,
}

/// Cancellations of a list.
pub(crate) struct Bulk {
    pub(crate) list: PathBuf,
    /// None for a dry run.
    pub(crate) ledger: Option<PathBuf>,
    /// The vendor of lines that don't name one.
    pub(crate) vendor: Option<&'static VendorClient>,
    pub(crate) at: Option<At>,
    pub(crate) reason: Option<String>,
    pub(crate) category: Option<Category>,
    pub(crate) money: Option<Money>,
    pub(crate) confirms: bool,
    /// The cancellations in a second, for each vendor.
    pub(crate) rate: f64,
    pub(crate) is_dry: bool,
    pub(crate) is_agreed: bool,
}

const ABOUT: &str = "Cancels subscriptions at billing vendors, and proves that it happened.

API keys come from environment variables, such as ACME_API_KEY and ACME_BASE_URL for the \
vendor `acme`, or from the file of --env-file; never from arguments. A vendor's documentation \
in the crate names its variables.

A time, a reason or a choice for the money that the vendor doesn't offer is refused before \
anything is sent. Nothing is ever replaced by something else.";

const KEY_HELP: &str = "The key: an id, or `name=value` for each of its parts";

/// Reads the arguments of the process.
pub(crate) fn parse(vendors: &'static [VendorClient]) -> Result<Arguments, clap::Error> {
    let mut command = command();
    let matches = command.try_get_matches_from_mut(std::env::args_os())?;
    let parsed = Parser { vendors }.arguments(&matches);
    parsed.map_err(|fault| command.error(ErrorKind::ValueValidation, fault.text))
}

fn command() -> Command {
    Command::new(env!("CARGO_PKG_NAME"))
        .version(env!("CARGO_PKG_VERSION"))
        .about("Cancels subscriptions at billing vendors")
        .long_about(ABOUT)
        .after_help(exit::HELP)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(flag("json", "Prints one JSON value for each result").global(true))
        .arg(
            option(
                "env-file",
                "FILE",
                "Takes variables from this file, too: NAME=value",
            )
            .value_parser(value_parser!(PathBuf))
            .global(true),
        )
        .subcommand(cancel())
        .subcommand(
            Command::new("status")
                .about("Reads the state of a subscription")
                .args([vendor().required(true), key().required(true)]),
        )
        .subcommand(
            Command::new("undo")
                .about("Takes a scheduled cancellation back")
                .args([vendor().required(true), key().required(true)])
                .args([dry_run(), yes()]),
        )
        .subcommand(
            Command::new("list")
                .about("Lists the subscriptions of a customer")
                .args([vendor().required(true), customer(), parts()]),
        )
        .subcommand(
            Command::new("cancel-all")
                .about("Cancels all subscriptions of a customer, and confirms each")
                .after_help("A dry run reads the list, for which it needs an API key.")
                .args([vendor().required(true), customer(), parts()])
                .arg(at().required(true))
                .args(reasons())
                .args([dry_run(), yes()]),
        )
        .subcommand(Command::new("vendors").about("Prints what each vendor can do"))
}

fn cancel() -> Command {
    Command::new("cancel")
        .about("Cancels a subscription, or all of a list")
        .after_help(LIST_HELP)
        .args([vendor().required_unless_present("from"), key()])
        .arg(at().required_unless_present("from"))
        .args(reasons())
        .arg(option("idempotency-key", "KEY", "Sends this idempotency key").conflicts_with("from"))
        .arg(flag(
            "confirm",
            "Reads the state where the response doesn't tell, or none comes",
        ))
        .args([dry_run(), yes()])
        .arg(
            option("from", "FILE", "Cancels all subscriptions of this CSV file")
                .value_parser(value_parser!(PathBuf))
                .conflicts_with("key"),
        )
        .arg(
            option(
                "ledger",
                "FILE",
                "Keeps the state of each line of the list here",
            )
            .value_parser(value_parser!(PathBuf))
            .requires("from"),
        )
        .arg(
            option(
                "rate",
                "N",
                "Sends no more cancellations than this in a second, for each vendor",
            )
            .value_parser(rate)
            .default_value("5"),
        )
}

const LIST_HELP: &str = "\
A list has a first line with the names of its columns: `vendor`, the parts of keys as the \
command `vendors` names them, and if need be `at`, `reason`, `category` and `money`, which come \
before the options.

The ledger is written before and after each request. After a crash, the same command with the \
same ledger goes on: lines with an outcome are skipped. Those that were sent without one are \
read, and sent again only if the vendor says that they aren't cancelled and a repetition moves \
no money twice; otherwise a person has to look. Ctrl-C ends a run after the requests that are \
under way.";

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .help(help)
        .action(ArgAction::SetTrue)
}

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn vendor() -> Arg {
    Arg::new("vendor").value_name("VENDOR").help("The vendor")
}

fn key() -> Arg {
    Arg::new("key")
        .value_name("KEY")
        .help(KEY_HELP)
        .num_args(1..)
}

fn parts() -> Arg {
    Arg::new("parts")
        .value_name("PART")
        .help("`name=value` for parts of the keys that aren't the subscription's own")
        .num_args(1..)
}

fn customer() -> Arg {
    option("customer", "ID", "The customer").required(true)
}

fn at() -> Arg {
    option(
        "at",
        "WHEN",
        "now, period-end, a day, an instant, or default (the vendor's)",
    )
    .value_parser(At::parse)
}

fn reasons() -> [Arg; 3] {
    [
        option("reason", "TEXT", "States a reason"),
        option("category", "WORD", "States the kind of reason").value_parser(choices::category),
        option(
            "money",
            "WORD",
            "default, none, prorate, refund (in full) or charge (in full)",
        )
        .value_parser(choices::money),
    ]
}

fn dry_run() -> Arg {
    flag(
        "dry-run",
        "Prints the request with its secrets hidden, and sends nothing",
    )
}

fn yes() -> Arg {
    flag("yes", "Doesn't ask; needed where there is no terminal")
}

fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse().ok();
    rate.filter(|rate| (0.001..=1000.0).contains(rate))
        .ok_or_else(|| "a number from 0.001 to 1000".to_owned())
}

struct Parser {
    vendors: &'static [VendorClient],
}

impl Parser {
    fn arguments(&self, matches: &ArgMatches) -> Result<Arguments, Fault> {
        let (name, matches) = matches.subcommand().unwrap_or(("vendors", matches));
        Ok(Arguments {
            json: matches.get_flag("json"),
            env_file: matches.get_one("env-file").cloned(),
            task: self.task(name, matches)?,
        })
    }

    fn task(&self, name: &str, matches: &ArgMatches) -> Result<Task, Fault> {
        let is = |name| matches.get_flag(name);
        Ok(match name {
            "cancel" if matches.contains_id("from") => Task::Bulk(self.bulk(matches)?),
            "cancel" => Task::Cancel(Cancel {
                subject: self.subject(matches)?,
                choices: single(matches, is("confirm")),
                idempotency_key: matches.get_one("idempotency-key").cloned(),
                is_dry: is("dry-run"),
                is_agreed: is("yes"),
            }),
            "status" => Task::Status(self.subject(matches)?),
            "undo" => Task::Undo(Undo {
                subject: self.subject(matches)?,
                is_dry: is("dry-run"),
                is_agreed: is("yes"),
            }),
            "list" => Task::List(self.customer(matches)?),
            "cancel-all" => Task::CancelAll(CancelAll {
                customer: self.customer(matches)?,
                choices: single(matches, true),
                is_dry: is("dry-run"),
                is_agreed: is("yes"),
            }),
            _ => Task::Vendors,
        })
    }

    fn bulk(&self, matches: &ArgMatches) -> Result<Bulk, Fault> {
        let is_dry = matches.get_flag("dry-run");
        let ledger = matches.get_one("ledger").cloned();
        if ledger.is_none() && !is_dry {
            let text = "a list needs `--ledger FILE`, by which a run can go on after a crash";
            return Err(Fault::usage(text));
        }
        Ok(Bulk {
            list: matches.get_one("from").cloned().unwrap_or_default(),
            ledger,
            vendor: match matches.contains_id("vendor") {
                true => Some(self.client(matches)?),
                false => None,
            },
            at: matches.get_one("at").copied(),
            reason: matches.get_one("reason").cloned(),
            category: matches.get_one("category").copied(),
            money: matches.get_one("money").copied(),
            confirms: matches.get_flag("confirm"),
            rate: matches.get_one("rate").copied().unwrap_or(1.0),
            is_dry,
            is_agreed: matches.get_flag("yes"),
        })
    }

    fn client(&self, matches: &ArgMatches) -> Result<&'static VendorClient, Fault> {
        let name: &String = matches
            .get_one("vendor")
            .ok_or_else(|| Fault::usage("a vendor is missing"))?;
        vendors::find(self.vendors, name)
    }

    fn subject(&self, matches: &ArgMatches) -> Result<Subject, Fault> {
        Subject::parse(self.client(matches)?, &words(matches, "key"))
    }

    fn customer(&self, matches: &ArgMatches) -> Result<CustomerAt, Fault> {
        let client = self.client(matches)?;
        let id: Option<&String> = matches.get_one("customer");
        let id = id.map(String::as_str).unwrap_or_default();
        let customer = vendors::customer(client, id, &words(matches, "parts"))?;
        Ok(CustomerAt { client, customer })
    }
}

fn words(matches: &ArgMatches, name: &str) -> Vec<String> {
    let words = matches.get_many(name).unwrap_or_default();
    words.cloned().collect()
}

/// The choices for a cancellation that isn't one of a list.
fn single(matches: &ArgMatches, confirms: bool) -> Choices {
    Choices {
        at: matches.get_one("at").copied().expect("clap demands a time"),
        reason: matches.get_one("reason").cloned(),
        category: matches.get_one("category").copied(),
        money: matches
            .get_one("money")
            .copied()
            .unwrap_or(Money::VendorDefault),
        confirms,
    }
}
