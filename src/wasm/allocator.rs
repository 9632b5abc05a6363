//! The allocator, which throws out of wasm when memory runs out.

#![allow(unsafe_code, reason = "an allocator cannot be written without")]

use std::alloc::{GlobalAlloc, Layout};

use talc::wasm::WasmDynamicTalc;

#[global_allocator]
static ALLOCATOR: OrThrow = OrThrow(talc::wasm::new_wasm_dynamic_allocator());

/// Throws out of wasm, since nothing here could go on without memory.
///
/// The instance is in an unknown state after that, so JavaScript must replace it, as after a trap.
pub(super) fn throw_out_of_memory() -> ! {
    // `pkg/memory.js` recognises it by these words.
    wasm_bindgen::throw_str("out of memory")
}

struct OrThrow(WasmDynamicTalc);

impl OrThrow {
    fn or_throw(address: *mut u8) -> *mut u8 {
        if address.is_null() {
            throw_out_of_memory();
        }
        address
    }
}

// SAFETY: every call is passed on unchanged, and so is every address that is returned.
unsafe impl GlobalAlloc for OrThrow {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller upholds what `alloc` asks for.
        Self::or_throw(unsafe { self.0.alloc(layout) })
    }

    unsafe fn dealloc(&self, address: *mut u8, layout: Layout) {
        // SAFETY: the caller upholds what `dealloc` asks for.
        unsafe { self.0.dealloc(address, layout) }
    }

    unsafe fn realloc(&self, address: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller upholds what `realloc` asks for.
        Self::or_throw(unsafe { self.0.realloc(address, layout, size) })
    }
}
