// Answers every HTTP request with what arrived: which Service was asked, the method, the path and the headers, as JSON.
package main

import (
	"encoding/json"
	"io"
	"log"
	"net/http"
	"os"
)

type received struct {
	Service string              `json:"service"`
	Method  string              `json:"method"`
	Path    string              `json:"path"`
	Host    string              `json:"host"`
	Headers map[string][]string `json:"headers"`
	Bytes   int64               `json:"bytes"`
}

func main() {
	service := os.Getenv("SERVICE")
	handler := http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		size, _ := io.Copy(io.Discard, request.Body)
		writer.Header().Set("Content-Type", "application/json")
		writer.Header().Set("X-Powered-By", "echo")
		_ = json.NewEncoder(writer).Encode(received{
			Service: service,
			Method:  request.Method,
			Path:    request.RequestURI,
			Host:    request.Host,
			Headers: request.Header,
			Bytes:   size,
		})
	})
	log.Fatal(http.ListenAndServe(":8080", handler))
}
