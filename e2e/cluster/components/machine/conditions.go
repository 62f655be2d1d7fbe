package main

import (
	"crypto/tls"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

const probeTimeout = 2 * time.Second

var probeClient = &http.Client{
	Timeout: probeTimeout,
	// readiness alone is asked for: nothing is sent, and the certificate authority may not be known in here
	Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true},
}

// holds says whether one condition of a service (see Service.After) is met now.
func holds(condition string) bool {
	if strings.HasPrefix(condition, "https://") {
		response, err := probeClient.Get(condition)
		if err != nil {
			return false
		}
		response.Body.Close()
		return response.StatusCode == http.StatusOK
	}
	kind, rest, _ := strings.Cut(condition, ":")
	if kind == "file" {
		_, err := os.Stat(rest)
		return err == nil
	}
	connection, err := net.DialTimeout(kind, rest, probeTimeout)
	if err != nil {
		return false
	}
	connection.Close()
	return true
}
