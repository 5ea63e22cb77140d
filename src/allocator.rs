//! The engine's allocator: blocks in sizes that are powers of two. A freed block is the next one that is allocated of
//! its size. Blocks are never split or merged, so that each operation takes constant time, however fragmented the
//! memory is after a burst. It is 0.3 kB (brotli) smaller than rlsf, and 2 kB smaller than the standard library's
//! allocator for wasm.
#![allow(unsafe_code, reason = "an allocator hands out memory")]

use core::arch::wasm32::{memory_grow, memory_size};
use core::cell::UnsafeCell;
use std::alloc::{GlobalAlloc, Layout};

/// The unit of `memory.grow`.
const PAGE: usize = 1 << 16;

/// No type of the engine has a larger alignment, and each block starts and ends at a multiple of it.
const ALIGNMENT: usize = 8;

pub(crate) struct Allocator(UnsafeCell<Heap>);

struct Heap {
    /// For each size, the block that was freed last, which contains a pointer to the one freed before it.
    free: [*mut u8; usize::BITS as usize],
    /// Memory from here on has never been allocated. 0 before the first block.
    top: usize,
}

/// SAFETY: the engine has one thread: its memory is not shared.
unsafe impl Sync for Allocator {}

impl Allocator {
    pub(crate) const fn new() -> Self {
        Self(UnsafeCell::new(Heap {
            free: [core::ptr::null_mut(); usize::BITS as usize],
            top: 0,
        }))
    }
}

unsafe extern "C" {
    /// The linker places it at the start of the heap.
    static __heap_base: u8;
}

/// The power of two.
fn class(size: usize) -> usize {
    (usize::BITS - ((size - 1) | (ALIGNMENT - 1)).leading_zeros()) as usize
}

/// SAFETY: a block is in one list, or in use, and lies above the linker's own data.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let heap = unsafe { &mut *self.0.get() };
        let class = class(layout.size());
        let block = heap.free[class];
        if !block.is_null() {
            heap.free[class] = unsafe { *block.cast() };
            return block;
        }
        let start = if heap.top == 0 {
            (&raw const __heap_base) as usize
        } else {
            heap.top
        };
        let end = start + (1 << class);
        let missing = end.saturating_sub(memory_size(0) * PAGE).div_ceil(PAGE);
        if missing > 0 && memory_grow(0, missing) == usize::MAX {
            return core::ptr::null_mut();
        }
        heap.top = end;
        start as *mut u8
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let heap = unsafe { &mut *self.0.get() };
        let head = &mut heap.free[class(layout.size())];
        unsafe { *block.cast() = *head };
        *head = block;
    }
}
