package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

const validFor = 30 * 24 * time.Hour // a test cluster is not kept longer

// CertificateSpec asks for files in Directory: ca.crt and ca.key when they are not there, then NAME.crt and NAME.key each.
type CertificateSpec struct {
	Directory    string `json:"directory"`
	Certificates []struct {
		Name          string   `json:"name"`
		CommonName    string   `json:"commonName"`
		Organizations []string `json:"organizations"`
		DNSNames      []string `json:"dnsNames"`
		IPs           []string `json:"ips"`
	} `json:"certificates"`
	// Keys are bare private keys, as the one that signs service account tokens.
	Keys []string `json:"keys"`
}

func makeCertificates(specPath string) error {
	var spec CertificateSpec
	if err := readJSON(specPath, &spec); err != nil {
		return err
	}
	ca, caKey, err := authority(spec.Directory)
	if err != nil {
		return err
	}
	for _, name := range spec.Keys {
		if _, err := newKey(filepath.Join(spec.Directory, name+".key")); err != nil {
			return err
		}
	}
	for _, c := range spec.Certificates {
		template := &x509.Certificate{
			Subject:     pkix.Name{CommonName: c.CommonName, Organization: c.Organizations},
			DNSNames:    c.DNSNames,
			KeyUsage:    x509.KeyUsageDigitalSignature,
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		}
		for _, text := range c.IPs {
			ip := net.ParseIP(text)
			if ip == nil {
				return fmt.Errorf("certificate %s: %q is no IP address", c.Name, text)
			}
			template.IPAddresses = append(template.IPAddresses, ip)
		}
		key, err := newKey(filepath.Join(spec.Directory, c.Name+".key"))
		if err != nil {
			return err
		}
		if _, err := issue(filepath.Join(spec.Directory, c.Name+".crt"), template, key, ca, caKey); err != nil {
			return err
		}
	}
	return nil
}

func authority(dir string) (*x509.Certificate, crypto.Signer, error) {
	certificateFile, keyFile := filepath.Join(dir, "ca.crt"), filepath.Join(dir, "ca.key")
	if _, err := os.Stat(certificateFile); errors.Is(err, os.ErrNotExist) {
		key, err := newKey(keyFile)
		if err != nil {
			return nil, nil, err
		}
		template := &x509.Certificate{
			Subject:               pkix.Name{CommonName: "expose-plus test cluster"},
			IsCA:                  true,
			BasicConstraintsValid: true,
			KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		}
		certificate, err := issue(certificateFile, template, key, nil, nil)
		return certificate, key, err
	}
	certificateDER, err := readPEM(certificateFile)
	if err != nil {
		return nil, nil, err
	}
	certificate, err := x509.ParseCertificate(certificateDER)
	if err != nil {
		return nil, nil, err
	}
	keyDER, err := readPEM(keyFile)
	if err != nil {
		return nil, nil, err
	}
	key, err := x509.ParseECPrivateKey(keyDER)
	return certificate, key, err
}

// issue signs a template; without a parent it signs itself.
func issue(file string, template *x509.Certificate, key crypto.Signer, parent *x509.Certificate, parentKey crypto.Signer) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	template.SerialNumber = serial
	template.NotBefore = time.Now().Add(-time.Hour)
	template.NotAfter = time.Now().Add(validFor)
	if parent == nil {
		parent, parentKey = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), parentKey)
	if err != nil {
		return nil, err
	}
	if err := writePEM(file, "CERTIFICATE", der); err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

func newKey(file string) (crypto.Signer, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	return key, writePEM(file, "EC PRIVATE KEY", der)
}

func writePEM(file, kind string, der []byte) error {
	return os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
}

func readPEM(file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s holds no PEM block", file)
	}
	return block.Bytes, nil
}
