//! The application: the notes of the signed-in user.

mod api;
mod app;
mod components;
mod guarded;
mod notes;
mod pages;
mod problem;
mod route;
mod session;

fn main() {
    yew::Renderer::<app::App>::new().render();
}
