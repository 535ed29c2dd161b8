//! What tests do to the emulator, in their own process or by an order. None of it is a request to the cloud.

use serde_json::Value;

use super::Emulator;
use crate::cloud::bucket::Bucket;
use crate::cloud::certificate::Certificate;
use crate::cloud::file::File;
use crate::cloud::image::Image;
use crate::cloud::store::{Object, Place};
use crate::control::{self, Order};
use crate::fault::Fault;
use crate::http::{Request, Response};

impl Emulator {
    /// Carries out what a test orders.
    pub(super) fn obey(&self, request: &Request) -> Response {
        match control::order(request) {
            Ok(Order::Misbehave(fault)) => self.fault(fault),
            Ok(Order::Heal) => self.heal(),
            Ok(Order::Image(image)) => self.image(image),
            Ok(Order::Certificate(certificate)) => self.certificate(certificate),
            Ok(Order::Bucket(bucket)) => self.bucket(bucket),
            Ok(Order::File(file)) => self.file(file),
            Ok(Order::Show) => return Response::ok(&self.state()),
            Err(refused) => return refused,
        }
        Response::ok(&Value::Null)
    }

    /// Makes it misbehave.
    pub fn fault(&self, fault: Fault) {
        self.inside().faults.push(fault);
    }

    /// Ends all misbehaviour.
    pub fn heal(&self) {
        self.inside().faults.clear();
    }

    /// Says which digest an image has, or that there is none of that name.
    pub fn image(&self, image: Image) {
        self.inside().cloud.set_image(image);
    }

    /// Puts a certificate into the certificate service, over one of the same id.
    pub fn certificate(&self, certificate: Certificate) {
        let mut inside = self.inside();
        inside
            .cloud
            .certificates
            .insert(certificate.id, certificate);
    }

    /// Puts a file at an address that belongs to no service.
    pub fn file(&self, file: File) {
        let mut inside = self.inside();
        inside.cloud.files.insert(file.address.clone(), file);
    }

    /// Declares a bucket of OSS, over one of the same name; its objects stay.
    pub fn bucket(&self, bucket: Bucket) {
        let mut inside = self.inside();
        inside
            .cloud
            .store
            .buckets
            .insert(bucket.name.clone(), bucket);
    }

    /// Puts an object into OSS, as somebody else would, whatever lies there.
    pub fn object(&self, bucket: &str, key: &str, bytes: Vec<u8>) {
        let object = Object::plain(bytes, self.config.clock.now());
        let place = Place::new(bucket, key);
        self.inside().cloud.store.objects.insert(place, object);
    }

    /// The bytes of an object in OSS.
    pub fn stored(&self, bucket: &str, key: &str) -> Option<Vec<u8>> {
        let inside = self.inside();
        let object = inside.cloud.store.get(bucket, key);
        object.map(|object| object.bytes.clone())
    }

    /// Takes an object out of OSS, as somebody else would.
    pub fn forget(&self, bucket: &str, key: &str) {
        let place = Place::new(bucket, key);
        self.inside().cloud.store.objects.remove(&place);
    }
}
