//! Memory, and what happens where there is no more of it.

#![allow(unsafe_code, reason = "an allocator can be written in no other way")]

use std::alloc::{GlobalAlloc, Layout};

use talc::wasm::WasmDynamicTalc;

#[global_allocator]
static ALLOCATOR: OrThrow = OrThrow(talc::wasm::new_wasm_dynamic_allocator());

/// Throws out of wasm where there is nothing to give, wherever that is: nothing here could go on.
///
/// What was under way is left as it is, so JavaScript must replace the instance, as after a trap.
pub(super) fn throw_out_of_memory() -> ! {
    // `pkg/memory.js` knows it by these words.
    wasm_bindgen::throw_str("out of memory")
}

struct OrThrow(WasmDynamicTalc);

impl OrThrow {
    fn given(place: *mut u8) -> *mut u8 {
        if place.is_null() {
            throw_out_of_memory();
        }
        place
    }
}

// SAFETY: every call is handed on as it is, and so is every answer that comes back to the caller.
unsafe impl GlobalAlloc for OrThrow {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps what `alloc` asks for.
        Self::given(unsafe { self.0.alloc(layout) })
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps what `dealloc` asks for.
        unsafe { self.0.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller keeps what `realloc` asks for.
        Self::given(unsafe { self.0.realloc(place, layout, size) })
    }
}
