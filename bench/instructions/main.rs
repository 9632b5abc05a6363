//! Reads one fixed input repeatedly, for a program that counts instructions: see `run.js`.
//!
//! Without arguments it lists the inputs, one line for each size of an input: its name, its unit,
//! the size, and the number of units. With NAME SIZE TIMES it reads that input.

mod hostile;
mod inputs;
mod payload;

use std::hint::black_box;

use inputs::{Input, Unit, inputs};

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [name, size, times] => read(name, number(size), number(times)),
        _ => inputs().for_each(|input| list(&input)),
    }
}

fn number(text: &str) -> usize {
    text.parse().expect("a number")
}

fn list(input: &Input) {
    for &size in input.sizes {
        let payload = (input.make)(size);
        let found = (input.read)(&payload);
        let amount = match input.unit {
            Unit::Byte => payload.len(),
            Unit::Record | Unit::Problem => {
                assert_eq!(found, size, "{} are not as they were made", input.name);
                size
            }
        };
        let unit = input.unit.as_str();
        println!("{}\t{unit}\t{size}\t{amount}", input.name);
    }
}

fn read(name: &str, size: usize, times: usize) {
    let input = inputs().find(|input| input.name == name);
    let input = input.expect("the name of an input");
    let payload = (input.make)(size);
    for _ in 0..times {
        black_box((input.read)(black_box(&payload)));
    }
}
