//! Forwards a server's port to this machine's network address, which browsers do not trust like localhost.

use anyhow::Result;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A running forwarder; it ends when this is dropped.
#[derive(Debug)]
pub struct Forward {
    /// Where it listens, such as `http://192.0.2.7:40123`.
    pub address: String,
    task: JoinHandle<()>,
}

impl Forward {
    /// Forwards connections to `port` of localhost; none on a machine without a network.
    ///
    /// # Errors
    ///
    /// When there is no free port.
    pub async fn to(port: u16) -> Result<Option<Self>> {
        let Some(address) = own_address() else {
            return Ok(None);
        };
        let listener = TcpListener::bind(address).await?;
        let address = format!("http://{}", listener.local_addr()?);
        let task = tokio::spawn(async move {
            while let Ok((mut outside, _)) = listener.accept().await {
                tokio::spawn(async move {
                    if let Ok(mut inside) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await {
                        // Either side may hang up at any time.
                        let _ = copy_bidirectional(&mut outside, &mut inside).await;
                    }
                });
            }
        });
        Ok(Some(Self { address, task }))
    }
}

impl Drop for Forward {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The address from which this machine would send. Nothing is sent to find it out.
fn own_address() -> Option<SocketAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let mut address = socket.local_addr().ok()?;
    address.set_port(0);
    (!address.ip().is_loopback()).then_some(address)
}
