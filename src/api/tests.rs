//! The calls against a server whose replies are written here. (Whether a real client and a real
//! server agree with them is the business of the emulator's tests.)

mod read;
mod retry;
mod upload;
mod write;
