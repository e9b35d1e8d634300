//! The default transport with options of its own: certificates, proxies, kept
//! connections, a client of the caller's.

use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use super::stub::Stub;
use crate::runtime::{
    ClientBuilder, DefaultTransport, Error, Http, Outcome, RetryPolicy, TransportOptions,
};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// The TLS of a server whose certificate is of this authority; it may ask for one.
fn tls(authority: &Authority, asks: bool) -> ServerConfig {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, authority).unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder();
    let config = if asks {
        let mut roots = RootCertStore::empty();
        roots.add(authority.der().clone()).unwrap();
        let verifier = WebPkiClientVerifier::builder(Arc::new(roots)).build();
        config.with_client_cert_verifier(verifier.unwrap())
    } else {
        config.with_no_client_auth()
    };
    let config = config.with_single_cert(vec![certificate.der().clone()], key);
    config.unwrap()
}

async fn serve(authority: &Authority, asks: bool) -> SocketAddr {
    let acceptor = TlsAcceptor::from(Arc::new(tls(authority, asks)));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (connection, _) = listener.accept().await.unwrap();
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut connection) = acceptor.accept(connection).await else {
                    return;
                };
                let _ = connection.read(&mut [0; 1024]).await;
                let response = b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n7";
                let _ = connection.write_all(response).await;
                let _ = connection.shutdown().await;
            });
        }
    });
    address
}

async fn number(url: &str, transport: DefaultTransport) -> Result<i64, Error<()>> {
    let builder = ClientBuilder::<Http>::new(url.to_owned()).transport(transport);
    let http = builder.retries(RetryPolicy::none()).build().unwrap();
    let call = http.post("/x");
    call.receive(|response| match response.status() {
        200 => response.json(),
        _ => Err(response.unexpected()),
    })
    .await
}

#[tokio::test]
async fn certificates_of_an_authority_of_ones_own() {
    let authority = authority();
    let url = format!(
        "https://localhost:{}",
        serve(&authority, false).await.port()
    );
    let options = TransportOptions::default().no_proxy();
    let error = number(&url, options.build().unwrap()).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent, "{error:?}");
    assert!(error.to_string().contains("UnknownIssuer"), "{error}");

    let trusting = options.root_certificates(authority.pem());
    assert_eq!(number(&url, trusting.build().unwrap()).await.unwrap(), 7);
    let alone = trusting.only_given_roots();
    assert_eq!(number(&url, alone.build().unwrap()).await.unwrap(), 7);
}

#[tokio::test]
async fn a_server_that_asks_for_a_certificate() {
    let authority = authority();
    let url = format!("https://localhost:{}", serve(&authority, true).await.port());
    let options = TransportOptions::default().no_proxy();
    let options = options.root_certificates(authority.pem());
    number(&url, options.build().unwrap()).await.unwrap_err();

    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::default()
        .signed_by(&key, &authority)
        .unwrap();
    let pem = certificate.pem() + &key.serialize_pem();
    let known = options.identity(pem.clone());
    assert!(!format!("{known:?}").contains("PRIVATE"));
    assert_eq!(number(&url, known.build().unwrap()).await.unwrap(), 7);
}

#[test]
fn what_is_no_certificate_is_an_error() {
    let options = TransportOptions::default;
    options().root_certificates("none").build().unwrap_err();
    options().identity("none").build().unwrap_err();
    let error = options().proxy("http://user:s3cret@[").build().unwrap_err();
    assert!(
        !format!("{error:?} {error}").contains("s3cret"),
        "{error:?}"
    );
    let shown = format!("{:?}", options().proxy("http://user:s3cret@proxy"));
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[tokio::test]
async fn a_proxy_gets_the_requests() {
    let proxy = Stub::answering("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n7");
    let options = TransportOptions::default().proxy(&*proxy.url);
    let url = "http://api.example.invalid";
    assert_eq!(number(url, options.build().unwrap()).await.unwrap(), 7);
    let request = proxy.request();
    assert!(
        request.starts_with("POST http://api.example.invalid/x "),
        "{request}"
    );
}

/// A connection that was idle for longer is not used again.
#[tokio::test]
async fn an_idle_connection_is_kept_for_a_while() {
    for (idle, connections) in [(50, 2), (5000, 1)] {
        let count = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&count);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            loop {
                let (mut connection, _) = listener.accept().await.unwrap();
                seen.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(async move {
                    while connection
                        .read(&mut [0; 1024])
                        .await
                        .is_ok_and(|count| count > 0)
                    {
                        let response = b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n7";
                        connection.write_all(response).await.unwrap();
                    }
                });
            }
        });
        let options = TransportOptions::default().pool_idle_timeout(Duration::from_millis(idle));
        let transport = options.build().unwrap();
        for _ in 0..2 {
            assert_eq!(number(&url, transport.clone()).await.unwrap(), 7);
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        assert_eq!(count.load(Ordering::SeqCst), connections);
    }
}

/// A client of the caller's that follows redirects may have carried credentials away.
#[tokio::test]
async fn a_client_that_follows_redirects_is_found_out() {
    let other = Stub::answering("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n7");
    let location = other.url.clone();
    let stub = Stub::start(move |connection| {
        let head = format!("HTTP/1.1 307 X\r\nlocation: {location}/y\r\ncontent-length: 0\r\n\r\n");
        let _ = connection.write_all(head.as_bytes());
    });
    let following = reqwest::Client::builder().no_proxy().build().unwrap();
    let transport = DefaultTransport::from_client(following);
    let url = stub.url.clone();
    let http = ClientBuilder::<Http>::new(url)
        .transport(transport)
        .build()
        .unwrap();
    let call = http
        .get("/x")
        .receive::<i64, ()>(|response| response.json());
    let error = call.await.unwrap_err();
    assert!(error.to_string().contains("followed a redirect"), "{error}");
    assert_eq!(
        (error.outcome(), error.is_retryable()),
        (Outcome::Unknown, false)
    );
    stub.request();
    assert!(stub.got_nothing(), "it was repeated");
}

/// HTTP/2 where a server offers it: the second request goes over the same connection
/// while the first one waits, and its outcome is as well known.
#[tokio::test]
async fn http2_where_a_server_offers_it() {
    let authority = authority();
    let mut config = tls(&authority, false);
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    tokio::spawn(async move {
        let (connection, _) = listener.accept().await.unwrap();
        let connection = acceptor.accept(connection).await.unwrap();
        let mut connection = h2::server::handshake(connection).await.unwrap();
        let mut waiting = Vec::new();
        while let Some(Ok((request, mut respond))) = connection.accept().await {
            if request.uri().path() == "/slow" {
                waiting.push(respond);
                continue;
            }
            let mut body = respond
                .send_response(http::Response::new(()), false)
                .unwrap();
            body.send_data("7".into(), true).unwrap();
        }
    });
    let options = TransportOptions::default().no_proxy();
    let transport = options.root_certificates(authority.pem()).build().unwrap();
    let slow = ClientBuilder::<Http>::new(url.clone()).transport(transport.clone());
    let slow = slow
        .timeout(Duration::from_millis(500))
        .retries(RetryPolicy::none());
    let slow = slow.build().unwrap();
    let call = slow
        .post("/slow")
        .receive::<(), ()>(|response| response.empty());
    let (slow, fast) = tokio::join!(call, async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        number(&url, transport).await
    });
    assert_eq!(fast.unwrap(), 7);
    assert_eq!(slow.unwrap_err().outcome(), Outcome::Unknown);
}

/// A limit of the caller's own client is a time limit.
#[tokio::test]
async fn a_timeout_of_the_callers_client_is_one() {
    let stub = Stub::stalling("");
    let builder = reqwest::Client::builder().no_proxy();
    let client = builder.timeout(Duration::from_millis(100)).build().unwrap();
    let error = number(&stub.url, DefaultTransport::from_client(client))
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(error.outcome(), Outcome::Unknown);
}
